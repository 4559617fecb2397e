using VectorLR.Data;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Bytes in integers against bytes in float, the default: a millionth in cost and gradient, on pictures.</summary>
public sealed class ByteArithmeticTests
{
    [Fact]
    public void Integers_agree_with_float_to_a_millionth_on_the_cats()
    {
        Cats cats = Cats.ReadOrSkip();
        Check(arithmetic => cats.Objective(arithmetic == ByteArithmetic.Integer ? "byte in integers" : "byte x Single"), rate: 0.005);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Integers_agree_with_float_to_a_millionth_on_the_digits(int digit)
    {
        DataSet digits = Samples.Digits(digit);
        Check(
            arithmetic => MemoryObjective.Create(
                digits.Features.Bytes, digits.Labels.Span, Precision.Single, new() { Scale = 16, ByteArithmetic = arithmetic }),
            rate: 0.1);
    }

    /// <summary>At the start, and after 100 and 500 steps: relative to the cost, to the bias's residuals, and to the gradient's length.</summary>
    private static void Check(Func<ByteArithmetic, IObjective> create, double rate)
    {
        IObjective integers = create(ByteArithmetic.Integer);
        IObjective singles = create(ByteArithmetic.Single);
        Parameters at = Parameters.Zero(singles.Features);
        double[] expected = new double[singles.Features];
        double[] gradient = new double[singles.Features];
        foreach (int steps in (int[])[0, 100, 400])
        {
            at = new GradientDescent(rate).Minimize(singles, at, new() { Iterations = steps, Tolerance = 0 }).Parameters;
            LogisticCost want = singles.Evaluate(at.Weights.Span, at.Bias, expected);
            LogisticCost got = integers.Evaluate(at.Weights.Span, at.Bias, gradient);
            double length = Math.Sqrt((want.BiasGradient * want.BiasGradient) + expected.Sum(value => value * value));
            double off = Math.Sqrt(
                Square(got.BiasGradient - want.BiasGradient) + expected.Zip(gradient, (one, other) => Square(other - one)).Sum());
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{steps} steps on: cost {want.Cost:R} off by {Math.Abs(got.Cost - want.Cost) / want.Cost:E2}, gradient {length:R} by {off / length:E2}");
            Assert.True(
                Math.Abs(got.Cost - want.Cost) <= 1e-6 * want.Cost, $"{steps} steps on: cost expected {want.Cost:R}, got {got.Cost:R}, bound 1e-6");
            Assert.True(off <= 1e-6 * length, $"{steps} steps on: gradient of length {length:R}, off by {off:R}, bound 1e-6 of it");
            if (steps > 0)
            {
                // At the start residuals are halves, of which both make exact sums; later only one that computed in integers differs.
                Assert.NotEqual(expected, gradient);
            }
        }
    }

    private static double Square(double value) => value * value;
}
