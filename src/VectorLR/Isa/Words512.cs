using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>32 words in a Vector512: x86-64 with AVX-512 (BW, which every CPU has for which the runtime reports Vector512). Elsewhere the runtime emulates it, for the tests.</summary>
internal readonly unsafe struct Words512 : IWords<Words512>
{
    private readonly Vector512<short> _words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words512(Vector512<short> words) => _words = words;

    public static int Count => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Widen(byte* source) => new(Widen(Vector256.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Load(short* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 AddProducts(Words512 sum, Words512 a, Words512 b) => new((sum._words.AsInt32() + Multiply(a._words, b._words)).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Sums(
        Words512 high0, Words512 high1, Words512 high2, Words512 high3, Words512 low0, Words512 low1, Words512 low2, Words512 low3)
    {
        Vector512<long> first = Joined(high0, low0);
        Vector512<long> second = Joined(high1, low1);
        Vector512<long> third = Joined(high2, low2);
        Vector512<long> fourth = Joined(high3, low3);
        return Avx2.IsSupported
            ? Words256.Sums(
                first.GetLower() + first.GetUpper(),
                second.GetLower() + second.GetUpper(),
                third.GetLower() + third.GetUpper(),
                fourth.GetLower() + fourth.GetUpper())
            : Vector256.Create(Vector512.Sum(first), Vector512.Sum(second), Vector512.Sum(third), Vector512.Sum(fourth));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Widen(Vector256<byte> bytes) => Avx512BW.IsSupported
        ? Avx512BW.ConvertToVector512Int16(bytes)
        : Vector512.Create(Vector256.WidenLower(bytes), Vector256.WidenUpper(bytes)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Multiply(Vector512<short> a, Vector512<short> b) => Avx512BW.IsSupported
        ? Avx512BW.MultiplyAddAdjacent(a, b)
        : Vector512.Create(
            Vector256.Create(Words128.Multiply(a.GetLower().GetLower(), b.GetLower().GetLower()), Words128.Multiply(a.GetLower().GetUpper(), b.GetLower().GetUpper())),
            Vector256.Create(Words128.Multiply(a.GetUpper().GetLower(), b.GetUpper().GetLower()), Words128.Multiply(a.GetUpper().GetUpper(), b.GetUpper().GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Joined(Words512 high, Words512 low) => Scaled(high, 15) + Scaled(low, 0);

    /// <summary>The even sums and the odd ones, each times 2^power, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Scaled(Words512 value, int power)
    {
        Vector512<long> both = value._words.AsInt64();
        return (both << 32 >> (32 - power)) + (both >> 32 << power);
    }
}
