using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VectorLR;

/// <summary>A vector of floats as integers of 30 bits times a power of two, each integer in two words: 2^15 high + low.</summary>
/// <remarks>
/// An element is off by at most 2^-29 of the largest magnitude, of which half is the usual case; both words are at most 2^14 in magnitude. The
/// vectors here are as wide as the CPU likes: every element's value depends on that element and the scale alone.
/// </remarks>
/// <param name="high">The high words, and after them the low ones and the tails.</param>
/// <param name="length">Elements.</param>
/// <param name="scale">What one unit of the integers is worth; NaN for a vector that cannot be words.</param>
internal readonly unsafe struct WordVector(short* high, int length, float scale)
{
    /// <summary>Bits of an integer's magnitude.</summary>
    private const int Bits = 29;

    /// <summary>The most words in a register.</summary>
    private const int MostWords = 64;

    public short* High { get; } = high;

    public short* Low => High + length;

    /// <summary>
    /// The last register's high words, ending with the last element's, with 0 for elements that whole registers from the first on have; so that
    /// a loop over registers may end with one that reaches back. The low ones are <see cref="MostWords"/> after.
    /// </summary>
    public short* TailHigh => Low + length;

    public short* TailLow => TailHigh + MostWords;

    public float Scale { get; } = scale;

    public bool IsWords => !float.IsNaN(Scale);

    /// <summary>Words that a vector's buffer must have.</summary>
    public static int BufferLength(int length) => (2 * length) + (2 * MostWords);

    /// <summary>
    /// The register of words from element j on, or, from beyond <paramref name="last"/>, the tail. Returns the register's first element.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Register<TWords>(nint j, nint last, out TWords high, out TWords low)
        where TWords : unmanaged, IWords<TWords>
    {
        short* highWords = High + j;
        short* lowWords = Low + j;
        if (j > last)
        {
            highWords = TailHigh;
            lowWords = TailLow;
            j = last;
        }

        (high, low) = (TWords.Load(highWords), TWords.Load(lowWords));
        return j;
    }

    /// <summary>Fills the buffer with words, rounding to nearest, or returns a vector that is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static WordVector Of<TWords>(float* values, int length, short* buffer)
        where TWords : unmanaged, IWords<TWords>
    {
        WordVector result = new(buffer, length, FindScale(values, length, out float units));
        if (!result.IsWords)
        {
            return result;
        }

        short* high = result.High;
        short* low = result.Low;
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            Vector256<int> first = ToIntegers(values + i, units);
            Vector256<int> second = ToIntegers(values + i + 8, units);
            Vector256<int> firstHigh = (first + Vector256.Create(1 << 14)) >> 15;
            Vector256<int> secondHigh = (second + Vector256.Create(1 << 14)) >> 15;
            Vector256.Narrow(firstHigh, secondHigh).Store(high + i);
            Vector256.Narrow(first - (firstHigh << 15), second - (secondHigh << 15)).Store(low + i);
        }

        for (; i < length; i++)
        {
            int integer = (int)MathF.Round(values[i] * units);
            int upper = (integer + (1 << 14)) >> 15;
            (high[i], low[i]) = ((short)upper, (short)(integer - (upper << 15)));
        }

        if (length >= TWords.Count)
        {
            for (int k = 0; k < TWords.Count; k++)
            {
                int j = length - TWords.Count + k;
                bool isDone = j < (length & -TWords.Count);
                (result.TailHigh[k], result.TailLow[k]) = isDone ? ((short)0, (short)0) : (high[j], low[j]);
            }
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToIntegers(float* values, float units) =>
        Vector256.ConvertToInt32Native(Vector256.Round(Vector256.Load(values) * units));

    /// <summary>
    /// The power of two of which the largest magnitude is between 2^28 and 2^29, and its reciprocal; NaN where an element is not finite, or where
    /// that power is not a normal float, so that integers cannot do.
    /// </summary>
    private static float FindScale(float* values, int length, out float units)
    {
        int largest = 0;
        int i = 0;
        if (length >= 16)
        {
            Vector256<int> some = Vector256<int>.Zero;
            Vector256<int> others = Vector256<int>.Zero;
            for (; i <= length - 16; i += 16)
            {
                some = Vector256.Max(some, Vector256.Load(values + i).AsInt32() & Vector256.Create(int.MaxValue));
                others = Vector256.Max(others, Vector256.Load(values + i + 8).AsInt32() & Vector256.Create(int.MaxValue));
            }

            some = Vector256.Max(some, others);
            for (int k = 0; k < 8; k++)
            {
                largest = Math.Max(largest, some[k]);
            }
        }

        for (; i < length; i++)
        {
            largest = Math.Max(largest, BitConverter.SingleToInt32Bits(values[i]) & int.MaxValue);
        }

        // 2^(e + 1 - 29) for a magnitude in [2^e, 2^(e + 1)).
        int exponent = (largest >> 23) + 1 - Bits;
        bool isPossible = exponent > 0 && exponent + Bits - 1 < 255;
        units = isPossible ? BitConverter.Int32BitsToSingle((254 - exponent) << 23) : 1;
        return largest == 0 ? 1 : isPossible ? BitConverter.Int32BitsToSingle(exponent << 23) : float.NaN;
    }
}
