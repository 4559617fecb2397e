using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR.Tests;

/// <summary>Error bounds and distances in the terms of Higham, "Accuracy and Stability of Numerical Algorithms".</summary>
internal static class Bound
{
    // Bounds are themselves summed in double, from at most 2^13 positive terms one after the other, or 2^19 in Dot's
    // longest: off by less than 2^-33 of themselves.
    private const double Evaluation = 1 + (1.0 / (1L << 33));

    /// <summary>u: 2^-24 for float, 2^-53 for double.</summary>
    public static double UnitRoundoff<T>() => typeof(T) == typeof(float) ? 1.0 / (1 << 24) : 1.0 / (1L << 53);

    /// <summary>The smallest positive number.</summary>
    public static double Smallest<T>() => typeof(T) == typeof(float) ? float.Epsilon : double.Epsilon;

    /// <summary>k u / (1 - k u): what k roundings, one after the other, can do relative to a value.</summary>
    public static double Gamma<T>(double k) => k * UnitRoundoff<T>() / (1 - (k * UnitRoundoff<T>())) * Evaluation;

    /// <summary>gamma(k) in double whatever the elements are, for sums that are kept in double.</summary>
    public static double GammaOfDouble(double k) => Gamma<double>(k);

    /// <summary>|got - expected| in units of the last place that T has at the expected value; infinite where got is not finite.</summary>
    /// <remarks>Beyond the format's last binade the infinity of the same sign is right, and nothing else is.</remarks>
    public static double Ulps<T>(Real expected, T got)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int precision, int smallest, int end) = typeof(T) == typeof(float) ? (24, -149, 128) : (53, -1074, 1024);
        if (!expected.IsZero && expected.Exponent >= end)
        {
            return T.IsInfinity(got) && T.IsNegative(got) == expected.IsNegative ? 0 : double.PositiveInfinity;
        }

        if (!T.IsFinite(got))
        {
            return double.PositiveInfinity;
        }

        int unit = expected.IsZero ? smallest : Math.Max(expected.Exponent - precision + 1, smallest);
        return Math.Abs((new Real(double.CreateChecked(got)) - expected).ToDoubleDouble(-unit).High);
    }

    /// <summary>n divided by the elements of a register.</summary>
    public static double Registers<T>(int n)
        where T : unmanaged => n * Unsafe.SizeOf<T>() / 64.0;
}
