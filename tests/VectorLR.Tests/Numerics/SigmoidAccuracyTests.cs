using Xunit;

namespace VectorLR.Tests;

/// <summary>
/// Sigmoid's documented error, one unit in the last place, over a sweep too dense for the oracle alone; it prints its largest.
/// </summary>
public sealed class SigmoidAccuracyTests(ITestOutputHelper output)
{
    /// <summary>
    /// Every 31st float whose result is neither 1/2 nor at its end, 18 million. The platform's double exponential is the sieve: were it off
    /// by thousands of its own units, that would still be 2^-16 of a float's; whatever comes that near to the largest is measured by the
    /// oracle.
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

                Dispatch.Run<SigmoidKernel<float>, float, Unit>(Cpu.Isa, new(z, a));
                for (int i = 0; i < z.Length; i++)
                {
                    double tail = Math.Exp(-Math.Abs((double)z[i]));
                    double expected = z[i] < 0 ? tail / (1 + tail) : 1 / (1 + tail);
                    double unit = BitConverter.Int64BitsToDouble(((long)Math.Max(Exponent(expected) - 23, -149) + 1023) << 52);
                    if (Math.Abs(a[i] - expected) > (largest - Near) * unit)
                    {
                        double ulps = Bound.Ulps(Oracle.Sigmoid(z[i]), a[i]);
                        (largest, at) = ulps > largest ? (ulps, z[i]) : (largest, at);
                        Assert.True(
                            ulps <= 1,
                            $"{Cpu.Isa} Single: sigmoid({z[i]:R}) expected {Oracle.Sigmoid(z[i])}, got {a[i]:R}, "
                            + $"error {ulps} ULP, bound 1 ULP");
                    }
                }
            }
        }

        output.WriteLine($"Single, dense: largest error {largest:F6} ULP at {at:R}");
    }

    private static int Exponent(double value) => (int)(BitConverter.DoubleToInt64Bits(value) >> 52) - 1023;
}
