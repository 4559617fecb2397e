using System.Runtime.Intrinsics;

namespace VectorLR;

/// <summary>Two words, or the sum of their products, in plain integers: any CPU.</summary>
internal readonly unsafe struct WordsScalar : IWords<WordsScalar>
{
    private readonly int _first;
    private readonly int _second;

    private WordsScalar(int first, int second) => (_first, _second) = (first, second);

    public static int Count => 2;

    public static WordsScalar Widen(byte* source) => new(source[0], source[1]);

    public static WordsScalar Load(short* source) => new(source[0], source[1]);

    public static WordsScalar AddProducts(WordsScalar sum, WordsScalar a, WordsScalar b) =>
        new(sum._first + (a._first * b._first) + (a._second * b._second), 0);

    public static Vector256<long> Sums(
        WordsScalar high0, WordsScalar high1, WordsScalar high2, WordsScalar high3, WordsScalar low0, WordsScalar low1, WordsScalar low2, WordsScalar low3) =>
        Vector256.Create(Joined(high0, low0), Joined(high1, low1), Joined(high2, low2), Joined(high3, low3));

    private static long Joined(WordsScalar high, WordsScalar low) => ((long)high._first << 15) + low._first;
}
