using System.Globalization;
using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Tests the oracle against constants from tables and against exact integers.</summary>
public sealed class OracleTests
{
    // 45 decimal digits each: e, its square root, and the inverse of its fourth root.
    [Theory]
    [InlineData(1, "2.71828182845904523536028747135266249775724709")]
    [InlineData(0.5, "1.64872127070012814684865078781416357165377610")]
    [InlineData(-0.25, "0.778800783071404868245170266978320647296772290")]
    public void The_exponential_has_a_hundred_bits(double x, string digits) => AssertBits(100, digits, Oracle.Exp(x));

    // ln 2, ln 1.5, ln 1.25.
    [Theory]
    [InlineData(1, "0.693147180559945309417232121458176568075500134")]
    [InlineData(0.5, "0.405465108108164381978013115464349136571990423")]
    [InlineData(0.25, "0.223143551314209755766295090309834503374601085")]
    public void The_logarithm_has_a_hundred_bits(double t, string digits)
    {
        AssertBits(100, digits, Oracle.LogOnePlus(t));
        AssertBits(100, digits, Oracle.LogP1(t));
    }

    // ln 10, ln 4, and ln 4 of its inverse.
    [Theory]
    [InlineData(9, "2.30258509299404568401799145468436420760110148862877")]
    [InlineData(3, "1.38629436111989061883446424291635313615100026872051")]
    [InlineData(-0.75, "1.38629436111989061883446424291635313615100026872051")]
    public void The_logarithm_has_a_hundred_bits_beyond_one(double x, string digits) =>
        AssertBits(100, digits, x < 0 ? -Oracle.LogP1(x) : Oracle.LogP1(x));

    // The Taylor series' two terms and the third, below 2^-101 of the whole, on both sides of where the oracle leaves it.
    [Theory]
    [InlineData(1.5)]
    [InlineData(-1.5)]
    [InlineData(0.75)]
    [InlineData(-0.75)]
    public void The_logarithm_next_to_zero_has_a_hundred_bits(double significand)
    {
        Real x = Math.ScaleB(significand, -50);
        AssertBits(100, x - (x * x * 0.5) + (x * x * x / 3.0), Oracle.LogOnePlus(x));
    }

    [Theory]
    [InlineData(700.25)]
    [InlineData(-3.0e-5)]
    [InlineData(88.125)]
    public void The_exponential_of_a_sum_is_the_product(double x)
    {
        Real whole = Oracle.Exp(x);
        Real half = Oracle.Exp(x / 2);
        AssertBits(95, whole, half * half);
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(0.0009)]
    [InlineData(0.4)]
    [InlineData(0.99)]
    public void The_logarithm_undoes_the_exponential(double t)
    {
        DoubleDouble y = Oracle.LogOnePlus(t).ToDoubleDouble();
        AssertBits(95, 1.0 + new Real(t), Oracle.Exp(y));
    }

    [Theory]
    [InlineData(-0.99)]
    [InlineData(-0.6)]
    [InlineData(-0.29)]
    [InlineData(0.42)]
    [InlineData(1.9)]
    [InlineData(6.5)]
    public void The_logarithm_of_any_number_undoes_the_exponential(double x) =>
        AssertBits(97, 1.0 + new Real(x), Oracle.Exp(Oracle.LogP1(x).ToDoubleDouble()));

    [Theory]
    [InlineData(0.75)]
    [InlineData(-745.5)]
    [InlineData(36.75)]
    public void Sigmoid_of_x_and_of_minus_x_make_one(double x) => AssertBits(99, 1.0, Oracle.Sigmoid(x) + Oracle.Sigmoid(-x));

    [Fact]
    public void Sums_and_products_are_those_of_integers()
    {
        // (2^52 + 1)^2 needs 105 bits; BigInteger knows it exactly.
        double a = 4503599627370497;
        BigInteger square = BigInteger.Pow(4503599627370497, 2);
        DoubleDouble product = DoubleDouble.TwoProduct(a, a);
        Assert.Equal(square, (BigInteger)product.High + (BigInteger)product.Low);

        DoubleDouble sum = product + new DoubleDouble(-product.High, 3);
        Assert.Equal(product.Low + 3, sum.ToDouble());

        DoubleDouble quotient = product / a;
        Assert.Equal(new DoubleDouble(a, 0), quotient);
    }

    [Fact]
    public void Ulps_are_counted_in_the_expected_values_binade()
    {
        Assert.Equal(1, Bound.Ulps(1.0, 1 + (float)Math.Pow(2, -23)));
        Assert.Equal(0.5, Bound.Ulps(1.0 - new Real(Math.Pow(2, -25)), 1f));
        Assert.Equal(3, Bound.Ulps(0.0, 3 * float.Epsilon));
        Assert.Equal(0.5, Bound.Ulps(new Real(0.5 * float.Epsilon), 0f));
        Assert.Equal(2, Bound.Ulps(double.Epsilon * 5, double.Epsilon * 3));
        Assert.Equal(double.PositiveInfinity, Bound.Ulps(1.0, double.NaN));
        Assert.Equal(0, Bound.Ulps(Math.ScaleB(1, 128), float.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, Bound.Ulps(Math.ScaleB(1, 128), float.MaxValue));
        Assert.Equal(double.PositiveInfinity, Bound.Ulps(Math.ScaleB(-1, 128), float.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, Bound.Ulps(float.MaxValue, float.PositiveInfinity));
    }

    [Fact]
    public void An_exact_dot_product_is_that_of_integers()
    {
        // 2^60 (2^53 - 1)^2 + 1 - 2^60 (2^53 - 1)^2 + 2^-1074 2^-1000, of which doubles would keep nothing.
        double large = Math.ScaleB(1, 53) - 1;
        double[] x = [large * Math.ScaleB(1, 60), 1, -large, double.Epsilon];
        double[] y = [large, 1, large * Math.ScaleB(1, 60), Math.ScaleB(1, -1000)];
        ExactDot exact = ExactDot.Of(x, y);
        Assert.Equal(1, exact.Value);
        Assert.Equal(Math.ScaleB(1, 167), exact.Magnitude, Math.ScaleB(1, 167 - 50));
        Assert.Equal(double.Epsilon, ExactDot.Of(x.AsSpan(3), [1.0]).ErrorOf(0));
        Assert.Equal(0.25, ExactDot.Of(x.AsSpan(0, 3), y.AsSpan(0, 3)).ErrorOf(1.25));
    }

    private static void AssertBits(int bits, string digits, Real got)
    {
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        BigInteger numerator = BigInteger.Parse(digits.Remove(point, 1), CultureInfo.InvariantCulture);
        BigInteger denominator = BigInteger.Pow(10, digits.Length - point - 1);

        // 140 bits after the binary point, as three doubles' worth of integer.
        BigInteger scaled = (numerator << 140) / denominator;
        Real expected = 0.0;
        for (int shift = -140; !scaled.IsZero; shift += 50)
        {
            expected += new Real((double)(scaled & ((1L << 50) - 1)), shift);
            scaled >>= 50;
        }

        AssertBits(bits, expected, got);
    }

    private static void AssertBits(int bits, Real expected, Real got)
    {
        Real difference = got - expected;
        Assert.True(
            difference.IsZero || difference.Exponent - expected.Exponent < -bits,
            $"{got} is not within 2^-{bits} of {expected}: off by {difference}");
    }
}
