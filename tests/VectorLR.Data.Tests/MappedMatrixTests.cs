using CommunityToolkit.HighPerformance;
using VectorLR.Training;

namespace VectorLR.Data.Tests;

/// <summary>A matrix in a mapped file is the matrix in memory, to the bit. Small ones are mapped here by asking for it.</summary>
public sealed class MappedMatrixTests : IDisposable
{
    private const int Count = 3001;
    private const int Features = 257;

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_and_predicting_have_the_bits_of_the_matrix_in_memory(bool fortran)
    {
        byte[] bytes = new byte[Count * Features];
        new Random(3).NextBytes(bytes);
        double[] labels = [.. Enumerable.Range(0, Count).Select(i => i * 7 % 3 == 0 ? 1.0 : 0)];
        string shape = $"({Count}, {Features})";
        foreach (byte[] file in (byte[][])
        [
            NpyBytes.Of("|u1", shape, bytes, fortran),
            NpyBytes.Of("<f4", shape, Array.ConvertAll(bytes, value => (value / 3f) - 40), fortran),
            NpyBytes.Of("<f8", shape, Array.ConvertAll(bytes, value => (value / 3d) - 40), fortran),
        ])
        {
            string path = _folder.Write("x.npy", file);
            FeatureMatrix memory = NpyFile.LoadMatrix(path);
            FeatureMatrix mapped = NpyFile.MapMatrix(path, leastBytes: 0);
            Assert.Equal(
                (memory.ElementType, memory.Count, memory.Features, memory.Layout),
                (mapped.ElementType, mapped.Count, mapped.Features, mapped.Layout));
            Assert.Equal(Bits(memory.ToDouble()), Bits(mapped.ToDouble()));
            Assert.Equal(memory.ToSingle().ToArray(), mapped.ToSingle().ToArray());
            Assert.Equal(
                Bits(memory.SelectExamples([9, 3, 3000]).ToDouble()), Bits(mapped.SelectExamples([9, 3, 3000]).ToDouble()));

            ObjectiveOptions options = new() { Scale = 255 };
            Assert.Equal(
                Step(LogisticObjective.Create(memory.ToSingle(), labels, options, memory.Layout)),
                Step(LogisticObjective.Create(mapped.AsSingles(), labels, options)));
            Assert.Equal(
                Step(LogisticObjective.Create(memory.ToDouble(), labels, options, memory.Layout)),
                Step(LogisticObjective.Create(mapped.AsDoubles(), labels, options)));
            if (memory.ElementType == ElementType.Byte)
            {
                Assert.Equal(
                    Step(LogisticObjective.Create(memory.Bytes, labels, Precision.Single, options, memory.Layout)),
                    Step(LogisticObjective.Create(mapped.AsBytes(), labels, Precision.Single, options)));
                Assert.Equal(memory.Bytes.ToArray(), mapped.Bytes.ToArray());
            }
            else
            {
                Assert.Throws<InvalidOperationException>(mapped.AsBytes);
            }

            FitOptions fit = new() { Standardize = true, Stopping = new() { Iterations = 3 }, Scale = 255 };
            Assert.Equal(
                LogisticRegression.Fit(
                    new Examples<double>(memory.ToDouble().Span, memory.Layout), labels, fit, cancellation: Stop).Model.Parameters.Hash(),
                LogisticRegression.Fit(mapped.AsDoubles(), labels, fit, cancellation: Stop).Model.Parameters.Hash());

            LogisticRegression model = new(new(Weights(), 0.5), scale: 255);
            double[] probabilities = new double[Count];
            model.PredictProbability(new Examples<double>(memory.ToDouble().Span, memory.Layout), probabilities);
            Assert.Equal(probabilities, memory.PredictProbability(model, Stop));
            Assert.Equal(probabilities, mapped.PredictProbability(model, Stop));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_value_that_is_no_number_is_refused_with_its_place_the_first_one_always(bool fortran)
    {
        // Enough values that several chunks are checked in parallel.
        const int Rows = 40;
        const int Columns = 500_000;
        float[] values = new float[Rows * Columns];
        foreach ((int example, int feature) in (ReadOnlySpan<(int, int)>)[(17, 3), (18, 0), (39, 499_999)])
        {
            values[fortran ? (feature * Rows) + example : (example * Columns) + feature] = float.NaN;
        }

        string path = _folder.Write("x.npy", NpyBytes.Of("<f4", $"({Rows}, {Columns})", values, fortran));
        Refusal.Is(
            path,
            $": [{(fortran ? "18, 0" : "17, 3")}]: found NaN, expected a finite number",
            () => NpyFile.MapMatrix(path, leastBytes: 0));
    }

    [Fact]
    public void A_double_too_large_for_a_float_is_refused_where_it_is_read()
    {
        double[] values = new double[12];
        values[(2 * 3) + 1] = -1e39;
        string path = _folder.Write("x.npy", NpyBytes.Of("<f8", "(4, 3)", values));
        IExampleSource<float> singles = NpyFile.MapMatrix(path, leastBytes: 0).AsSingles();
        Refusal.Is(
            path, ": [2, 1]: found -1E+39, expected a magnitude that a 32-bit float can hold (at most 3.4e38)", () => singles.Slice(1, 2));
    }

    [Fact]
    public void A_file_cut_short_while_it_is_mapped_is_noticed_at_the_next_stretch()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a mapped file be cut.");
        string path = _folder.Write("x.npy", NpyBytes.Of("|u1", $"({Count}, {Features})", new byte[Count * Features]));
        long length = new FileInfo(path).Length;
        FeatureMatrix mapped = NpyFile.MapMatrix(path, leastBytes: 0);
        IObjective objective = LogisticObjective.Create(mapped.AsBytes(), new double[Count], Precision.Single);
        Step(objective);
        using (System.Diagnostics.Process cut = System.Diagnostics.Process.Start("truncate", ["-s", "5000", path]))
        {
            cut.WaitForExit();
        }

        Refusal.Is(
            path,
            $": found 5000 bytes, expected {length}: the file was truncated while it was being read",
            () => Step(objective));
        Assert.Throws<DataException>(() => mapped.PredictProbability(new LogisticRegression(Parameters.Zero(Features)), Stop));
    }

    [Fact]
    public void More_values_than_a_view_holds_are_read_a_stretch_at_a_time()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only Unix makes a file of zeros without writing them.");
        const int Rows = 40_000;
        const int Columns = 65_536;
        string path = Sparse($"({Rows}, {Columns})", (long)Rows * Columns, [(20_001L * Columns) + 7]);
        FeatureMatrix mapped = NpyFile.MapMatrix(path);
        Assert.Equal((Rows, Columns), (mapped.Count, mapped.Features));
        Assert.Equal(255, mapped.AsBytes().Slice(20_000, 2).Values[Columns + 7]);
        Assert.Contains(
            "2621440000 values", Assert.Throws<InvalidOperationException>(() => mapped.Bytes).Message, StringComparison.Ordinal);

        string fortran = Sparse($"({Rows}, {Columns})", (long)Rows * Columns, [], fortran: true);
        Refusal.Is(
            fortran,
            ": fortran_order: found True with 2621440000 values, expected at most 2147483647 in Fortran order: "
                + "save numpy.ascontiguousarray(array)",
            () => NpyFile.MapMatrix(fortran));
    }

