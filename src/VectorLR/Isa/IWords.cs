using System.Runtime.Intrinsics;

namespace VectorLR;

/// <summary>A register of 16-bit words, or of the 32-bit sums of their products, for exact arithmetic on bytes.</summary>
/// <remarks>
/// Integer sums are exact, so the same on every CPU in whatever order: unlike <see cref="ILanes{TSelf, T}"/>, a register is as wide as suits the
/// instruction set. A word of a weight is at most 2^14 in magnitude, so that a sum of two products with bytes is below 2^23 and 256 of
/// them fit in 32 bits.
/// </remarks>
internal unsafe interface IWords<TSelf>
    where TSelf : unmanaged, IWords<TSelf>
{
    /// <summary>Words in a register, a power of two up to 64; there are half as many sums.</summary>
    static abstract int Count { get; }

    /// <summary>Loads that many bytes, each as a word.</summary>
    static abstract TSelf Widen(byte* source);

    static abstract TSelf Load(short* source);

    /// <summary>sum_k + a_2k b_2k + a_2k+1 b_2k+1.</summary>
    static abstract TSelf AddProducts(TSelf sum, TSelf a, TSelf b);

    /// <summary>For each of four rows, 2^15 times the sum of its high sums and the sum of its low ones.</summary>
    static abstract Vector256<long> Sums(
        TSelf high0, TSelf high1, TSelf high2, TSelf high3, TSelf low0, TSelf low1, TSelf low2, TSelf low3);
}
