using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>SigmoidFast's documented error, 2^-13 a (1 - a) and two units in the last place, and what it does beyond its range.</summary>
public sealed class SigmoidFastAccuracyTests(ITestOutputHelper output)
{
    [Fact]
    public void Floats_are_within_the_bound() => Check(Sweep.Floats(16411), range: 87, beyond: Math.ScaleB(1, -125));

    [Fact]
    public void Doubles_are_within_the_bound() => Check(Sweep.Doubles(), range: 708, beyond: Math.ScaleB(1, -1020));

    private void Check<T>(T[] x, double range, double beyond)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] results = Function.SigmoidFast.Run<T>(Isa.Scalar, x);
        double largest = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double z = double.CreateChecked(x[i]);
            double got = double.CreateChecked(results[i]);
            Real a = Oracle.Sigmoid(z);
            string what = $"{typeof(T).Name}: z = {z:R}, got {got:R}, expected {a}";
            if (Math.Abs(z) > range)
            {
                Assert.True(Math.Abs((a - got).ToDoubleDouble().High) <= beyond + (z > 0 ? Unit(a) : 0), what);
                continue;
            }

            // Two units in the last place are subtracted (1 + e^-z and the quotient take at most 3/2), and the rest is compared with 2^-13
            // a (1 - a).
            Real product = a * Oracle.Sigmoid(-z);
            double rest = Math.Max(0, Bound.Ulps(a, results[i]) - 2) * (Unit(a, 600) / product.ToDoubleDouble(600).High);
            largest = Math.Max(largest, rest);
            Assert.True(rest <= 1.0 / (1 << 13), $"{what}: 2^{Math.Log2(rest):F2} a (1 - a) and two units");
        }

        output.WriteLine($"{typeof(T).Name}: at most 2^{Math.Log2(largest):F3} a (1 - a) and two units");

        double Unit(Real value, int power = 0) =>
            Math.ScaleB(1, Math.Max(value.Exponent - (typeof(T) == typeof(float) ? 23 : 52), -1074) + power);
    }
}
