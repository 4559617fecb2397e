using System.Numerics;

namespace VectorLR.Cli.Verification;

/// <summary>The inputs of the suite, by length and seed.</summary>
internal static class TestVectors
{
    /// <summary>Returns numbers of either sign in binades around 1, so that the bits of a sum depend on its order.
    /// <paramref name="binades"/> is a power of two.</summary>
    public static T[] Wide<T>(int length, ulong seed, uint binades = 16)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Make(length, seed, bits =>
        {
            ulong exponent = 1023 - (binades / 2) + ((bits >> 1) & (binades - 1));
            return T.CreateTruncating(BitConverter.UInt64BitsToDouble((bits << 63) | (exponent << 52) | (bits >> 12)));
        });

    /// <summary>Returns numbers in [-bound, bound).</summary>
    public static T[] Uniform<T>(int length, ulong seed, double bound)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Make(length, seed, bits => T.CreateTruncating((((bits >> 11) * (1.0 / (1L << 52))) - 1) * bound));

    /// <summary>Returns random bit patterns: every exponent, subnormals, infinities and NaN.</summary>
    public static T[] Patterns<T>(int length, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Make(length, seed, static bits => typeof(T) == typeof(float)
            ? (T)(object)BitConverter.UInt32BitsToSingle((uint)(bits >> 32))
            : (T)(object)BitConverter.UInt64BitsToDouble(bits));

    /// <summary>Returns labels: half of them are 0 or 1, the others are between.</summary>
    public static T[] Labels<T>(int length, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Make(length, seed, static bits => T.CreateTruncating((bits & 3) switch
        {
            0 => 0,
            1 => 1,
            _ => (bits >> 40) * (1.0 / (1 << 24)),
        }));

    /// <summary>Returns the values of a matrix: wide numbers, or random bytes.</summary>
    public static TX[] Stored<TX>(int length, ulong seed)
        where TX : unmanaged =>
        typeof(TX) == typeof(byte) ? (TX[])(object)Make(length, seed, static bits => (byte)bits)
        : typeof(TX) == typeof(float) ? (TX[])(object)Wide<float>(length, seed)
        : (TX[])(object)Wide<double>(length, seed);

    /// <summary>Returns the limits of the format and of its subnormals, in both signs, and NaN.</summary>
    public static T[] Special<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T minNormal = typeof(T) == typeof(float) ? (T)(object)1.17549435e-38f : (T)(object)2.2250738585072014e-308;
        T max = T.BitDecrement(T.PositiveInfinity);
        return WithNegatives([T.Zero, T.Epsilon, T.BitDecrement(minNormal), minNormal, T.One, max, T.PositiveInfinity, T.NaN]);
    }

    /// <summary>Returns the points where e^x and related functions switch formula, overflow, or become subnormal or 0, in either
    /// precision, and their neighbours.</summary>
    public static T[] Edges<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] edges =
        [
            1e-8, 0.25, 0.29289321881345248, 0.34657359027997264, 0.41421356237309503, 0.5, 0.69314718055994529, 1, 16.635532, 17.328679,
            36.043653389117154, 36.7368005696771, 87.33, 87.336548, 88.029692, 88.722839, 103.27893, 103.972084, 104, 708.3,
            708.39641853226408, 709.08956571282405, 709.78271289338397, 744.4400719213812, 745.13321910194111, 746,
        ];
        IEnumerable<T> rounded = edges.Select(T.CreateTruncating);
        return WithNegatives([.. rounded.SelectMany<T, T>(edge => [T.BitDecrement(edge), edge, T.BitIncrement(edge)])]);
    }

    private static T[] WithNegatives<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. values, .. values.Select(value => -value)];

    private static TValue[] Make<TValue>(int length, ulong seed, Func<ulong, TValue> value)
    {
        SplitMix64 generator = new(seed);
        TValue[] values = new TValue[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = value(generator.Next());
        }

        return values;
    }
}
