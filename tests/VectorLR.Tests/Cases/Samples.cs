using System.Numerics;

namespace VectorLR.Tests;

/// <summary>Deterministic values: the same on every machine and in every run.</summary>
internal static class Samples
{
    /// <summary>Lengths around every register boundary, and a few long ones.</summary>
    public static IEnumerable<int> Lengths => [.. Enumerable.Range(0, 131), 255, 256, 257, 1023, 1025];

    /// <summary>Lengths on both sides of one register and of Dot's four, for loops that have another dimension.</summary>
    public static int[] FewLengths => [1, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 130];

    /// <summary>Every shape of 0..9 examples x 0..67 features.</summary>
    public static IEnumerable<(int Count, int Features)> Shapes =>
        from count in Enumerable.Range(0, 10)
        from features in Enumerable.Range(0, 68)
        select (count, features);

    /// <summary>Shapes that cross the kernels' tiles of 1024 or 2048 rows or of 32 KiB, and pieces of 512 to 4096 columns.</summary>
    public static (int Count, int Features)[] LargeShapes =>
        [(511, 3), (512, 5), (513, 17), (1030, 9), (2049, 2), (4101, 1), (9, 1030), (2, 2051), (37, 513), (6, 4111), (5, 17001)];

    /// <summary>Numbers of either sign in sixteen binades around 1, so that the order of a sum shows in its bits.</summary>
    public static T[] Wide<T>(int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Make<T>(length, seed, static bits =>
        {
            double significand = 1 + ((bits >> 12) * (1.0 / (1L << 52)));
            return Math.ScaleB((bits & 1) == 0 ? significand : -significand, (int)((bits >> 1) & 15) - 8);
        });

    /// <summary>Numbers in [-scale, scale).</summary>
    public static T[] Uniform<T>(int length, int seed, double scale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Make<T>(length, seed, bits => (((bits >> 11) * (1.0 / (1L << 52))) - 1) * scale);

    /// <summary>Labels: half of them 0 or 1, the others between.</summary>
    public static T[] Labels<T>(int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Make<T>(length, seed, static bits => (bits & 3) switch
        {
            0 => 0,
            1 => 1,
            _ => (bits >> 40) * (1.0 / (1 << 24)),
        });

    /// <summary>What a matrix holds: wide numbers, or every byte.</summary>
    public static TX[] Stored<TX>(int length, int seed)
        where TX : unmanaged
    {
        if (typeof(TX) == typeof(byte))
        {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++)
            {
                bytes[i] = (byte)Mix(((ulong)seed << 32) + (ulong)i);
            }

            return (TX[])(object)bytes;
        }

        return typeof(TX) == typeof(float) ? (TX[])(object)Wide<float>(length, seed) : (TX[])(object)Wide<double>(length, seed);
    }

    /// <summary>Every value as a double, exactly.</summary>
    public static double[] ToDoubles<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            doubles[i] = double.CreateChecked(values[i]);
        }

        return doubles;
    }

    /// <summary>SplitMix64's output function (Steele, Lea, Flood 2014).</summary>
    public static ulong Mix(ulong state)
    {
        state = (state + 1) * 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }

    private static T[] Make<T>(int length, int seed, Func<ulong, double> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = T.CreateTruncating(value(Mix(((ulong)seed << 32) + (ulong)i)));
        }

        return values;
    }
}
