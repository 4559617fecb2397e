using System.Numerics;

namespace VectorLR.Tests;

/// <summary>Deterministic sets of arguments for the functions of one variable.</summary>
internal static class Sweep
{
    /// <summary>Points where a formula changes, in three paragraphs.</summary>
    /// <remarks>
    /// First: where sigmoid has its largest errors, from one-off searches over all floats and 5.5 million doubles.
    /// Second: logits where results become subnormal, round to 0 or 1, or the reduction steps to the next n.
    /// Third, for log1p: where log1p(x) rounds to x, where 1 + x changes its exponent, and where 1 + x rounds to x.
    /// </remarks>
    private static double[] HardPlaces =>
    [
        15.634235f, 4.525445f, 252.6574350755197, 8.6724010550646, 3.8124041901984818, 25.313540611689444, 0.4338595467551032, 1.2672979f,

        0, 1e-30, 1e-7, 1e-3, 0.34657359, 0.5493, 0.69314718, 1.03972077, 1.0986, 1.7328679, 2.42601513, 8.3, 16.635532, 17.328679,
        36.04, 36.7368, 37.4299, 87.3365, 88.0297, 88.7228, 89, 97, 102.6, 103.2789, 103.972, 104, 104.1, 708.3964, 709.0896, 709.7827,
        744.4400719, 745.1332, 745.5, 746, 747,

        2.9802322e-8, 5.5511151231257827e-17, 1.1102230246251565e-16, 0.29289323, 0.29289321881345248, 0.41421354,
        0.41421356237309515, 0.5, 0.5857864, 0.64644661, 0.99999, 1, 1.8284271, 3, 16777215, 16777216, 1e10, 4503599627370496,
        9007199254740991, 18014398509481984, 1e30,
    ];

    /// <summary>
    /// Every <paramref name="stride"/>-th bit pattern of all finite floats, the neighbours of every hard place, 100,000 evenly spaced in
    /// [-20, 20], 30,000 in [-3, 3], and each step of the reduction.
    /// </summary>
    public static float[] Floats(uint stride)
    {
        List<float> values = [];
        for (ulong bits = 0; bits <= uint.MaxValue; bits += stride)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)bits);
            if (float.IsFinite(value))
            {
                values.Add(value);
            }
        }

        values.AddRange(Neighbours<float>(400));
        values.AddRange(ReductionSteps<float>(7));
        values.AddRange(Samples.Uniform<float>(30_000, 3, 3));
        values.AddRange(Enumerable.Range(0, 100_000).Select(i => ((i * 40f) / 99_999f) - 20f));
        return [.. values];
    }

    /// <summary>
    /// 70,000 evenly spaced bit patterns with exponents from -60 to 9, uniform values in [-746, 746], [-20, 20] and [-3, 3] and around
    /// 36.75 and -727, the neighbours of every hard place, and each step of the reduction.
    /// </summary>
    public static double[] Doubles()
    {
        List<double> values = [];
        long first = BitConverter.DoubleToInt64Bits(Math.ScaleB(1, -60));
        long last = BitConverter.DoubleToInt64Bits(Math.ScaleB(1, 10));
        const int PerSign = 35_000;
        for (int i = 0; i < PerSign; i++)
        {
            double value = BitConverter.Int64BitsToDouble(first + ((last - first) / PerSign * i) + (long)(Samples.Mix((ulong)i) >> 20));
            values.Add(value);
            values.Add(-value);
        }

        values.AddRange(Samples.Uniform<double>(10_000, 1, 746));
        values.AddRange(Samples.Uniform<double>(20_000, 2, 20));
        values.AddRange(Samples.Uniform<double>(30_000, 3, 3));
        values.AddRange(Samples.Uniform<double>(10_000, 4, 1).Select(value => 36.75 + value));
        values.AddRange(Samples.Uniform<double>(10_000, 5, 20).Select(value => value - 727));
        values.AddRange(Neighbours<double>(100));
        values.AddRange(ReductionSteps<double>(7));
        return [.. values];
    }

    /// <summary>Consecutive numbers around each hard place, of either sign.</summary>
    public static IEnumerable<T> Neighbours<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (double place in HardPlaces)
        {
            foreach (T value in Window(T.CreateTruncating(place), count))
            {
                yield return value;
                yield return -value;
            }
        }
    }

    /// <summary>Consecutive numbers of either sign around each half-integer multiple of ln 2, where the reduction changes n.</summary>
    public static IEnumerable<T> ReductionSteps<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int last = typeof(T) == typeof(float) ? 151 : 1077;
        for (int n = 0; n <= last; n++)
        {
            foreach (T value in Window(T.CreateTruncating((n + 0.5) * 0.69314718055994531), count))
            {
                yield return value;
                yield return -value;
            }
        }
    }

    /// <summary>Consecutive numbers around a centre, in increasing order.</summary>
    public static IEnumerable<T> Window<T>(T centre, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < count / 2; i++)
        {
            centre = T.BitDecrement(centre);
        }

        for (int i = 0; i < count; i++, centre = T.BitIncrement(centre))
        {
            yield return centre;
        }
    }
}
