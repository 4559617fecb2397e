using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace VectorLR.Tests.Textbook;

/// <summary>How two results are held against each other: to the bit, or within a bound that was derived for the case.</summary>
internal static class Agreement
{
    /// <summary>2^-53, the unit roundoff of double.</summary>
    public const double DoubleRoundoff = 1.0 / (1L << 53);

    /// <summary>2^-24, the unit roundoff of float.</summary>
    public const double SingleRoundoff = 1.0 / (1L << 24);

    /// <summary>
    /// What this process can run: the runtime emulates 512-bit and 128-bit registers where the hardware has none, but not AVX2.
    /// </summary>
    public static Isa[] Isas { get; } =
        Avx2.IsSupported && Fma.IsSupported ? [Isa.Scalar, Isa.Neon, Isa.Avx2, Isa.Avx512] : [Isa.Scalar, Isa.Neon, Isa.Avx512];

    /// <summary>k u / (1 - k u), the bound on k rounding errors one upon another (Higham, section 3.1).</summary>
    public static double Gamma(double k, double roundoff) => k * roundoff / (1 - (k * roundoff));

    public static void Within(string what, double expected, double got, double bound) =>
        Assert.True(
            Math.Abs(got - expected) <= bound,
            $"{what}: expected {expected:R}, got {got:R}, off by {Math.Abs(got - expected):E3}, bound {bound:E3}");

    public static void SameBits(string what, double expected, double got) =>
        Assert.True(
            BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(got),
            $"{what}: expected {expected:R}, got {got:R}, which has other bits");

    public static void SameBits(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> got)
    {
        Assert.True(expected.Length == got.Length, $"{what}: expected length {expected.Length}, got {got.Length}");
        int same = MemoryMarshal.Cast<double, long>(expected).CommonPrefixLength(MemoryMarshal.Cast<double, long>(got));
        if (same < expected.Length)
        {
            SameBits($"{what}, index {same}", expected[same], got[same]);
        }
    }
}
