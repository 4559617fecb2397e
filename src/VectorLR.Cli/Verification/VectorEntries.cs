using System.Numerics;
using CommunityToolkit.HighPerformance;

namespace VectorLR.Cli.Verification;

/// <summary>The entries of the suite for the operations on vectors and matrices of one precision.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class VectorEntries<T>(string type, VectorOperations<T> operations)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Every length up to two main-loop steps of Dot in float, and lengths around larger powers of two.</summary>
    private static readonly int[] s_lengths = [.. Enumerable.Range(0, 131), 255, 256, 257, 511, 513, 1023, 1025];

    /// <summary>Vectors of 1 MiB or more (131072 doubles, 262144 floats) are read as two halves. These lengths leave remainders.</summary>
    private static readonly int[] s_longLengths = [4099, 65537, 131073, 262143, 262145, 262256];

    private static readonly (int Rows, int Columns)[] s_shapes =
        [(1, 0), (1, 1), (2, 7), (3, 8), (4, 9), (5, 15), (6, 16), (7, 17), (8, 31), (9, 33), (4, 63), (5, 64), (6, 130), (3, 1025)];

    public IEnumerable<VerificationEntry> All() =>
    [
        .. operations.Dots.SelectMany(dot => (VerificationEntry[])
        [
            Of(dot.Name, "lengths", hash => DotsOfLengths(dot.Run, s_lengths, hash)),
            Of(dot.Name, "long", hash => DotsOfLengths(dot.Run, s_longLengths, hash)),
            Of(dot.Name, "cancelling", hash => CancellingDots(dot.Run, hash)),
            Of(dot.Name, "special", hash => SpecialDots(dot.Run, hash)),
        ]),
        Of(operations.MatrixVector.Name, "shapes", hash => MatrixVectors(operations.MatrixVector.Run, hash)),
        .. operations.Means.SelectMany(mean => (VerificationEntry[])
        [
            Of(mean.Name, "lengths", hash => MeansOfLengths(mean.Run, hash)),
            Of(mean.Name, "special", hash => SpecialMeans(mean.Run, hash)),
        ]),
        .. operations.Maps.SelectMany(map => (VerificationEntry[])
        [
            Of(map.Name, "lengths", hash => MapsOfLengths(map.Run, hash)),
            Of(map.Name, "values", hash => MapsOfValues(map.Run, hash)),
            Of(map.Name, "special", hash => SpecialMaps(map.Run, hash)),
        ]),
        .. operations.PairMaps.Select(map => Of(map.Name, "lengths", hash => PairMaps(map.Run, hash))),
        .. operations.Broadcasts.Select(map => Of(map.Name, "shapes", hash => Broadcasts(map.Run, hash))),
    ];

    private VerificationEntry Of(string name, string inputs, Action<ResultHash> run) =>
        VerificationEntry.Of($"{name}/{type}/{inputs}", run);

    private static void DotsOfLengths(Reduction<T> dot, int[] lengths, ResultHash hash)
    {
        T[] x = TestVectors.Wide<T>(lengths.Max() + 16, 1);
        T[] y = TestVectors.Wide<T>(lengths.Max() + 16, 2);
        foreach (int length in lengths)
        {
            hash.Add(dot(x.AsSpan(length % 13, length), y.AsSpan(length % 7, length)));
        }
    }

    /// <summary>Hashes dot products whose exact value is 0, so that the results are rounding errors only.</summary>
    private static void CancellingDots(Reduction<T> dot, ResultHash hash)
    {
        foreach (int half in s_lengths)
        {
            T[] x = TestVectors.Wide<T>(half, 30);
            T[] y = TestVectors.Wide<T>(half, 31);
            hash.Add(dot([.. x, .. Enumerable.Reverse(x).Select(value => -value)], [.. y, .. Enumerable.Reverse(y)]));
        }
    }

    private static void SpecialDots(Reduction<T> dot, ResultHash hash)
    {
        T[] special = TestVectors.Special<T>();
        T[] y = TestVectors.Wide<T>(67, 3);
        foreach (T value in special)
        {
            T[] x = TestVectors.Wide<T>(67, 4);
            for (int i = 0; i < x.Length; i++)
            {
                (T kept, x[i]) = (x[i], value);
                hash.Add(dot(x, y));
                hash.Add(dot(y, x));
                x[i] = kept;
            }

            // The same product in every lane, for all pairs: infinity times 0, overflow, underflow to subnormals and to 0.
            Array.Fill(x, value);
            foreach (T other in special)
            {
                hash.Add(dot(x, Filled(67, other)));
                hash.Add(dot([value], [other]));
            }
        }
    }

    private static void MeansOfLengths(Reduction<T> mean, ResultHash hash)
    {
        T[] ordinary = TestVectors.Uniform<T>(1100, 5, bound: 30);

        // With this many binades the bits of a sum of floats in double depend on its order.
        T[] wide = TestVectors.Wide<T>(1100, 28, binades: 64);
        T[] labels = TestVectors.Labels<T>(1100, 6);
        foreach (int length in s_lengths.Where(length => length > 0))
        {
            hash.Add(mean(ordinary.AsSpan(length % 13, length), labels.AsSpan(length % 7, length)));
            hash.Add(mean(wide.AsSpan(length % 13, length), labels.AsSpan(length % 7, length)));
        }
    }

    private static void SpecialMeans(Reduction<T> mean, ResultHash hash)
    {
        T[] labels = TestVectors.Labels<T>(35, 7);
        foreach (T value in (T[])[.. TestVectors.Special<T>(), .. TestVectors.Edges<T>(), .. TestVectors.Patterns<T>(100, 8)])
        {
            foreach (double label in (double[])[0, 0.25, 1])
            {
                hash.Add(mean([value], [T.CreateTruncating(label)]));
            }
        }

        T[] x = TestVectors.Uniform<T>(35, 9, bound: 30);
        foreach (T value in TestVectors.Special<T>())
        {
            for (int i = 0; i < x.Length; i++)
            {
                (T kept, x[i]) = (x[i], value);
                hash.Add(mean(x, labels));
                x[i] = kept;
            }
        }
    }

    private static void MapsOfLengths(Map<T> map, ResultHash hash)
    {
        T[] x = TestVectors.Uniform<T>(1100, 10, bound: 40);
        T[] destination = new T[1100];
        foreach (int length in s_lengths)
        {
            // The whole destination is hashed, so that a write out of bounds changes the hash.
            map(x.AsSpan(length % 13, length), destination.AsSpan(length % 7, length));
            hash.Add<T>(destination.AsSpan(0, Math.Min(destination.Length, length + 32)));
        }

        map(x, x);
        hash.Add<T>(x);
    }

    private static void MapsOfValues(Map<T> map, ResultHash hash)
    {
        // Most values are where the last bit of a polynomial coefficient can change a rounding. It does so for few of them.
        AddMap(map, TestVectors.Uniform<T>(16384, 11, bound: 0.35), hash);
        AddMap(map, TestVectors.Uniform<T>(16384, 12, bound: 1), hash);
        AddMap(map, TestVectors.Uniform<T>(4096, 13, bound: 20), hash);
        AddMap(map, TestVectors.Uniform<T>(4096, 14, bound: 110), hash);
        AddMap(map, TestVectors.Uniform<T>(4096, 15, bound: 760), hash);
    }

    private static void SpecialMaps(Map<T> map, ResultHash hash)
    {
        AddMap(map, TestVectors.Patterns<T>(4096, 20), hash);
        T[] special = [.. TestVectors.Special<T>(), .. TestVectors.Edges<T>()];
        for (int shift = 0; shift < 16; shift++)
        {
            AddMap(map, [.. TestVectors.Uniform<T>(shift, 21, bound: 5), .. special], hash);
        }

        // One special value among ordinary values, in each lane.
        foreach (T value in TestVectors.Special<T>())
        {
            T[] x = TestVectors.Uniform<T>(16 * 17, 22, bound: 5);
            for (int i = 0; i < x.Length; i += 17)
            {
                x[i] = value;
            }

            AddMap(map, x, hash);
        }
    }

    private static void PairMaps(PairMap<T> map, ResultHash hash)
    {
        T[] special = TestVectors.Special<T>();
        T[] x = TestVectors.Wide<T>(1100, 23);
        T[] y = TestVectors.Wide<T>(1100, 24);
        T[] destination = new T[1100];
        foreach (int length in s_lengths)
        {
            map(x.AsSpan(length % 13, length), y.AsSpan(length % 7, length), destination.AsSpan(length % 5, length));
            hash.Add<T>(destination.AsSpan(0, Math.Min(destination.Length, length + 32)));
        }

        foreach (T value in special)
        {
            map(Filled(special.Length, value), special, destination.AsSpan(0, special.Length));
            hash.Add<T>(destination.AsSpan(0, special.Length));
        }
    }

    private static void Broadcasts(Broadcast<T> map, ResultHash hash)
    {
        T[] values = [.. TestVectors.Special<T>(), .. TestVectors.Wide<T>(1100, 25)];
        foreach (int width in (int[])[0, 1, 7, 8, 9, 15, 16, 17, 33, 67, 130])
        {
            // All pairs of a full matrix, one row, one column and one element, with gaps between rows.
            (int Height, int Width)[] shapes = [(5, width), (1, width), (5, 1), (1, 1)];
            foreach ((int Height, int Width) left in shapes)
            {
                foreach ((int Height, int Width) right in shapes)
                {
                    int height = Math.Max(left.Height, right.Height);
                    int columns = left.Width == 1 ? right.Width : left.Width;
                    T[] destination = new T[1 + (height * (columns + 3))];
                    map(
                        new ReadOnlySpan2D<T>(values, 0, left.Height, left.Width, pitch: 2),
                        new ReadOnlySpan2D<T>(values, 3, right.Height, right.Width, pitch: 5),
                        new Span2D<T>(destination, 1, height, columns, pitch: 3));
                    hash.Add<T>(destination);
                }
            }
        }

        T[] special = TestVectors.Special<T>();
        T[] table = new T[special.Length * special.Length];
        map(new(special, special.Length, 1), new(special, 1, special.Length), new(table, special.Length, special.Length));
        hash.Add<T>(table);
    }

    private static void MatrixVectors(MatrixVector<T> product, ResultHash hash)
    {
        T[] a = TestVectors.Wide<T>(4096, 26);
        T[] v = TestVectors.Wide<T>(1100, 27);
        foreach ((int rows, int columns) in s_shapes)
        {
            T[] u = new T[rows + 2];
            product(new ReadOnlySpan2D<T>(a, 1, rows, columns, pitch: 3), v.AsSpan(columns % 7, columns), u.AsSpan(1, rows));
            hash.Add<T>(u);
        }

        // One special row among ordinary rows, whose results must not change.
        foreach (T value in TestVectors.Special<T>())
        {
            T[] u = new T[7];
            a.AsSpan(3 * 35, 35).Fill(value);
            product(new ReadOnlySpan2D<T>(a, 0, 7, 35, pitch: 0), v.AsSpan(0, 35), u);
            hash.Add<T>(u);
        }
    }

    private static void AddMap(Map<T> map, T[] x, ResultHash hash)
    {
        T[] destination = new T[x.Length];
        map(x, destination);
        hash.Add<T>(destination);
    }

    private static T[] Filled(int length, T value)
    {
        T[] values = new T[length];
        Array.Fill(values, value);
        return values;
    }
}
