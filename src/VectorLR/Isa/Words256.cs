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
    public static Words256 BroadcastPair(short first, short second) => new(Vector256.Create((second << 16) | (ushort)first).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 AddProducts(Words256 sum, Words256 a, Words256 b) =>
        new((sum._words.AsInt32() + Avx2.MultiplyAddAdjacent(a._words, b._words)).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pair(byte* firstRow, byte* secondRow, out Words256 lower, out Words256 upper)
    {
        Vector128<byte> first = Vector128.Load(firstRow);
        Vector128<byte> second = Vector128.Load(secondRow);
        lower = new(Avx2.ConvertToVector256Int16(Sse2.UnpackLow(first, second)));
        upper = new(Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(first, second)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sum(Words256 high, Words256 low) => Vector256.Sum((Widened(high) << 15) + Widened(low));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(Words256 high, Words256 low, float highScale, float lowScale, float* destination)
    {
        Vector256<float> sum = Fma.MultiplyAdd(
            Avx.ConvertToVector256Single(high._words.AsInt32()), Vector256.Create(highScale), Vector256.Load(destination));
        Fma.MultiplyAdd(Avx.ConvertToVector256Single(low._words.AsInt32()), Vector256.Create(lowScale), sum).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Widened(Words256 value) => Vector256.WidenLower(value._words.AsInt32()) + Vector256.WidenUpper(value._words.AsInt32());
}
