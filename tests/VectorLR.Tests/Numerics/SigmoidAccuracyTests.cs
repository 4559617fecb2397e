using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Sigmoid's documented error, one unit in the last place, over deterministic sweeps; each prints its largest.</summary>
public sealed class SigmoidAccuracyTests(ITestOutputHelper output)
{
    [Fact]
    public void Floats_are_within_one_ULP_on_every_instruction_set() => Check(Sweep.Floats(4099), 128f);

    [Fact]
    public void Doubles_are_within_one_ULP_on_every_instruction_set() => Check(Sweep.Doubles(), 800d);

    /// <summary>
    /// Every 31st float whose result is neither 1/2 nor at its end, 18 million. The platform's double exponential is the sieve: were it off by
    /// thousands of its own units, that would still be 2^-16 of a float's; whatever comes that near to the largest is measured by the oracle.
    /// </summary>
    [Fact]
    public void Floats_are_within_one_ULP_in_a_dense_sweep()
    {
        const uint Stride = 31;
        const double Near = 1.0 / (1 << 16);
        float[] z = new float[1 << 16];
        float[] a = new float[z.Length];
        double largest = 0.9;
        float at = 0;
        foreach (uint sign in (ReadOnlySpan<uint>)[0, 0x80000000])
        {
            uint bits = BitConverter.SingleToUInt32Bits(1e-8f);
            uint last = BitConverter.SingleToUInt32Bits(104.5f);
            while (bits < last)
            {
                for (int i = 0; i < z.Length; i++, bits += Stride)
                {
                    z[i] = BitConverter.UInt32BitsToSingle(bits | sign);
                }

                Dispatch.Run<SigmoidKernel<float>, float, Nothing>(Cpu.Isa, new(z, a));
                for (int i = 0; i < z.Length; i++)
                {
                    double tail = Math.Exp(-Math.Abs((double)z[i]));
                    double expected = z[i] < 0 ? tail / (1 + tail) : 1 / (1 + tail);
                    double unit = BitConverter.Int64BitsToDouble(((long)Math.Max(Exponent(expected) - 23, -149) + 1023) << 52);
                    if (Math.Abs(a[i] - expected) > (largest - Near) * unit)
                    {
                        double ulps = Bound.Ulps(Oracle.Sigmoid(z[i]), a[i]);
                        (largest, at) = ulps > largest ? (ulps, z[i]) : (largest, at);
                        Assert.True(ulps <= 1, $"{Cpu.Isa} Single: sigmoid({z[i]:R}) expected {Oracle.Sigmoid(z[i])}, got {a[i]:R}, error {ulps} ULP, bound 1 ULP");
                    }
                }
            }
        }

        output.WriteLine($"Single, dense: largest error {largest:F6} ULP at {at:R}");
    }

    [Fact]
    public void Consecutive_floats_have_results_that_never_fall()
    {
        float[] centres = [.. Samples.Uniform<float>(60, 1, 104), .. Samples.Uniform<float>(60, 2, 2), -103.5f, -87.33f, 16.6f, 0.34657359f, -0.34657359f, 0f];
        foreach (float centre in centres)
        {
            float[] z = [.. Sweep.Window(centre, 2000)];
            float[] a = Run(Cpu.Isa, z);
            for (int i = 1; i < a.Length; i++)
            {
                Assert.True(a[i] >= a[i - 1], $"{Cpu.Isa} Single: sigmoid({z[i]:R}) = {a[i]:R} is below sigmoid({z[i - 1]:R}) = {a[i - 1]:R}");
            }
        }
    }

    private static int Exponent(double value) => (int)(BitConverter.DoubleToInt64Bits(value) >> 52) - 1023;

    private static T[] Run<T>(Isa isa, T[] z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] a = new T[z.Length];
        Dispatch.Run<SigmoidKernel<T>, T, Nothing>(isa, new(z, a));
        return a;
    }

    private void Check<T>(T[] z, T saturated)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] a = Run(Isa.Scalar, z);
        foreach (Isa isa in InstructionSets.Runnable)
        {
            new Case(isa, typeof(T), typeof(T)) { Shape = (1, z.Length) }.SameBits<T>("a", a, Run(isa, z));
        }

        Case run = new(Isa.Scalar, typeof(T), typeof(T)) { Shape = (1, z.Length) };
        double largest = 0;
        T at = T.Zero;
        for (int i = 0; i < z.Length; i++)
        {
            if (T.Abs(z[i]) >= saturated)
            {
                // e^-128 (float) and e^-800 (double) are far below half of the smallest number.
                run.SameBits("a", i, z[i] < T.Zero ? T.Zero : T.One, a[i]);
                continue;
            }

            double ulps = Bound.Ulps(Oracle.Sigmoid(double.CreateChecked(z[i])), a[i]);
            (largest, at) = ulps > largest ? (ulps, z[i]) : (largest, at);
            Assert.True(ulps <= 1, $"{run} sigmoid({z[i]:R}) expected {Oracle.Sigmoid(double.CreateChecked(z[i]))}, got {a[i]:R}, error {ulps} ULP, bound 1 ULP");
        }

        output.WriteLine($"{typeof(T).Name}: largest error {largest:F6} ULP at {at:R}, {z.Length} values");
    }
}
