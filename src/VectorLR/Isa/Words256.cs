using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>16 words in a Vector256: x86-64 with AVX2 and FMA.</summary>
internal readonly unsafe struct Words256 : IWords<Words256>
{
    private readonly Vector256<short> _words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words256(Vector256<short> words) => _words = words;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Widen(byte* source) => new(Avx2.ConvertToVector256Int16(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Load(short* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 AddProducts(Words256 sum, Words256 a, Words256 b) =>
        new((sum._words.AsInt32() + Avx2.MultiplyAddAdjacent(a._words, b._words)).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Sums(
        Words256 high0, Words256 high1, Words256 high2, Words256 high3, Words256 low0, Words256 low1, Words256 low2, Words256 low3) =>
        Sums(Joined(high0, low0), Joined(high1, low1), Joined(high2, low2), Joined(high3, low3));

    /// <summary>The sums of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Sums(Vector256<long> first, Vector256<long> second, Vector256<long> third, Vector256<long> fourth)
    {
        Vector256<long> pair = Avx2.UnpackLow(first, second) + Avx2.UnpackHigh(first, second);
        Vector256<long> other = Avx2.UnpackLow(third, fourth) + Avx2.UnpackHigh(third, fourth);
        return Avx2.Permute2x128(pair, other, 0x20) + Avx2.Permute2x128(pair, other, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Joined(Words256 high, Words256 low) => Scaled(high, 1 << 15) + Scaled(low, 1);

    /// <summary>The even sums and the odd ones, each times the factor, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Scaled(Words256 value, int factor) =>
        Avx2.Multiply(value._words.AsInt32(), Vector256.Create(factor))
        + Avx2.Multiply((value._words.AsInt64() >>> 32).AsInt32(), Vector256.Create(factor));
}
