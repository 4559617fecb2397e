using System.Numerics;
using System.Runtime.InteropServices;

namespace VectorLR.Data;

/// <summary>Reads .npy data from a seekable stream: a file or an embedded resource.</summary>
internal static class NpyReader
{
    // 2^53: from here on a double cannot represent every integer, so two labels could become equal.
    private const long FirstInexact = 1L << 53;

    private const string Types = "u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1";

    // In elements: large enough to amortise a read call, small enough to convert from cache.
    private const int Chunk = 1 << 14;

    private const string AFiniteNumber = "a finite number";
    private const string Boolean = "a boolean, 0 or 1";

    private delegate int FirstBad<T>(ReadOnlySpan<T> values);

    public static FeatureMatrix Matrix(Stream stream, string source) => Matrix(stream, source, onlyFinite: true);

    /// <summary>Reads a matrix. With <paramref name="onlyFinite"/>, a NaN or infinity is refused.</summary>
    public static FeatureMatrix Matrix(Stream stream, string source, bool onlyFinite)
    {
        (NpyHeader header, int count, int features, Layout layout) = MatrixHeader(stream, source);
        string Location(int offset) => FeatureMatrix.Location(offset, count, features, layout);
        string type = Type(header, source);
        int length = ArrayLength(stream, header, type, source);
        return type switch
        {
            "u1" => new FeatureMatrix(Values<byte>(stream, length), count, features, layout),
            "b1" => new FeatureMatrix(Booleans(Values<byte>(stream, length), source, Location), count, features, layout),
            "f4" => new FeatureMatrix(Finite(Values<float>(stream, length), source, Location, onlyFinite), count, features, layout),
            _ => new FeatureMatrix(Doubles(stream, type, length, source, Location, onlyFinite), count, features, layout),
        };
    }

    /// <summary>Maps a matrix. Returns null when the file is too small to benefit, or its type must be converted.</summary>
    public static FeatureMatrix? Mapped(FileStream file, string source, long leastBytes, bool onlyFinite = true)
    {
        (NpyHeader header, int count, int features, Layout layout) = MatrixHeader(file, source);
        string type = Type(header, source);
        long values = Length(file, header, type, source);
        long bytes = file.Length - file.Position;
        if (type is not ("u1" or "b1" or "f4" or "f8") || bytes < Math.Max(1, leastBytes) || file.Position % (type[1] - '0') != 0)
        {
            return null;
        }

        if (layout == Layout.FeatureRows && values > int.MaxValue)
        {
            throw new DataException(
                $"{source}: fortran_order: found True with {values} values, expected at most {int.MaxValue} in Fortran order: "
                + "save numpy.ascontiguousarray(array)");
        }

        long offset = file.Position;
        MappedFile map = new(file, source);
        return type switch
        {
            "u1" => new FeatureMatrix(
                new MappedMatrix<byte>(map, offset, count, features, layout), ElementType.Byte, count, features, layout),
            "b1" => Checked<byte>(
                new(map, offset, count, features, layout), ElementType.Byte, FirstNotBoolean, source, Boolean),
            "f4" => Checked<float>(
                new(map, offset, count, features, layout), ElementType.Single, onlyFinite ? FirstNotFinite : Any, source, AFiniteNumber),
            _ => Checked<double>(
                new(map, offset, count, features, layout), ElementType.Double, onlyFinite ? FirstNotFinite : Any, source, AFiniteNumber),
        };
    }

    public static double[] Labels(Stream stream, string source)
    {
        NpyHeader header = NpyHeader.Read(stream, source);
        if (header.Shape is not ([_] or [_, 1] or [1, _]))
        {
            throw new DataException(
                $"{source}: shape: found {header.ShapeText}, expected one label per example: (m,), (m, 1) or (1, m)");
        }

        static string Location(int offset) => $"[{offset}]";
        string type = Type(header, source);
        double[] labels = Doubles(stream, type, ArrayLength(stream, header, type, source), source, Location);
        if (type is "u8" or "i8")
        {
            int inexact = Array.FindIndex(labels, label => Math.Abs(label) >= FirstInexact);
            if (inexact >= 0)
            {
                throw new DataException(
                    $"{source}: {Location(inexact)}: found about {MessageFormat.Number(labels[inexact])}, "
                    + "expected a label of magnitude below 2^53");
            }
        }

        return labels;
    }

    private static (NpyHeader Header, int Count, int Features, Layout Layout) MatrixHeader(Stream stream, string source)
    {
        NpyHeader header = NpyHeader.Read(stream, source);
        return header.Shape is [<= int.MaxValue, <= int.MaxValue]
            ? (header, (int)header.Shape[0], (int)header.Shape[1], header.FortranOrder ? Layout.FeatureRows : Layout.ExampleRows)
            : throw new DataException(
                $"{source}: shape: found {header.ShapeText}, expected two dimensions (examples, features) of at most {int.MaxValue} each");
    }

    /// <summary>The dtype without its byte order.</summary>
    private static string Type(NpyHeader header, string source)
    {
        string descr = header.Descr;
        string type = descr is ['<' or '|' or '=' or '>', ..] ? descr[1..] : descr;
        if (type is not ("u1" or "u2" or "u4" or "u8" or "i1" or "i2" or "i4" or "i8" or "f4" or "f8" or "b1"))
        {
            throw new DataException($"{source}: dtype: found {MessageFormat.Quote(descr)}, expected {Types}");
        }

        return descr[0] == '>' && type[1] != '1'
            ? throw new DataException(
                $"{source}: dtype: found {MessageFormat.Quote(descr)} (big-endian), expected little-endian: save array.astype('<{type}')")
            : type;
    }

