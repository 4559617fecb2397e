using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>8 words in a Vector128: ARM64 Advanced SIMD. Elsewhere the runtime emulates it, for the tests.</summary>
internal readonly unsafe struct Words128 : IWords<Words128>
{
    private readonly Vector128<short> _words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words128(Vector128<short> words) => _words = words;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Widen(byte* source) => new(Widen(Vector64.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Load(short* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 AddProducts(Words128 sum, Words128 a, Words128 b) => new((sum._words.AsInt32() + Multiply(a._words, b._words)).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Sums(
        Words128 high0, Words128 high1, Words128 high2, Words128 high3, Words128 low0, Words128 low1, Words128 low2, Words128 low3) =>
        Vector256.Create(
            Vector128.Create(Vector128.Sum(Joined(high0, low0)), Vector128.Sum(Joined(high1, low1))),
            Vector128.Create(Vector128.Sum(Joined(high2, low2)), Vector128.Sum(Joined(high3, low3))));

    /// <summary>a_2k b_2k + a_2k+1 b_2k+1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Multiply(Vector128<short> a, Vector128<short> b)
    {
        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.AddPairwise(
                AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b));
        }

        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(a, b);
        }

        // The even words and the odd ones, with their signs.
        return ((a.AsInt32() << 16 >> 16) * (b.AsInt32() << 16 >> 16)) + ((a.AsInt32() >> 16) * (b.AsInt32() >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Widen(Vector64<byte> bytes) => Vector128.WidenLower(bytes.ToVector128Unsafe()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Joined(Words128 high, Words128 low) => (Widened(high) << 15) + Widened(low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<long> Widened(Words128 value) => Vector128.WidenLower(value._words.AsInt32()) + Vector128.WidenUpper(value._words.AsInt32());
}
