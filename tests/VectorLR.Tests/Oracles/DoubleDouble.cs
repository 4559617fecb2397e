namespace VectorLR.Tests;

/// <summary>An unevaluated sum of two doubles, High + Low with |Low| at most half a unit in High's last place.</summary>
/// <remarks>
/// Joldes, Muller, Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic" (2017),
/// with u = 2^-53: sums are within 3 u^2 + 13 u^3, products within 5 u^2, quotients within 9.8 u^2, relative.
/// </remarks>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static readonly DoubleDouble Zero = new(0, 0);

    public static readonly DoubleDouble One = new(1, 0);

    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    /// <summary>AccurateDWPlusDW (algorithm 6).</summary>
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble high = TwoSum(a.High, b.High);
        DoubleDouble low = TwoSum(a.Low, b.Low);
        DoubleDouble sum = FastTwoSum(high.High, high.Low + low.High);
        return FastTwoSum(sum.High, low.Low + sum.Low);
    }

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    /// <summary>DWTimesDW3 (algorithm 12).</summary>
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble product = TwoProduct(a.High, b.High);
        double cross = Math.FusedMultiplyAdd(a.High, b.Low, a.Low * b.Low);
        return FastTwoSum(product.High, product.Low + Math.FusedMultiplyAdd(a.Low, b.High, cross));
    }

    /// <summary>DWDivDW3 (algorithm 18): the quotient by Newton's iteration on the reciprocal.</summary>
    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double reciprocal = 1 / b.High;
        double high = Math.FusedMultiplyAdd(-b.High, reciprocal, 1);
        DoubleDouble error = TwoSum(high, -(b.Low * reciprocal));
        DoubleDouble refined = (error * reciprocal) + reciprocal;
        return a * refined;
    }

    /// <summary>a + b exactly (Knuth).</summary>
    public static DoubleDouble TwoSum(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        return new(sum, a - (sum - part) + (b - part));
    }

    /// <summary>a * b exactly, barring underflow.</summary>
    public static DoubleDouble TwoProduct(double a, double b)
    {
        double product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>The value rounded to one double.</summary>
    public double ToDouble() => High + Low;

    /// <summary>a + b exactly, for |a| at least |b| or a zero (Dekker).</summary>
    private static DoubleDouble FastTwoSum(double a, double b)
    {
        double sum = a + b;
        return new(sum, b - (sum - a));
    }
}