    /// <summary>Returns the number of elements. The file holds exactly that many, and an array can hold them.</summary>
    private static int ArrayLength(Stream stream, NpyHeader header, string type, string source)
    {
        Int128 length = Product(header);
        return length <= Array.MaxLength ? (int)Length(stream, header, type, source) : throw new DataException(
            $"{source}: shape: found {header.ShapeText}, {length} values, expected at most {Array.MaxLength}");
    }

    /// <summary>Returns the number of elements. The file holds exactly that many.</summary>
    private static long Length(Stream stream, NpyHeader header, string type, string source)
    {
        Int128 length = Product(header);
        Int128 expected = length * (type[1] - '0');
        long found = stream.Length - stream.Position;
        return found == expected ? (long)length : throw new DataException(
            $"{source}: byte {stream.Position}: found {found} bytes of data, "
            + $"expected {expected} for shape {header.ShapeText} of {header.Descr}");
    }

    private static Int128 Product(NpyHeader header)
    {
        Int128 length = 1;
        foreach (long dimension in header.Shape)
        {
            length *= dimension;
        }

        return length;
    }

    private static double[] Doubles(
        Stream stream, string type, int length, string source, Func<int, string> location, bool onlyFinite = true) => type switch
        {
            "f8" => Finite(Values<double>(stream, length), source, location, onlyFinite),
            "f4" => Finite(Converted<float>(stream, length), source, location, onlyFinite),
            "b1" => Array.ConvertAll(Booleans(Values<byte>(stream, length), source, location), value => (double)value),
            "u1" => Converted<byte>(stream, length),
            "u2" => Converted<ushort>(stream, length),
            "u4" => Converted<uint>(stream, length),
            "u8" => Converted<ulong>(stream, length),
            "i1" => Converted<sbyte>(stream, length),
            "i2" => Converted<short>(stream, length),
            "i4" => Converted<int>(stream, length),
            _ => Converted<long>(stream, length),
        };

    private static T[] Values<T>(Stream stream, int length)
        where T : unmanaged
    {
        T[] values = GC.AllocateUninitializedArray<T>(length);
        for (Span<T> rest = values; !rest.IsEmpty; rest = rest[Math.Min(Chunk, rest.Length)..])
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(rest[..Math.Min(Chunk, rest.Length)]));
        }

        return values;
    }

    private static double[] Converted<T>(Stream stream, int length)
        where T : unmanaged, INumberBase<T>
    {
        double[] values = GC.AllocateUninitializedArray<double>(length);
        T[] stored = new T[Math.Min(Chunk, length)];
        for (Span<double> rest = values; !rest.IsEmpty;)
        {
            Span<T> chunk = stored.AsSpan(0, Math.Min(stored.Length, rest.Length));
            stream.ReadExactly(MemoryMarshal.AsBytes(chunk));
            for (int i = 0; i < chunk.Length; i++)
            {
                rest[i] = double.CreateTruncating(chunk[i]);
            }

            rest = rest[chunk.Length..];
        }

        return values;
    }

    private static T[] Finite<T>(T[] values, string source, Func<int, string> location, bool onlyFinite)
        where T : INumberBase<T>
    {
        int bad = onlyFinite ? FirstNotFinite<T>(values) : -1;
        return bad < 0 ? values : throw new DataException(
            $"{source}: {location(bad)}: found {MessageFormat.Number(double.CreateTruncating(values[bad]))}, expected {AFiniteNumber}");
    }

    private static byte[] Booleans(byte[] values, string source, Func<int, string> location)
    {
        int bad = FirstNotBoolean(values);
        return bad < 0 ? values : throw new DataException($"{source}: {location(bad)}: found the byte {values[bad]}, expected {Boolean}");
    }

    private static int FirstNotBoolean(ReadOnlySpan<byte> values) => values.IndexOfAnyExcept((byte)0, (byte)1);

    private static int Any<T>(ReadOnlySpan<T> values) => -1;

    private static int FirstNotFinite<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Checks the values of a mapped matrix. <paramref name="firstBad"/> returns the index of a bad value, or -1.</summary>
    private static FeatureMatrix Checked<T>(
        MappedMatrix<T> matrix, ElementType type, FirstBad<T> firstBad, string source, string expected)
        where T : unmanaged, INumberBase<T>
    {
        Pieces.ForEach(matrix.Count, matrix.Features, (start, count) =>
        {
            Examples<T> examples = matrix.Slice(start, count);
            (int rows, int columns) = matrix.Layout == Layout.ExampleRows ? (count, matrix.Features) : (matrix.Features, count);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<T> values = examples.Values.Slice(row * examples.Stride, columns);
                int column = firstBad(values);
                if (column >= 0)
                {
                    (int example, int feature) = matrix.Layout == Layout.ExampleRows ? (start + row, column) : (start + column, row);
                    throw new DataException(
                        $"{source}: [{example}, {feature}]: found {(type == ElementType.Byte ? "the byte " : "")}"
                        + $"{MessageFormat.Number(double.CreateTruncating(values[column]))}, expected {expected}");
                }
            }
        });
        return new FeatureMatrix(matrix, type, matrix.Count, matrix.Features, matrix.Layout);
    }
}
