using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>The for-loops that the kernels are measured against must be right themselves.</summary>
public sealed class ForLoopTests
{
    [Fact]
    public void Dot_is_within_gamma_of_n()
    {
        foreach (int length in Samples.Lengths)
        {
            float[] x = Samples.Wide<float>(length, 1);
            float[] y = Samples.Wide<float>(length, 2);
            double[] wideX = Samples.Wide<double>(length, 3);
            double[] wideY = Samples.Wide<double>(length, 4);
            DoubleDouble expected = Oracle.Dot(Samples.ToDoubles<float>(x), Samples.ToDoubles<float>(y), out double magnitude);
            DoubleDouble wide = Oracle.Dot(wideX, wideY, out double wideMagnitude);
            Describe<float>(length).Within("sum", 0, expected, ForLoop.Dot(x, y), Bound.Gamma<float>(length) * magnitude);
            Describe<double>(length).Within("sum", 0, wide, ForLoop.Dot(wideX, wideY), Bound.Gamma<double>(length) * wideMagnitude);
        }
    }

    [Fact]
    public void MatrixVector_has_the_bits_of_Dot_for_every_row()
    {
        float[] a = Samples.Wide<float>(7 * 19, 1);
        float[] v = Samples.Wide<float>(19, 2);
        double[] wideA = Samples.Wide<double>(7 * 19, 3);
        double[] wideV = Samples.Wide<double>(19, 4);
        float[] u = new float[7];
        double[] wideU = new double[7];
        ForLoop.MatrixVector(a, v, u);
        ForLoop.MatrixVector(wideA, wideV, wideU);
        for (int i = 0; i < 7; i++)
        {
            Describe<float>(19).SameBits("u", i, ForLoop.Dot(a.AsSpan(i * 19, 19), v), u[i]);
            Describe<double>(19).SameBits("u", i, ForLoop.Dot(wideA.AsSpan(i * 19, 19), wideV), wideU[i]);
        }
    }

    [Fact]
    public void Sigmoid_is_exact_at_its_ends_and_in_the_middle()
    {
        float[] a = [float.NegativeInfinity, 0, float.PositiveInfinity, float.NaN];
        double[] wide = [double.NegativeInfinity, 0, double.PositiveInfinity, double.NaN];
        ForLoop.Sigmoid(a, a);
        ForLoop.Sigmoid(wide, wide);
        Assert.Equal([0, 0.5f, 1, float.NaN], a);
        Assert.Equal([0, 0.5, 1, double.NaN], wide);
    }

    [Fact]
    public void LogisticGradient_of_zero_weights_is_that_of_even_odds()
    {
        // a = 1/2 for every example: J = log 2, db = 1/2 - mean y, dw_j = mean of x_j (1/2 - y), all exact here but J.
        float[] x = [1, 2, 3, 4, 5, 6, 7, 8];
        double[] wideX = [1, 2, 3, 4, 5, 6, 7, 8];
        float[] dw = [float.NaN, float.NaN];
        double[] wideDw = [double.NaN, double.NaN];
        LogisticGradientResult cost = ForLoop.LogisticGradient(x, [1f, 0, 1, 1], [0f, 0], 0, dw);
        LogisticGradientResult wide = ForLoop.LogisticGradient(wideX, [1d, 0, 1, 1], [0d, 0], 0, wideDw);
        Assert.Equal([(-1 + 3 - 5 - 7) / 8f, (-2 + 4 - 6 - 8) / 8f], dw);
        Assert.Equal([(-1 + 3 - 5 - 7) / 8d, (-2 + 4 - 6 - 8) / 8d], wideDw);
        Assert.Equal(-0.25, cost.BiasGradient);
        Assert.Equal(-0.25, wide.BiasGradient);

        // The platform's log is not ours to bound: six digits tell log 2 from anything else.
        Assert.Equal(0.693147, cost.Cost, 6);
        Assert.Equal(0.693147, wide.Cost, 6);
    }

    [Fact]
    public void Training_repeats_gradient_and_update()
    {
        double[] x = Samples.Uniform<double>(9 * 3, 1);
        double[] y = Samples.Labels<double>(9, 2);
        double[] trained = [0.1, 0.2, 0.3];
        double[] stepped = [.. trained];
        double bias = 0.5;
        double steppedBias = 0.5;
        double[] costs = new double[5];
        ForLoop.Train(x, y, trained, ref bias, 0.5, costs);
        double[] dw = new double[3];
        for (int k = 0; k < costs.Length; k++)
        {
            LogisticGradientResult step = ForLoop.LogisticGradient(x, y, stepped, steppedBias, dw);
            Assert.Equal(step.Cost, costs[k]);
            stepped = [.. stepped.Zip(dw, (weight, slope) => weight - (0.5 * slope))];
            steppedBias -= 0.5 * step.BiasGradient;
        }

        Assert.Equal(stepped, trained);
        Assert.Equal(steppedBias, bias);
        Assert.Equal(costs.OrderDescending(), costs);
    }

    private static Case Describe<T>(int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(Isa.Scalar, typeof(T), typeof(T)) { Shape = (1, length), Note = "for-loop" };
}
