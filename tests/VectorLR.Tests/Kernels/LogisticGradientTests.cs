using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

public abstract class LogisticGradientTests<TX, T>
    where TX : unmanaged, INumberBase<TX>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Defines the order of the sum for FeatureRows: dw is summed over this many examples at a time.
    private const int Batch = 512;

    private protected static T Bias => T.CreateTruncating(0.3);

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Every_shape_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        foreach ((int count, int features) in Samples.Shapes.Where(shape => shape.Count > 0))
        {
            Check(isa, layout, count, features, (count + features) % 3 * 5 / 2, operands, Placement.At(0), Placement.At(0));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Shapes_that_cross_blocks_are_within_their_bound_and_have_the_bits_of_scalar(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach ((int count, int features) in Samples.LargeShapes)
        {
            Check(isa, layout, count, features, 3, operands, Placement.At(1), Placement.At(0));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Slices_of_whole_tiles_added_up_have_the_bits_of_one_call(Isa isa, Layout layout)
    {
        const int Count = (3 * 8192) + 5;
        const int Features = 7;
        TX[] x = [.. Enumerable.Range(0, Count * Features).Select(i => TX.CreateTruncating(i * 7919L % 251))];
        T[] y = [.. Enumerable.Range(0, Count).Select(i => T.CreateTruncating(i % 3 == 0 ? 1 : 0))];
        T[] weights = [.. Enumerable.Range(0, Features).Select(j => T.CreateTruncating((j - 3) / 512.0))];
        Examples<TX> examples = new(x, Count, Features, layout);
        T[] dw = new T[Features];
        LogisticGradientResult whole = Kernels.LogisticGradientSum(isa, examples, y, weights, Bias, dw);
        foreach (int slice in (int[])[8192, 2 * 8192])
        {
            T[] added = new T[Features];
            LogisticGradientResult sums = default;
            for (int start = 0, count; start < Count; start += count)
            {
                count = Math.Min(slice, Count - start);
                sums = Kernels.LogisticGradientSum(
                    isa, examples.Slice(start, count), y.AsSpan(start, count), weights, Bias, added, default, sums);
            }

            Assert.Equal(whole, sums);
            Assert.Equal(dw, added);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Every_offset_in_a_register_gives_the_same_bits(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        for (int offset = 0; offset < 16; offset++)
        {
            Check(isa, layout, 7, 37, 2, operands, Placement.At(offset), Placement.At(15 - offset));
            Check(isa, layout, 33, 5, 0, operands, Placement.At(offset), Placement.At(offset));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Nothing_beside_a_span_is_touched(Isa isa, Layout layout)
    {
        Assert.SkipUnless(GuardedMemory.IsAvailable, "guard pages are made with Linux's mmap");
        using Operands operands = Operands.ForShapes();
        foreach ((int count, int features) in Samples.Shapes.Where(shape => shape.Count is 1 or 4 or 5 or 9))
        {
            Check(isa, layout, count, features, 0, operands, Placement.Start, Placement.Start);
            Check(isa, layout, count, features, count % 2, operands, Placement.End, Placement.End);
        }

        foreach (int count in Samples.FewLengths)
        {
            Check(isa, layout, count, 3, 0, operands, Placement.End, Placement.End);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void The_fused_step_has_the_bits_of_its_parts(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForLargeShapes();
        (int, int)[] shapes = [(1, 1), (3, 67), (9, 16), (130, 33), .. Samples.LargeShapes];
        foreach ((int count, int features) in shapes)
        {
            SampleMatrix<TX> x = Matrix(count, features);
            T[] y = Samples.Labels<T>(count, 2);
            T[] weights = Weights(features);
            Examples<TX> examples = x.Place(operands.Matrix, layout, 1, default);
            Case run = x.Describe<T>(isa, examples, default);
            T[] dw = new T[features];
            LogisticGradientResult sums = Run(isa, examples, y, weights, count, dw);

            T[] z = new T[count];
            T[] residual = new T[count];
            T[] parts = new T[features];
            Dispatch.Run<AffineKernel<TX, T>, T, Unit>(isa, new(examples, weights, Bias, z));
            Dispatch.Run<SigmoidKernel<T>, T, Unit>(isa, new(z, residual));
            Dispatch.Run<BroadcastKernel<ResidualOperator, T>, T, Unit>(isa, new(residual, y, residual));
            Dispatch.Run<WeightGradientKernel<TX, T>, T, Unit>(isa, new(examples, residual, parts));
            run.SameBits("J m", 0, Dispatch.Run<LossSumKernel<T>, T, double>(isa, new(z, y)), sums.Cost);
            run.SameBits("db m", 0, Dispatch.Run<SumKernel<T>, T, double>(isa, new(residual)), sums.BiasGradient);
            if (layout == Layout.ExampleRows || count <= Batch)
            {
                run.SameBits<T>("dw", parts, dw);
            }
        }
    }

    /// <summary>Feature rows so many that 4 KiB of each exceed 8 MiB are taken in longer pieces of columns.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public unsafe void Long_pieces_have_the_bits_of_short_ones(Isa isa)
    {
        const int Count = Batch + 19;
        int features = ((8 << 20) / 4096) + 6;
        SampleMatrix<TX> x = Matrix(Count, features);
        using GuardedMemory memory = new(10 << 20);
        Examples<TX> examples = x.Place(memory, Layout.FeatureRows, 0, default);
        T[] y = Samples.Labels<T>(Count, 2);
        T[] weights = Weights(features);
        T[] dw = new T[features];
        T[] first = new T[features];
        T[] second = new T[features];
        _ = Run(isa, examples, y, weights, 1, dw);

        T[] z = new T[Count];
        T[] dz = new T[Count];
        Kernels.Affine(isa, examples, weights, Bias, z);
        Kernels.Sigmoid<T>(isa, z, dz);
        Dispatch.Run<BroadcastKernel<ResidualOperator, T>, T, Unit>(isa, new(dz, y, dz));
        Sums(isa, examples.Slice(0, Batch), dz.AsSpan(0, Batch), first);
        Sums(isa, examples.Slice(Batch, Count - Batch), dz.AsSpan(Batch), second);
        x.Describe<T>(isa, examples, default).SameBits<T>("dw", [.. first.Zip(second, (one, other) => one + other)], dw);
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void A_divisor_of_one_leaves_the_sum(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        SampleMatrix<TX> x = Matrix(9, 21);
        T[] y = Samples.Labels<T>(9, 2);
        Examples<TX> examples = x.Place(operands.Matrix, layout, 0, default);
        T[] sum = new T[21];
        T[] mean = new T[21];
        LogisticGradientResult one = Run(isa, examples, y, Weights(21), 1, sum);
        LogisticGradientResult nine = Run(isa, examples, y, Weights(21), 9, mean);
        Case run = x.Describe<T>(isa, examples, default);
        run.SameBits<T>("dw", [.. sum.Select(value => value / T.CreateChecked(9))], mean);
        Assert.Equal(one, nine);
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void The_public_entry_has_the_means_of_scalar(Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        SampleMatrix<TX> x = Matrix(21, 35);
        T[] y = Samples.Labels<T>(21, 2);
        Examples<TX> examples = x.Place(operands.Matrix, layout, 1, default);
        T[] expected = new T[35];
        T[] dw = new T[35];
        LogisticGradientResult sums = Run(Isa.Scalar, examples, y, Weights(35), 21, expected);
        LogisticGradientResult means = Entry.LogisticGradient<TX, T>(examples, y, Weights(35), Bias, dw);
        Case run = x.Describe<T>(Isa.Scalar, examples, default);
        run.SameBits<T>("dw", expected, dw);
        run.SameBits("J", 0, sums.Cost / 21, means.Cost);
        run.SameBits("db", 0, sums.BiasGradient / 21, means.BiasGradient);
    }

    /// <summary>
    /// X with magnitudes up to 4, or bytes; <see cref="Weights"/> keep the logits within a few units of 0, where dz is not trivial.
    /// </summary>
    private protected static SampleMatrix<TX> Matrix(int count, int features) => new(
        count,
        features,
        typeof(TX) == typeof(byte) ? Samples.Stored<TX>(count * features, 1) : (TX[])(object)Samples.Uniform<T>(count * features, 1, 4));

    private protected static T[] Weights(int features) =>
        Samples.Uniform<T>(features, 3, (typeof(TX) == typeof(byte) ? 4 / 255.0 : 1) / Math.Sqrt(Math.Max(1, features)));

    /// <summary>Sums of the losses and residuals, and dw as a sum or, divided, as a mean.</summary>
    private protected static LogisticGradientResult Run(
        Isa isa, Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, int divisor, Span<T> dw)
    {
        LogisticGradientResult sums = Kernels.LogisticGradientSum(isa, examples, y, weights, Bias, dw);
        if (divisor != 1)
        {
            T[] mean = new T[dw.Length];
            LogisticGradientResult means = Kernels.MeanLogisticGradient(isa, examples, y, weights, Bias, mean);
            Assert.Equal(sums.Cost / divisor, means.Cost);
            Assert.Equal(sums.BiasGradient / divisor, means.BiasGradient);
            mean.CopyTo(dw);
        }

        return sums;
    }

    /// <summary>X dz^T, row by row.</summary>
    private static void Sums(Isa isa, Examples<TX> examples, ReadOnlySpan<T> dz, Span<T> dw)
    {
        for (int j = 0; j < examples.Features; j++)
        {
            ReadOnlySpan<TX> row = examples.Values.Slice(j * examples.Stride, examples.Count);
            dw[j] = Dispatch.Run<RowKernel<TX, T>, T, T>(isa, new(row, dz));
        }
    }

    private static void Check(
        Isa isa, Layout layout, int count, int features, int gap, Operands operands, Placement placement, Placement other)
    {
        SampleMatrix<TX> x = Matrix(count, features);
        T[] y = Samples.Labels<T>(count, 2);
        T[] weights = Weights(features);
        Examples<TX> examples = x.Place(operands.Matrix, layout, gap, placement);
        Case run = x.Describe<T>(isa, examples, placement);
        Span<T> dw = operands.Destination.Output<T>(features, other);
        ReadOnlySpan<T> labels = operands.First.Input<T>(y, other);
        LogisticGradientResult got = Run(isa, examples, labels, operands.Second.Input<T>(weights, placement), count, dw);
        operands.Destination.AssertIntactAround<T>(dw, run, "dw");

        T[] scalar = new T[features];
        LogisticGradientResult sums = Run(Isa.Scalar, examples, y, weights, count, scalar);
        run.SameBits("dw", scalar, dw);
        run.SameBits("J m", 0, sums.Cost, got.Cost);
        run.SameBits("db m", 0, sums.BiasGradient, got.BiasGradient);
        CheckBounds(run, layout, x, Samples.ToDoubles<T>(y), Samples.ToDoubles<T>(weights), got, dw);
    }

    /// <summary>
    /// Each step passes its error on: |sigmoid'| is at most 1/4 and |d loss / dz| = |a - y| at most 1, sigmoid adds one unit in its last
    /// place (at most 2 u a), a - y one rounding; then the sums' own bounds over terms that are so much larger.
    /// </summary>
    private static void CheckBounds(
        Case run, Layout layout, SampleMatrix<TX> x, double[] y, double[] weights, LogisticGradientResult got, Span<T> dw)
    {
        double u = Bound.UnitRoundoff<T>();
        double bias = double.CreateChecked(Bias);
        int count = x.Count;
        DoubleDouble[] residual = new DoubleDouble[count];
        double[] residualError = new double[count];
        DoubleDouble cost = DoubleDouble.Zero;
        DoubleDouble residualSum = DoubleDouble.Zero;
        double logitErrors = 0;
        double residualErrors = 0;
        double residualMagnitude = 0;
        for (int i = 0; i < count; i++)
        {
            DoubleDouble z = Oracle.Dot(x.Example(i), weights, out double magnitude) + bias;
            double logitError = Bound.Gamma<T>(AffineTests<TX, T>.Roundings(layout, x.Features)) * (magnitude + Math.Abs(bias));
            DoubleDouble a = Oracle.Sigmoid(z).ToDoubleDouble();
            residual[i] = a - y[i];
            double probabilityError = (logitError / 4) + (2 * u * (a.High + (logitError / 4)));
            residualError[i] = probabilityError + (u * (Math.Abs(residual[i].High) + probabilityError));
            cost += Oracle.Loss(z, y[i]).ToDoubleDouble();
            residualSum += residual[i];
            logitErrors += logitError;
            residualErrors += residualError[i];
            residualMagnitude += Math.Abs(residual[i].High) + residualError[i];
        }

        double sumGamma = Bound.GammaOfDouble(BiasGradientTests<T>.Roundings(count));
        run.Within("J m", 0, cost, got.Cost, logitErrors + LogLossTests<T>.SumBound(count, cost.ToDouble() + logitErrors));
        run.Within("db m", 0, residualSum, got.BiasGradient, residualErrors + (sumGamma * residualMagnitude));

        double gamma = Bound.Gamma<T>(GradientRoundings(layout, count));
        for (int j = 0; j < x.Features; j++)
        {
            DoubleDouble expected = DoubleDouble.Zero;
            double bound = 0;
            for (int i = 0; i < count; i++)
            {
                double feature = x.Doubles[(i * x.Features) + j];
                expected += residual[i] * feature;
                bound += Math.Abs(feature) * (residualError[i] + (gamma * (Math.Abs(residual[i].High) + residualError[i])));
            }

            run.Within("dw", j, expected / count, dw[j], bound / count);
        }
    }

    /// <summary>
    /// As WeightGradient. For FeatureRows: a tile's products and lanes, one for each tile after the first, and the division.
    /// </summary>
    private static double GradientRoundings(Layout layout, int count)
    {
        if (layout == Layout.ExampleRows || count <= Batch)
        {
            return WeightGradientTests<TX, T>.Roundings(layout, count);
        }

        double roundings = WeightGradientTests<TX, T>.Roundings(layout, Batch) + Math.Ceiling((double)count / Batch) - 1;

        // The documented claim: no more than WeightGradient's bound.
        Assert.True(roundings <= Bound.Registers<T>(count) + Math.Log2(Lanes.Count<T>()) + 2);
        return roundings;
    }
}

/// <summary>Special values in X, which bytes do not have.</summary>
public abstract class LogisticGradientOfFloatingPointTests<T> : LogisticGradientTests<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void NaN_in_one_example_reaches_everything(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        SampleMatrix<T> x = Matrix(19, 5);
        T[] y = Samples.Labels<T>(19, 2);
        for (int at = 0; at < x.Values.Length; at++)
        {
            T kept = x.Values[at];
            x.Values[at] = T.NaN;
            Examples<T> examples = x.Place(operands.Matrix, layout, 1, default);
            T[] dw = new T[5];
            LogisticGradientResult sums = Run(isa, examples, y, Weights(5), 19, dw);
            Case run = x.Describe<T>(isa, examples, default) with { Note = $"NaN at {at}" };
            run.SameBits<T>("dw", [.. Enumerable.Repeat(T.NaN, 5)], dw);
            run.SameBits("J m", 0, double.NaN, sums.Cost);
            run.SameBits("db m", 0, double.NaN, sums.BiasGradient);
            x.Values[at] = kept;
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void An_infinite_feature_costs_nothing_on_the_right_side_and_everything_on_the_wrong_one(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        SampleMatrix<T> x = Matrix(19, 5);
        T[] weights = Weights(5);
        for (int at = 0; at < x.Values.Length; at++)
        {
            T kept = x.Values[at];
            x.Values[at] = T.PositiveInfinity;
            Examples<T> examples = x.Place(operands.Matrix, layout, 1, default);
            foreach (bool right in (ReadOnlySpan<bool>)[true, false])
            {
                // z is infinite with the weight's sign; the label agrees with it or not.
                T[] y = Samples.Labels<T>(19, 2);
                y[at / 5] = T.IsNegative(weights[at % 5]) == right ? T.Zero : T.One;
                T[] dw = new T[5];
                LogisticGradientResult sums = Run(isa, examples, y, weights, 19, dw);
                Case run = x.Describe<T>(isa, examples, default) with { Note = $"infinity at {at}, right: {right}" };

                // dz is 0 or 1 in magnitude: its product with infinity is NaN or infinite, and with the other features finite.
                Assert.True(right ? double.IsFinite(sums.Cost) : double.IsPositiveInfinity(sums.Cost), $"{run}: J m is {sums.Cost}");
                Assert.True(double.IsFinite(sums.BiasGradient), $"{run}: db m is {sums.BiasGradient}");
                for (int j = 0; j < 5; j++)
                {
                    bool expected = j != at % 5 ? T.IsFinite(dw[j]) : right ? T.IsNaN(dw[j]) : T.IsInfinity(dw[j]);
                    Assert.True(expected, $"{run}: dw[{j}] is {dw[j]}");
                }
            }

            x.Values[at] = kept;
        }
    }
}

public sealed class LogisticGradientOfFloats : LogisticGradientOfFloatingPointTests<float>;

public sealed class LogisticGradientOfDoubles : LogisticGradientOfFloatingPointTests<double>;

public sealed class LogisticGradientOfBytesInFloat : LogisticGradientTests<byte, float>;

public sealed class LogisticGradientOfBytesInDouble : LogisticGradientTests<byte, double>;
