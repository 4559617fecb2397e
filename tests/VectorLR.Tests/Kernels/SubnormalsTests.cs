using Xunit;

namespace VectorLR.Tests;

/// <summary>Bytes that are multiplied as subnormal numbers, whether or not this CPU would: they have the bits of bytes that are converted.</summary>
public sealed class SubnormalsTests : IDisposable
{
    private static readonly float s_least = MathF.ScaleB(1, -87);
    private static readonly float s_beyond = MathF.ScaleB(1, 17);
    private readonly Operands _operands = Operands.ForLargeShapes();

    public SubnormalsTests() => Assert.SkipUnless(InstructionSets.Runnable.Contains(Isa.Avx2), "the loops are AVX2's");

    public void Dispose() => _operands.Dispose();

    [Fact]
    public void Every_shape_has_the_bits_of_converted_bytes()
    {
        for (int features = SubnormalBlock.LeastFeatures; features < SubnormalBlock.LeastFeatures + 66; features++)
        {
            foreach (int count in (int[])[1, 3, 4, 5, 8, 30])
            {
                Check(new(count, features, seed: 5), Weights(features), bias: 0.3, (count + features) % 3);
            }
        }

        Check(new(700, 90, seed: 5), Weights(90), bias: 0.3, gap: 0);
        Check(new(23, 5003, seed: 5), Weights(5003), bias: 0.3, gap: 0);
    }

    [Fact]
    public void Nothing_beside_a_span_is_touched()
    {
        Assert.SkipUnless(GuardedMemory.IsAvailable, "guard pages are made with Linux's mmap");
        for (int features = 64; features < 97; features++)
        {
            // The last of four rows, so that it is these loops that end where memory does.
            SampleMatrix<byte> x = new(8, features, seed: 5);
            foreach (Placement placement in (Placement[])[Placement.Start, Placement.End])
            {
                Examples<byte> examples = x.Place(_operands.Matrix, Layout.ExampleRows, 0, placement);
                float[] y = Samples.Labels<float>(8, 2);
                Span<float> dw = _operands.Destination.Output<float>(features, placement);
                ReadOnlySpan<float> weights = _operands.First.Input<float>(Weights(features), placement);
                Assert.True(new LogisticGradientOfSubnormals(examples, y, weights, 0.1f, 1, dw).TryRun(out _));
                _operands.Destination.AssertIntactAround<float>(dw, x.Describe<float>(Isa.Avx2, examples, placement), "dw");
            }
        }
    }

    /// <summary>
    /// Factors over the whole range at once, so that sums round and cancel at every magnitude; the smallest alone, whose sums are subnormal while they are
    /// scaled; and every second four of residuals below the bounds, whose sums are subnormal as they are. The products themselves: in a cost none of it would show.
    /// </summary>
    [Theory]
    [InlineData(104, false)]
    [InlineData(40, false)]
    [InlineData(2, false)]
    [InlineData(20, true)]
    public unsafe void Products_with_factors_of_all_magnitudes_have_the_bits_of_converted_bytes(int range, bool alternates)
    {
        const int Count = 18;
        const int Features = 83;
        for (int seed = 0; seed < 40; seed++)
        {
            float[] weights = Magnitudes(Features, seed, range);
            float[] residuals = Magnitudes(Count, seed + 200, range);
            for (int i = 4; alternates && i < Count; i += 8)
            {
                residuals.AsSpan(i, 4)[seed % 4] = MathF.ScaleB(1.3f, -88 - seed);
            }

            float[] scaled = new float[Features];
            (float[] expectedLogits, float[] logits) = (new float[Count], new float[Count]);
            (float[] expectedGradient, float[] gradient) = (new float[Features], new float[Features]);
            Examples<byte> examples = new SampleMatrix<byte>(Count, Features, seed).Place(_operands.Matrix, Layout.ExampleRows, 1, default);
            Case run = new Case(Isa.Avx2, typeof(byte), typeof(float)) { Shape = (Count, Features), Note = $"seed {seed}" };
            fixed (byte* x = examples.Values)
            fixed (float* w = weights, dz = residuals, up = scaled, expectedZ = expectedLogits, z = logits, expectedDw = expectedGradient, dw = gradient)
            {
                Assert.True(Subnormals.TryScale(w, Features, up));
                bool isArranged = true;
                Block<byte, float> bytes = new(x, examples, isFar: false);
                SubnormalBlock subnormals = new(bytes, up, &isArranged);
                bytes.AddForward<LanesScalar<float>>(w, expectedZ);
                subnormals.AddForward<Lanes256<float>>(w, z);

                // In fours, each of which is within the bounds or beyond.
                for (int i = 0; i < Count; i += 4)
                {
                    int count = Math.Min(4, Count - i);
                    bytes.Group(i, count).AddBackward<LanesScalar<float>>(dz + i, expectedDw, int.MaxValue);
                    subnormals.Group(i, count).AddBackward<Lanes256<float>>(dz + i, dw, int.MaxValue);
                    Assert.Equal(count == 4 && !(alternates && i % 8 == 4), isArranged);
                }

                subnormals.Finish(dw);
            }

            run.SameBits<float>("z", expectedLogits, logits);
            run.SameBits<float>("dw", expectedGradient, gradient);
        }
    }

    /// <summary>Residuals of examples that are certain: within the bounds, beyond them, 0, and one after the other, so that dw is arranged and put back.</summary>
    [Theory]
    [InlineData(67)]
    [InlineData(5003)]
    public void Residuals_of_all_magnitudes_have_the_bits_of_converted_bytes(int features)
    {
        float[] weights = new float[features];
        weights[0] = -1.7f;
        weights[^1] = 0.01f;
        foreach (double bias in (double[])[0, -40, -55, -60.1, -60.4, -75, -100, 30, 300, -700])
        {
            Check(new(37, features, seed: 8), weights, bias, gap: 0);
        }
    }

