using Xunit;

namespace VectorLR.Tests;

/// <summary>Products with X of bytes in exact integers: their bits, their documented errors, and when float takes their place.</summary>
public sealed class ByteArithmeticTests
{
    private const float Bias = -0.7f;

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Every_shape_is_within_its_bounds_and_has_the_bits_of_scalar(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        foreach ((int count, int features) in Samples.Shapes.Where(shape => shape.Count > 0))
        {
            Check(isa, layout, count, features, (count + features) % 3 * 5 / 2, operands, Placement.At(0));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Shapes_that_cross_blocks_are_within_their_bounds_and_have_the_bits_of_scalar(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach ((int count, int features) in Samples.LargeShapes)
        {
            Check(isa, layout, count, features, 3, operands, Placement.At(1));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Every_offset_in_a_register_gives_the_same_bits(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        for (int offset = 0; offset < 16; offset++)
        {
            Check(isa, layout, 9, 67, 2, operands, Placement.At(offset));
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
            foreach (Placement placement in (Placement[])[Placement.Start, Placement.End])
            {
                Check(isa, layout, count, features, count % 2, operands, placement);
            }
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
            SampleMatrix<byte> x = new(count, features, seed: 7);
            float[] y = Samples.Labels<float>(count, 2);
            float[] sampleWeights = [.. Samples.Uniform<float>(count, 3).Select(MathF.Abs)];
            float[] weights = Samples.Uniform<float>(features, 4, 0.001);
            Examples<byte> examples = x.Place(operands.Matrix, layout, 1, default);
            Case run = x.Describe<float>(isa, examples, default);
            foreach (float[] weighing in (float[][])[[], sampleWeights])
            {
                float[] dw = new float[features];
                LogisticCost sums = Dispatch.RunBytes<LogisticGradientOfBytesKernel, LogisticCost>(
                    isa, new(examples, y, weights, Bias, 1, dw, weighing));

                float[] z = Affine(isa, examples, weights);
                float[] dz = new float[count];
                Dispatch.Run<SigmoidKernel<float>, float, Nothing>(isa, new(z, dz));
                Dispatch.Run<BroadcastKernel<Subtraction, float>, float, Nothing>(isa, new(dz, y, dz));
                if (weighing.Length > 0)
                {
                    Dispatch.Run<BroadcastKernel<Multiplication, float>, float, Nothing>(isa, new(dz, weighing, dz));
                }
                else
                {
                    run.SameBits("J m", 0, Dispatch.Run<LossSumKernel<float>, float, double>(isa, new(z, y)), sums.Cost);
                }

                run.SameBits("db m", 0, Dispatch.Run<SumKernel<float>, float, double>(isa, new(dz)), sums.BiasGradient);
                if (layout == Layout.ExampleRows || count <= 512)
                {
                    float[] mean = WeightGradient(isa, examples, dz);
                    run.SameBits<float>("dw", mean, [.. dw.Select(value => value / count)]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void X_from_memory_has_the_bits_of_X_from_a_cache(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach ((int count, int features, int gap) in (ReadOnlySpan<(int, int, int)>)[(130, 301, 0), (130, 301, 5), (600, 48, 0), (21, 30, 0)])
        {
            Examples<byte> examples = new SampleMatrix<byte>(count, features, seed: 7).Place(operands.Matrix, layout, gap, default);
            float[] y = Samples.Labels<float>(count, 2);
            float[] weights = Samples.Uniform<float>(features, 4, 0.001);
            float[] near = new float[features];
            float[] far = new float[features];
            LogisticCost expected = ByteKernels.LogisticGradient(isa, examples, y, weights, Bias, 1, near, ByteArithmetic.Integer);
            Assert.Equal(expected, ByteKernels.LogisticGradient(isa, examples, y, weights, Bias, 1, far, ByteArithmetic.Integer, isPartOfFar: true));
            Assert.Equal(near, far);
        }
    }

    /// <summary>Weights that are integers of 30 bits lose nothing: every sum is exact, the largest that fit in each word and of either sign included.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Integer_weights_give_exact_sums_where_rows_are_examples(Isa isa)
    {
        foreach (int features in (int[])[8, 63, 64, 500, 8 * 4096])
        {
            foreach (int kind in (int[])[0, 1, 2, 3])
            {
                float[] weights = [.. Enumerable.Range(0, features).Select(j => kind switch
                {
                    0 => 16383.5f * 32768,
                    1 => -16384f * 32768,
                    2 => j % 2 == 0 ? 16384f : -16383f,
                    _ => (float)((long)(Samples.Mix((ulong)j) >> 40) - (1 << 23)) * (j == 0 ? 1 : 2),
                })];
                byte[] pixels = new byte[5 * features];
                pixels.AsSpan().Fill(255);
                Samples.Stored<byte>(features, 5).CopyTo(pixels, 2 * features);
                float[] z = new float[5];
                Dispatch.RunBytes<AffineOfBytesKernel, Nothing>(isa, new(new(pixels, 5, features), weights, 0, z));
                for (int i = 0; i < 5; i++)
                {
                    long sum = 0;
                    for (int j = 0; j < features; j++)
                    {
                        sum += (long)weights[j] * pixels[(i * features) + j];
                    }

                    Assert.True(z[i] == (float)(double)sum, $"{isa} {features} features, kind {kind}: z[{i}] expected {(float)(double)sum:R}, got {z[i]:R}");
                }
            }
        }
    }

    [Fact]
    public void Rows_longer_than_a_stretch_of_exact_sums_are_within_the_bound()
    {
        const int Features = (1 << 24) + 77;
        byte[] pixels = new byte[Features];
        pixels.AsSpan().Fill(255);
        float[] weights = new float[Features];
        weights.AsSpan().Fill(1 / 255f);
        float[] z = new float[1];
        Kernels.Affine(new Examples<byte>(pixels, 1, Features), weights, 0, z, ByteArithmetic.Integer);

        // One value, rounded to 2^-29 of itself, and three roundings.
        double expected = 255.0 * weights[0] * Features;
        Assert.InRange(z[0], expected * (1 - Math.ScaleB(1, -22)), expected * (1 + Math.ScaleB(1, -22)));
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void What_is_not_finite_is_multiplied_in_float(Isa isa, Layout layout)
    {
        const int Count = 70;
        const int Features = 80;
        SampleMatrix<byte> x = new(Count, Features, seed: 6);
        using GuardedMemory memory = new(16 * 1024);
        Examples<byte> examples = x.Place(memory, layout, 1, default);
        foreach (float special in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            Case run = x.Describe<float>(isa, examples, default) with { Note = $"{special}" };
            float[] weights = Samples.Uniform<float>(Features, 7);
            weights[11] = special;
            float[] single = new float[Count];
            Dispatch.Run<AffineKernel<byte, float>, float, Nothing>(isa, new(examples, weights, Bias, single));
            float[] z = Affine(isa, examples, weights);
            for (int i = 0; i < Count; i++)
            {
                Assert.False(float.IsFinite(z[i]), $"{run}: z[{i}] = {z[i]}");
                run.SameBits("z", i, single[i], z[i]);
            }

            float[] dz = Samples.Uniform<float>(Count, 8);
            dz[9] = special;
            float[] dw = WeightGradient(isa, examples, dz);
            Dispatch.Run<WeightGradientKernel<byte, float>, float, Nothing>(isa, new(examples, dz, weights));
            for (int j = 0; j < Features; j++)
            {
                Assert.False(float.IsFinite(dw[j]), $"{run}: dw[{j}] = {dw[j]}");
                run.SameBits("dw", j, weights[j], dw[j]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Extreme_scales_are_within_the_bounds(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        foreach (double scale in (double[])[0, float.Epsilon, 1e-44, 1e-38, 1e-30, 1e25, 1e32])
        {
            Check(isa, layout, 9, 67, 0, operands, Placement.At(0), (float)scale);
        }
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void The_public_entries_multiply_in_float_unless_asked_for_integers(Layout layout)
    {
        const int Count = 70;
        const int Features = 80;
        SampleMatrix<byte> x = new(Count, Features, seed: 9);
        float[] y = Samples.Labels<float>(Count, 1);
        float[] dz = Samples.Uniform<float>(Count, 4);
        float[] weights = Samples.Uniform<float>(Features, 2, 0.001);
        using GuardedMemory memory = new(16 * 1024);
        Examples<byte> examples = x.Place(memory, layout, 0, default);
        Case run = x.Describe<float>(Cpu.Isa, examples, default);
        float[] integers = new float[Features];
        float[] singles = new float[Features];
        Dispatch.RunBytes<LogisticGradientOfBytesKernel, LogisticCost>(Isa.Scalar, new(examples, y, weights, Bias, Count, integers));
        Dispatch.Run<LogisticGradientKernel<byte, float>, float, LogisticCost>(Isa.Scalar, new(examples, y, weights, Bias, Count, singles));
        Assert.NotEqual(singles, integers);

        float[] dw = new float[Features];
        Kernels.LogisticGradient(examples, y, weights, Bias, dw);
        run.SameBits<float>("dw", singles, dw);
        Kernels.LogisticGradient(examples, y, weights, Bias, dw, ByteArithmetic.Integer);
        run.SameBits<float>("dw", integers, dw);

        float[] z = new float[Count];
        Kernels.Affine(examples, weights, Bias, z);
        run.SameBits<float>("z", AffineInFloat(examples, weights), z);
        Kernels.Affine(examples, weights, Bias, z, ByteArithmetic.Integer);
        run.SameBits<float>("z", Affine(Isa.Scalar, examples, weights), z);

        Kernels.WeightGradient(examples, dz, dw);
        Dispatch.Run<WeightGradientKernel<byte, float>, float, Nothing>(Isa.Scalar, new(examples, dz, singles));
        run.SameBits<float>("dw", singles, dw);
        Kernels.WeightGradient(examples, dz, dw, ByteArithmetic.Integer);
        run.SameBits<float>("dw", WeightGradient(Isa.Scalar, examples, dz), dw);
    }

    [Fact]
    public void An_unknown_arithmetic_is_refused()
    {
        const ByteArithmetic Unknown = (ByteArithmetic)2;
        Assert.Throws<ArgumentOutOfRangeException>("arithmetic", () => Kernels.Affine(new Examples<byte>([1], 1, 1), [1f], 0f, new float[1], Unknown));
        Assert.Throws<ArgumentOutOfRangeException>("arithmetic", () => Kernels.WeightGradient(new Examples<byte>([1], 1, 1), [1f], new float[1], Unknown));
        Assert.Throws<ArgumentOutOfRangeException>(
            "arithmetic", () => Kernels.LogisticGradient(new Examples<byte>([1], 1, 1), [1f], [1f], 0f, new float[1], Unknown));
    }

    /// <summary>Rows' dot products: the logits where rows are examples, the gradient where they are features.</summary>
    private static void Check(
        Isa isa, Layout layout, int count, int features, int gap, Operands operands, Placement placement, float scale = 1)
    {
        SampleMatrix<byte> x = new(count, features, seed: 3);
        bool isForward = layout == Layout.ExampleRows;
        (int rows, int length) = isForward ? (count, features) : (features, count);
        float[] vector = [.. Samples.Wide<float>(length, 4).Select(value => value * scale)];
        Examples<byte> examples = x.Place(operands.Matrix, layout, gap, placement);
        Case run = x.Describe<float>(isa, examples, placement) with { Note = $"scale {scale}" };
        ReadOnlySpan<float> input = operands.First.Input<float>(vector, placement);
        Span<float> got = operands.Destination.Output<float>(rows, placement);
        if (isForward)
        {
            Dispatch.RunBytes<AffineOfBytesKernel, Nothing>(isa, new(examples, input, Bias, got));
        }
        else
        {
            Dispatch.RunBytes<WeightGradientOfBytesKernel, Nothing>(isa, new(examples, input, got));
        }

        operands.Destination.AssertIntactAround<float>(got, run, "result");
        run.SameBits("result", isForward ? Affine(Isa.Scalar, examples, vector) : WeightGradient(Isa.Scalar, examples, vector), got);

        double[] doubles = Samples.ToDoubles<float>(vector);
        double largest = doubles.Select(Math.Abs).DefaultIfEmpty().Max();
        double[] ones = [.. Enumerable.Repeat(1.0, length)];
        (double bias, double divisor, double roundings) = isForward ? ((double)Bias, 1.0, 1.001) : (0.0, (double)count, 2.001);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> row = isForward ? x.Example(i) : x.Feature(i);
            double expected = (Oracle.Dot(row, doubles, out double magnitude) + bias).ToDouble() / divisor;
            _ = Oracle.Dot(row, ones, out double pixels);
            double rounded = pixels * Math.ScaleB(largest, -29) / divisor;
            double bound = rounded + (Bound.Gamma<float>(roundings) * (Math.Abs(expected) + rounded)) + float.Epsilon;
            if (largest < Math.ScaleB(1, -98))
            {
                // As in float: a rounding for each product of a lane, for adding the lanes and for the division, and what is below the smallest number.
                bound = (Bound.Gamma<float>((length / 16.0) + 7) * (magnitude + Math.Abs(bias)) / divisor) + (length * (double)float.Epsilon);
            }

            run.Within("result", i, expected, got[i], bound);
        }
    }

    private static float[] Affine(Isa isa, Examples<byte> examples, float[] weights)
    {
        float[] z = new float[examples.Count];
        Dispatch.RunBytes<AffineOfBytesKernel, Nothing>(isa, new(examples, weights, Bias, z));
        return z;
    }

    private static float[] AffineInFloat(Examples<byte> examples, float[] weights)
    {
        float[] z = new float[examples.Count];
        Dispatch.Run<AffineKernel<byte, float>, float, Nothing>(Isa.Scalar, new(examples, weights, Bias, z));
        return z;
    }

    private static float[] WeightGradient(Isa isa, Examples<byte> examples, float[] dz)
    {
        float[] dw = new float[examples.Features];
        Dispatch.RunBytes<WeightGradientOfBytesKernel, Nothing>(isa, new(examples, dz, dw));
        return dw;
    }
}
