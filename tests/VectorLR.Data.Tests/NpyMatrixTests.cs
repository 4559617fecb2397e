using CsCheck;

namespace VectorLR.Data.Tests;

public sealed class NpyMatrixTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_and_order_is_read_without_transposing(int version)
    {
        byte[] data = [1, 2, 3, 4, 5, 6];
        foreach (bool fortran in new[] { false, true })
        {
            FeatureMatrix matrix = Load(NpyBytes.Of("|u1", "(2, 3)", data, fortran, version));

            Assert.Equal((2, 3), (matrix.Count, matrix.Features));
            Assert.Equal(fortran ? Layout.FeatureRows : Layout.ExampleRows, matrix.Layout);
            Assert.Equal(data, matrix.Bytes.ToArray().Cast<byte>());
        }
    }

    [Fact]
    public void Every_type_is_read_at_its_extremes()
    {
        AssertRead<byte>("|u1", ElementType.Byte, [0, 255]);
        AssertRead<float>("<f4", ElementType.Single, [float.MinValue, float.Epsilon]);
        AssertRead<double>("<f8", ElementType.Double, [double.MaxValue, -double.Epsilon]);
        AssertRead<ushort>("<u2", ElementType.Double, [0, 65535]);
        AssertRead<uint>("<u4", ElementType.Double, [0, uint.MaxValue]);
        AssertRead<ulong>("<u8", ElementType.Double, [0, ulong.MaxValue]);
        AssertRead<sbyte>("|i1", ElementType.Double, [-128, 127]);
        AssertRead<short>("<i2", ElementType.Double, [short.MinValue, short.MaxValue]);
        AssertRead<int>("<i4", ElementType.Double, [int.MinValue, int.MaxValue]);
        AssertRead<long>("<i8", ElementType.Double, [long.MinValue, long.MaxValue]);
        AssertRead<byte>("|b1", ElementType.Byte, [0, 1]);
    }

    [Fact]
    public void Booleans_stay_bytes_when_they_are_mapped_and_others_are_refused()
    {
        using TempFolder folder = new();
        const string Header = "{'descr': '|b1', 'fortran_order': False, 'shape': (2, 3), }";
        FeatureMatrix matrix = NpyFile.MapMatrix(folder.Write("x.npy", NpyBytes.Raw(Header, [1, 0, 1, 0, 0, 1])), leastBytes: 1);
        Assert.Equal(ElementType.Byte, matrix.ElementType);
        Assert.Equal([1, 0, 1, 0, 0, 1], matrix.Bytes.ToArray().Cast<byte>());
        string bad = folder.Write("y.npy", NpyBytes.Raw(Header, [1, 0, 1, 0, 2, 1]));
        foreach (int leastBytes in (int[])[1, 1000])
        {
            Refusal.Is(bad, ": [1, 1]: found the byte 2, expected a boolean, 0 or 1", () => NpyFile.MapMatrix(bad, leastBytes));
        }
    }

    [Theory]
    [InlineData("{'descr':'|u1','fortran_order':False,'shape':(2,3)}")]
    [InlineData("{\"shape\": (2, 3,), \"descr\": \"|u1\", \"fortran_order\": False}")]
    [InlineData(" { 'shape' : ( 2 , 3 ) ,\n\t'fortran_order' : False , 'descr' : '|u1' , } ")]
    [InlineData("{'descr': 'u1', 'fortran_order': False, 'shape': (2L, 3L), }")]
    [InlineData("{'descr': '>u1', 'fortran_order': False, 'shape': (2, 3), }")]
    public void The_header_may_be_written_in_any_way_that_python_reads(string header)
    {
        FeatureMatrix matrix = Load(NpyBytes.Raw(header, [1, 2, 3, 4, 5, 6]));
        Assert.Equal((2, 3, ElementType.Byte), (matrix.Count, matrix.Features, matrix.ElementType));
    }

    [Theory]
    [InlineData("(0, 3)", 0, 3)]
    [InlineData("(3, 0)", 3, 0)]
    [InlineData("(0, 0)", 0, 0)]
    public void A_matrix_may_be_empty(string shape, int count, int features)
    {
        FeatureMatrix matrix = Load(NpyBytes.Of<double>("<f8", shape, []));
        Assert.Equal((count, features), (matrix.Count, matrix.Features));
    }

    [Theory]
    [InlineData("(6,)")]
    [InlineData("()")]
    [InlineData("(1, 2, 3)")]
    [InlineData("(2147483648, 0)")]
    [InlineData("(0, 9223372036854775807)")]
    public void Other_shapes_are_refused(string shape) => Refused(
        NpyBytes.Of<byte>("|u1", shape, [1, 2, 3, 4, 5, 6]),
        $": shape: found {shape}, expected two dimensions (examples, features) of at most 2147483647 each");

    [Theory]
    [InlineData("(2147483647, 2147483647)", "4611686014132420609")]
    [InlineData("(65536, 65536)", "4294967296")]
    [InlineData("(2147483592, 1)", "2147483592")]
    public void More_values_than_an_array_holds_are_refused_before_memory_is_asked_for(string shape, string values) => Refused(
        NpyBytes.Of<byte>("|u1", shape, []),
        $": shape: found {shape}, {values} values, expected at most 2147483591");

    [Theory]
    [InlineData("<f2", "'<f2', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1")]
    [InlineData("<c16", "'<c16', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1")]
    [InlineData("<U5", "'<U5', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1")]
    [InlineData("|O", "'|O', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1")]
    [InlineData("<", "'<', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1")]
    [InlineData("", "'', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1")]
    [InlineData(">f8", "'>f8' (big-endian), expected little-endian: save array.astype('<f8')")]
    [InlineData(">i2", "'>i2' (big-endian), expected little-endian: save array.astype('<i2')")]
    public void Other_types_are_refused(string descr, string message) =>
        Refused(NpyBytes.Of<double>(descr, "(1, 1)", [1]), $": dtype: found {message}");

    [Theory]
    [InlineData(false, "[1, 2]")]
    [InlineData(true, "[1, 2]")]
    public void A_value_that_is_no_number_is_refused_with_its_example_and_feature(bool fortran, string place)
    {
        int offset = fortran ? (2 * 2) + 1 : (1 * 3) + 2;
        foreach ((double value, string shown) in new[]
        {
            (double.NaN, "NaN"), (double.PositiveInfinity, "Infinity"), (double.NegativeInfinity, "-Infinity"),
        })
        {
            double[] doubles = new double[6];
            doubles[offset] = value;
            string message = $": {place}: found {shown}, expected a finite number";
            Refused(NpyBytes.Of("<f8", "(2, 3)", doubles, fortran), message);
            Refused(NpyBytes.Of("<f4", "(2, 3)", Array.ConvertAll(doubles, x => (float)x), fortran), message);
        }
    }

    [Fact]
    public void A_boolean_other_than_0_and_1_is_refused() => Refused(
        NpyBytes.Of<byte>("|b1", "(2, 2)", [0, 1, 2, 0]), ": [1, 0]: found the byte 2, expected a boolean, 0 or 1");

    [Theory]
    [InlineData("<i4", "(2, 3)", 23, 24)]
    [InlineData("<i4", "(2, 3)", 25, 24)]
    [InlineData("|u1", "(2, 3)", 0, 6)]
    [InlineData("|u1", "(0, 3)", 1, 0)]
    [InlineData("<f8", "(1000000000, 2)", 7, 16000000000)]
    public void Too_few_and_too_many_bytes_are_refused_with_both_numbers(string descr, string shape, int found, long expected) => Refused(
        NpyBytes.Of(descr, shape, new byte[found]),
        $": byte 128: found {found} bytes of data, expected {expected} for shape {shape} of {descr}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_anywhere_is_refused(bool labels)
    {
        byte[] whole = NpyBytes.Of("<f8", "(3, 1)", [1.0, 2, 3]);
        for (int length = 0; length < whole.Length; length++)
        {
            string path = _folder.Write("cut.npy", whole[..length]);
            DataException refused = Assert.Throws<DataException>(
                () => _ = labels ? (object)NpyFile.LoadLabels(path) : NpyFile.LoadMatrix(path));
            Assert.StartsWith(path + ": byte ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(", expected ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_byte_changed_anywhere_in_the_header_gives_a_matrix_or_a_data_exception()
    {
        byte[] whole = NpyBytes.Of("<f8", "(3, 1)", [1.0, 2, 3]);
        int accepted = 0;
        int refused = 0;
        for (int place = 0; place < 80; place++)
        {
            foreach (byte value in "\0'\"{}(),:L9 \u007f"u8.ToArray())
            {
                byte[] changed = [.. whole];
                changed[place] = value;
                string path = _folder.Write("changed.npy", changed);
                try
                {
                    _ = NpyFile.LoadMatrix(path);
                    accepted++;
                }
                catch (DataException)
                {
                    refused++;
                }
            }
        }

        // Some changes are harmless (a space for a space); most are not.
        Assert.InRange(accepted, 1, refused);
    }

    [Fact]
    public void Random_matrices_come_back()
    {
        Gen<(int Count, int Features)> shapes = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20]);
        Gen.Select(shapes, Gen.Bool, Gen.Int[1, 3], Gen.Int[0, int.MaxValue]).Sample(
            (shape, fortran, version, seed) =>
            {
                double[] data = new double[shape.Count * shape.Features];
                Random random = new(seed);
                for (int i = 0; i < data.Length; i++)
                {
                    data[i] = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300));
                }

                FeatureMatrix matrix = Load(
                    NpyBytes.Of("<f8", $"({shape.Count}, {shape.Features})", data, fortran, version));
                return matrix.Count == shape.Count && matrix.Features == shape.Features
                    && matrix.Layout == (fortran ? Layout.FeatureRows : Layout.ExampleRows)
                    && matrix.ToDouble().ToArray().Cast<double>().SequenceEqual(data);
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void Data_larger_than_a_chunk_come_back()
    {
        const int Count = 41000;
        short[] shorts = [.. Enumerable.Range(0, Count).Select(i => (short)(i * 7))];
        float[] floats = Array.ConvertAll(shorts, value => value / 3f);

        Assert.Equal(
            Array.ConvertAll(shorts, value => (double)value),
            Load(NpyBytes.Of("<i2", $"({Count}, 1)", shorts)).ToDouble().ToArray().Cast<double>());
        Assert.Equal(floats, Load(NpyBytes.Of("<f4", $"(1, {Count})", floats)).ToSingle().ToArray().Cast<float>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_version_has_its_encoding(int version) => Refused(
        NpyBytes.Raw("{'descr': '|ü1', 'fortran_order': False, 'shape': (1, 1), }", [1], version),
        ": dtype: found '|ü1', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1");

    private void AssertRead<T>(string descr, ElementType type, T[] data)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        FeatureMatrix matrix = Load(NpyBytes.Of(descr, "(1, 2)", data));
        Assert.Equal(type, matrix.ElementType);
        Assert.Equal(data.Select(double.CreateChecked), matrix.ToDouble().ToArray().Cast<double>());
    }

    private FeatureMatrix Load(byte[] contents) => NpyFile.LoadMatrix(_folder.Write("x.npy", contents));

    private void Refused(byte[] contents, string message)
    {
        string path = _folder.Write("bad.npy", contents);
        Refusal.Is(path, message, () => NpyFile.LoadMatrix(path));
    }
}
