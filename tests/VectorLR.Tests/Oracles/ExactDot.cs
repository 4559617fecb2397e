using System.Numerics;

namespace VectorLR.Tests;

/// <summary>A dot product of doubles without any rounding, as an integer multiple of 2^-2148, the smallest product there is.</summary>
internal readonly struct ExactDot
{
    private const int Scale = 2 * 1074;

    private readonly BigInteger _sum;
    private readonly BigInteger _magnitude;

    private ExactDot(BigInteger sum, BigInteger magnitude)
    {
        _sum = sum;
        _magnitude = magnitude;
    }

    /// <summary>The sum, within a unit in the last place.</summary>
    public double Value => ToDouble(_sum);

    /// <summary>sum |x_i y_i|.</summary>
    public double Magnitude => ToDouble(_magnitude);

    /// <summary>2 sum |x_i y_i| / |sum x_i y_i|: how much a relative change of the data is magnified in the sum.</summary>
    public double Condition => 2 * Magnitude / Math.Abs(Value);

    public static ExactDot Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ExactDot result = default;
        for (int i = 0; i < x.Length; i++)
        {
            result = result.Plus(x[i], y[i]);
        }

        return result;
    }

    public ExactDot Plus(double x, double y)
    {
        BigInteger product = ToInteger(x) * ToInteger(y);
        return new(_sum + product, _magnitude + BigInteger.Abs(product));
    }

    /// <summary>|got - sum|, for a finite number, exact before it is made a double.</summary>
    public double ErrorOf(double got) => ToDouble(BigInteger.Abs((ToInteger(got) << 1074) - _sum));

    /// <summary>value * 2^1074.</summary>
    private static BigInteger ToInteger(double value)
    {
        if (value == 0)
        {
            return BigInteger.Zero;
        }

        // From 2^-1074 on the significand, scaled to 53 bits, is an integer with no further shift to the right.
        int exponent = Math.Max(Math.ILogB(value), -1022) - 52;
        return (BigInteger)Math.ScaleB(value, -exponent) << (exponent + 1074);
    }

    private static double ToDouble(BigInteger value)
    {
        // The shift and the conversion cut off: together at most a unit in the double's last place.
        int shift = Math.Max(0, (int)BigInteger.Abs(value).GetBitLength() - 64);
        return Math.ScaleB((double)(value >> shift), shift - Scale);
    }
}