    [Fact]
    public void Sample_weights_and_X_from_memory_have_the_bits_of_converted_bytes()
    {
        SampleMatrix<byte> x = new(41, 301, seed: 8);
        Examples<byte> examples = x.Place(_operands.Matrix, Layout.ExampleRows, 0, default);
        float[] y = Samples.Labels<float>(41, 2);
        float[] sampleWeights = [.. Samples.Uniform<float>(41, 3, 1000).Select(MathF.Abs)];
        float[] expected = new float[301];
        float[] got = new float[301];
        LogisticCost sums = Dispatch.Run<LogisticGradientKernel<byte, float>, float, LogisticCost>(
            Isa.Scalar, new(examples, y, Weights(301), 0.1f, 41, expected, sampleWeights));
        Assert.True(new LogisticGradientOfSubnormals(examples, y, Weights(301), 0.1f, 41, got, sampleWeights, isPartOfFar: true).TryRun(out LogisticCost subnormal));
        x.Describe<float>(Isa.Avx2, examples, default).SameBits<float>("dw", expected, got);
        Assert.Equal(sums, subnormal);
    }

    [Fact]
    public void Weights_beyond_the_bounds_short_rows_and_the_other_layout_are_left_to_conversions()
    {
        float[] others =
        [
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, s_beyond, -s_beyond,
            MathF.BitDecrement(s_least), -MathF.BitDecrement(s_least), float.Epsilon, -float.Epsilon,
        ];
        foreach (float other in others)
        {
            for (int at = 0; at < 70; at += 3)
            {
                float[] weights = Weights(70);
                weights[at] = other;
                Refuses(70, Layout.ExampleRows, weights);
            }
        }

        Refuses(SubnormalBlock.LeastFeatures - 1, Layout.ExampleRows, Weights(SubnormalBlock.LeastFeatures - 1));
        Refuses(70, Layout.FeatureRows, Weights(70));
    }

    [Fact]
    public void Arranging_and_restoring_are_opposites()
    {
        for (int length = 0; length < 130; length++)
        {
            float[] vector = [.. Enumerable.Range(0, length).Select(j => (float)j)];
            float[] expected = [.. vector];
            unsafe
            {
                fixed (float* start = vector)
                {
                    SubnormalRows.Arrange(start, length);
                    Assert.Equal(length < 32, vector.AsSpan().SequenceEqual(expected));
                    SubnormalRows.Restore(start, length);
                }
            }

            Assert.Equal(expected, vector);
        }
    }

    /// <summary>Numbers of either sign from 2^-87 on, over so many powers of two; the bounds among them, and both zeros.</summary>
    private static float[] Magnitudes(int length, int seed, int range)
    {
        float[] result = Samples.Uniform<float>(length, seed);
        float[] spread = Samples.Uniform<float>(length, seed + 100);
        for (int j = 0; j < length; j++)
        {
            float significand = 1 + MathF.Min(MathF.Abs(result[j]), MathF.BitDecrement(1));
            int exponent = -87 + (int)(MathF.Abs(spread[j]) * (range - 1));
            result[j] = MathF.CopySign(MathF.ScaleB(significand, exponent), result[j]);
        }

        result[seed % length] = 0;
        result[(seed + 2) % length] = -0f;
        result[(seed + 4) % length] = s_least;
        result[(seed + 7) % length] = range > 100 ? -MathF.BitDecrement(s_beyond) : -s_least;
        return result;
    }

    private static float[] Weights(int features) => Samples.Uniform<float>(features, 6, 4 / 255.0 / Math.Sqrt(features));

    private void Refuses(int features, Layout layout, float[] weights)
    {
        float[] dw = [.. Enumerable.Repeat(7f, features)];
        Examples<byte> examples = new SampleMatrix<byte>(6, features, seed: 9).Place(_operands.Matrix, layout, 0, default);
        Assert.False(new LogisticGradientOfSubnormals(examples, Samples.Labels<float>(6, 2), weights, 0.1f, 1, dw).TryRun(out _));
        Assert.All(dw, value => Assert.Equal(7, value));
    }

    /// <summary>Compares with conversions on scalars, and what the library chooses on this CPU with both.</summary>
    private void Check(SampleMatrix<byte> x, float[] weights, double bias, int gap)
    {
        Examples<byte> examples = x.Place(_operands.Matrix, Layout.ExampleRows, gap, Placement.At(1));
        Case run = x.Describe<float>(Isa.Avx2, examples, Placement.At(1));
        float[] y = Samples.Labels<float>(x.Count, 2);
        float[] expected = new float[x.Features];
        float[] got = new float[x.Features];
        float[] chosen = new float[x.Features];
        LogisticCost sums = Dispatch.Run<LogisticGradientKernel<byte, float>, float, LogisticCost>(
            Isa.Scalar, new(examples, y, weights, (float)bias, 1, expected));
        if (!new LogisticGradientOfSubnormals(examples, y, weights, (float)bias, 1, got).TryRun(out LogisticCost subnormal))
        {
            run.Fail("conversions would run");
        }

        LogisticCost choice = ByteKernels.LogisticGradient(Isa.Avx2, examples, y, weights, (float)bias, 1, chosen, ByteArithmetic.Single);
        run.SameBits<float>("dw", expected, got);
        run.SameBits<float>("chosen dw", expected, chosen);
        Assert.Equal((sums, sums), (subnormal, choice));
    }
}