    [Fact]
    public void Small_files_and_types_to_convert_and_pipes_are_read_instead()
    {
        string ints = _folder.Write("i.npy", NpyBytes.Of("<i4", "(2, 1)", (int[])[1, 2]));
        Assert.Equal([1, 2], NpyFile.MapMatrix(ints, leastBytes: 0).ToDouble().ToArray().Cast<double>());
        string empty = _folder.Write("e.npy", NpyBytes.Of<byte>("|u1", "(0, 3)", []));
        Assert.Equal((0, 3), (NpyFile.MapMatrix(empty, leastBytes: 0).Count, NpyFile.MapMatrix(empty, leastBytes: 0).Features));
        string small = _folder.Write("s.npy", NpyBytes.Of<byte>("|u1", "(2, 1)", [1, 2]));
        FeatureMatrix read = NpyFile.MapMatrix(small);
        File.Delete(small);
        Assert.Equal([1, 2], read.Bytes.ToArray().Cast<byte>());
    }

    [Fact]
    public void A_file_that_nothing_refers_to_any_more_is_unmapped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists what is mapped.");
        string path = _folder.Write("x.npy", NpyBytes.Of<byte>("|u1", "(2, 1)", [1, 2]));
        bool IsMapped() => File.ReadAllText("/proc/self/maps").Contains(path, StringComparison.Ordinal);
        Use(path, IsMapped);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.False(IsMapped());

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Use(string path, Func<bool> isMapped)
        {
            FeatureMatrix matrix = NpyFile.MapMatrix(path, leastBytes: 0);
            Assert.True(isMapped());
            Assert.Equal(2, matrix.Bytes.Span[1, 0]);
        }
    }

    [Fact]
    public void Disposed_it_is_unmapped_at_once_and_says_so_where_it_is_used_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists what is mapped.");
        foreach (byte[] file in (byte[][])
        [
            NpyBytes.Of<byte>("|u1", "(2, 1)", [1, 2]), NpyBytes.Of<float>("<f4", "(2, 1)", [1, 2]),
            NpyBytes.Of<double>("<f8", "(2, 1)", [1, 2]),
        ])
        {
            string path = _folder.Write("x.npy", file);
            FeatureMatrix matrix = NpyFile.MapMatrix(path, leastBytes: 0);
            LogisticRegression model = new(Parameters.Zero(1));

            // Whatever reads it for itself is done with it.
            Assert.Equal(2, matrix.PredictProbability(model, Stop).Length);
            Assert.Equal(1, matrix.SelectExamples([1]).Count);
            NpyFile.SaveMatrix(Path.Combine(_folder.FullName, "copy.npy"), matrix, Stop);
            using (IDisposable source = (IDisposable)matrix.AsDoubles())
            {
                matrix.Dispose();
                Assert.True(IsMapped(path));
                Assert.Equal(2, ((IExampleSource<double>)source).Slice(1, 1).Values[0]);
            }

            Assert.False(IsMapped(path));
            matrix.Dispose();
            foreach (Action use in (Action[])
            [
                () => matrix.ToDouble(), () => matrix.ToSingle(), () => matrix.AsSingles(), () => matrix.AsDoubles(),
                () => matrix.SelectExamples([0]), () => matrix.PredictLogit(model, Stop),
                () => NpyFile.SaveMatrix(Path.Combine(_folder.FullName, "copy.npy"), matrix, Stop),
            ])
            {
                Assert.Contains(path, Assert.Throws<ObjectDisposedException>(use).Message, StringComparison.Ordinal);
            }

            Assert.Equal((2, 1), (matrix.Count, matrix.Features));
        }
    }

    [Fact]
    public void What_was_handed_out_keeps_the_file_mapped_while_it_is_referenced()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists what is mapped.");
        string path = _folder.Write("x.npy", NpyBytes.Of<byte>("|u1", "(2, 1)", [1, 2]));
        Use(path);
        Collect();
        Assert.False(IsMapped(path));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Use(string path)
        {
            FeatureMatrix matrix = NpyFile.MapMatrix(path, leastBytes: 0);
            ReadOnlyMemory2D<byte> memory = matrix.Bytes;
            ReadOnlySpan2D<byte> span = memory.Span;
            IObjective objective = LogisticObjective.Create(matrix.AsBytes(), [0, 1], Precision.Double);
            matrix.Dispose();
            Collect();
            Assert.True(IsMapped(path));
            Assert.Equal((1, 2), (span[0, 0], memory.Span[1, 0]));
            Assert.Equal(Math.Log(2), objective.Evaluate([0], 0, new double[1]).Cost, 1e-15);
            GC.KeepAlive(memory);
        }
    }

    [Fact]
    public void A_pin_keeps_the_file_mapped_until_it_is_released()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists what is mapped.");
        string path = _folder.Write("x.npy", NpyBytes.Of<byte>("|u1", "(2, 1)", [1, 2]));
        System.Buffers.MemoryHandle pin = Pin(path);
        Collect();
        Assert.True(IsMapped(path));
        Assert.Equal(2, Second(pin));
        pin.Dispose();
        Collect();
        Assert.False(IsMapped(path));

        static unsafe byte Second(System.Buffers.MemoryHandle pin) => ((byte*)pin.Pointer)[1];

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static System.Buffers.MemoryHandle Pin(string path)
        {
            using DataSet data = new(NpyFile.MapMatrix(path, leastBytes: 0), new(new double[2], new("0", "1"), false));
            return data.Features.Bytes.Pin();
        }
    }

    [Fact]
    public void Disposing_it_under_other_threads_ends_them_with_an_error_and_not_the_process()
    {
        string path = _folder.Write("x.npy", NpyBytes.Of("|u1", $"({Count}, {Features})", new byte[Count * Features]));
        LogisticRegression model = new(Parameters.Zero(Features));
        for (int round = 0; round < 20; round++)
        {
            FeatureMatrix matrix = NpyFile.MapMatrix(path, leastBytes: 0);
            Parallel.For(0, 4, thread =>
            {
                try
                {
                    for (int i = 0; i < 5; i++)
                    {
                        Assert.Equal(0.5, matrix.PredictProbability(model, Stop)[^1]);
                        if (thread == 0)
                        {
                            matrix.Dispose();
                        }
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            });
        }
    }

    private static bool IsMapped(string path) => File.ReadAllText("/proc/self/maps").Contains(path, StringComparison.Ordinal);

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static double[] Weights() => [.. Enumerable.Range(0, Features).Select(j => Math.Sin(j))];

    private static long[] Bits(ReadOnlyMemory2D<double> values) =>
        [.. values.ToArray().Cast<double>().Select(BitConverter.DoubleToInt64Bits)];

    private static (LogisticGradientResult Cost, string Gradient) Step(IObjective objective)
    {
        double[] gradient = new double[Features];
        LogisticGradientResult cost = objective.Evaluate(Weights(), -0.25, gradient);
        return (cost, string.Join(' ', gradient.Select(BitConverter.DoubleToInt64Bits)));
    }

    /// <summary>A file of zero bytes that takes no room on the disk, but for a 255 at each offset.</summary>
    private string Sparse(string shape, long length, long[] offsets, bool fortran = false)
    {
        byte[] header = NpyBytes.Of<byte>("|u1", shape, [], fortran);
        string path = _folder.Write(fortran ? "fortran.npy" : "sparse.npy", header);
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(header.Length + length);
        foreach (long offset in offsets)
        {
            file.Position = header.Length + offset;
            file.WriteByte(255);
        }

        return path;
    }
}
