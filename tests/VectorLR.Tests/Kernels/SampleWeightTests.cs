using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>The fused step with a weight for each example.</summary>
public abstract class SampleWeightTests<TX, T>
    where TX : unmanaged, INumberBase<TX>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T s_largest = T.BitDecrement(T.PositiveInfinity);

    private static readonly T s_bias = T.CreateTruncating(0.3);

    private static readonly (int Count, int Features)[] s_shapes = [(1, 1), (3, 67), (9, 16), (130, 33), (513, 17), (1030, 9), (37, 513)];

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Weights_of_one_change_no_bit(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach ((int count, int features) in s_shapes)
        {
            (Examples<TX> examples, Case run, T[] y, T[] weights) = Problem(operands, isa, layout, count, features);
            T[] expected = new T[features];
            T[] dw = new T[features];
            LogisticGradientResult plain = Run(isa, examples, y, weights, expected, default);
            LogisticGradientResult weighted = Run(isa, examples, y, weights, dw, [.. Enumerable.Repeat(T.One, count)]);
            run.SameBits<T>("dw", expected, dw);
            Assert.Equal(plain, weighted);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void The_weighted_step_has_the_bits_of_its_parts_and_of_scalar(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach ((int count, int features) in s_shapes)
        {
            (Examples<TX> examples, Case run, T[] y, T[] weights) = Problem(operands, isa, layout, count, features);
            T[] sampleWeights = [.. Samples.Uniform<T>(count, 7).Select(T.Abs)];
            T[] dw = new T[features];
            T[] scalar = new T[features];
            LogisticGradientResult sums = Run(isa, examples, y, weights, dw, sampleWeights);
            Assert.Equal(Run(Isa.Scalar, examples, y, weights, scalar, sampleWeights), sums);
            run.SameBits<T>("dw against scalar", scalar, dw);

            T[] z = new T[count];
            T[] residual = new T[count];
            T[] parts = new T[features];
            Dispatch.Run<AffineKernel<TX, T>, T, Unit>(isa, new(examples, weights, s_bias, z));
            Dispatch.Run<SigmoidKernel<T>, T, Unit>(isa, new(z, residual));
            for (int i = 0; i < count; i++)
            {
                residual[i] = (residual[i] - y[i]) * sampleWeights[i];
            }

            Dispatch.Run<WeightGradientKernel<TX, T>, T, Unit>(isa, new(examples, residual, parts));
            run.SameBits("db m", 0, Dispatch.Run<SumKernel<T>, T, double>(isa, new(residual)), sums.BiasGradient);
            if (layout == Layout.ExampleRows || count <= 512)
            {
                run.SameBits<T>("dw", parts, [.. dw.Select(value => value / T.CreateChecked(count))]);
            }

            // The terms one by one: a register of them is added at a time, so only the bound of a sum holds.
            double expected = 0;
            for (int i = 0; i < count; i++)
            {
                double loss = Dispatch.Run<LossSumKernel<T>, T, double>(isa, new(z.AsSpan(i, 1), y.AsSpan(i, 1)));
                expected += loss * double.CreateChecked(sampleWeights[i]);
            }

            run.Within("J m", 0, expected, sums.Cost, (Bound.Gamma<T>(1) + Bound.GammaOfDouble(2.0 * count)) * expected);
        }
    }

    /// <summary>Examples that weigh nothing after those that count: the sums are over other fours, and agree within their bounds.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void A_weight_of_zero_leaves_an_example_out(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForLargeShapes();
        (Examples<TX> examples, Case run, T[] y, T[] weights) = Problem(operands, isa, layout, 64, 19);
        T[] sampleWeights = [.. Enumerable.Range(0, 64).Select(i => i < 32 ? T.One : T.Zero)];
        T[] expected = new T[19];
        T[] dw = new T[19];
        LogisticGradientResult half = Run(isa, examples.Slice(0, 32), y.AsSpan(0, 32), weights, expected, default);
        LogisticGradientResult weighted = Run(isa, examples, y, weights, dw, sampleWeights);
        Assert.Equal(half, weighted);

        // A residual is at most 1 in magnitude.
        double largest = 32 * (typeof(TX) == typeof(byte) ? 255 : 4);
        for (int j = 0; j < 19; j++)
        {
            run.Within("dw", j, double.CreateChecked(expected[j]), double.CreateChecked(dw[j]), 2 * Bound.Gamma<T>(24) * largest);
        }
    }

    /// <summary>A certain and wrong answer costs infinitely much, unless its example weighs nothing: at every position.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void An_infinite_loss_that_weighs_nothing_counts_nothing(Isa isa, Layout layout)
    {
        foreach (int count in (int[])[1, 3, 7, 16, 33])
        {
            for (int wrong = 0; wrong < count; wrong++)
            {
                // A logit of -infinity: right where the label is 0.
                T[] x = [.. Enumerable.Repeat(s_largest, count)];
                T[] y = new T[count];
                T[] sampleWeights = [.. Enumerable.Repeat(T.One, count)];
                (y[wrong], sampleWeights[wrong]) = (T.One, T.Zero);
                T[] dw = new T[1];
                LogisticGradientResult sums = Kernels.LogisticGradientSum<T, T>(
                    isa, new Examples<T>(x, count, 1, layout), y, [-s_largest], T.Zero, dw, sampleWeights);
                Assert.Equal((count, wrong, new LogisticGradientResult(0, 0)), (count, wrong, sums));
                Assert.Equal(T.Zero, dw[0]);
            }
        }
    }

    private static LogisticGradientResult Run(
        Isa isa, Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, Span<T> dw, ReadOnlySpan<T> sampleWeights) =>
        Kernels.LogisticGradientSum(isa, examples, y, weights, s_bias, dw, sampleWeights);

    private static Inputs Problem(Operands operands, Isa isa, Layout layout, int count, int features)
    {
        bool isByte = typeof(TX) == typeof(byte);
        SampleMatrix<TX> x = new(
            count, features, isByte ? Samples.Stored<TX>(count * features, 1) : (TX[])(object)Samples.Uniform<T>(count * features, 1, 4));
        Examples<TX> examples = x.Place(operands.Matrix, layout, 1, default);
        T[] weights = Samples.Uniform<T>(features, 3, (isByte ? 4 / 255.0 : 1) / Math.Sqrt(features));
        return new(examples, x.Describe<T>(isa, examples, default), Samples.Labels<T>(count, 2), weights);
    }

    private readonly ref struct Inputs(Examples<TX> examples, Case run, T[] y, T[] weights)
    {
        private readonly Examples<TX> _examples = examples;

        public void Deconstruct(out Examples<TX> examplesOut, out Case runOut, out T[] yOut, out T[] weightsOut)
        {
            examplesOut = _examples;
            runOut = run;
            yOut = y;
            weightsOut = weights;
        }
    }
}

public sealed class SampleWeightsOfFloats : SampleWeightTests<float, float>;

public sealed class SampleWeightsOfDoubles : SampleWeightTests<double, double>;

public sealed class SampleWeightsOfBytesInFloat : SampleWeightTests<byte, float>;

public sealed class SampleWeightsOfBytesInDouble : SampleWeightTests<byte, double>;
