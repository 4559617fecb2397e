using System.Numerics;
using System.Runtime.Intrinsics;

namespace VectorLR;

/// <summary>A vector of floats as integers of 30 bits times a power of two, each integer in two words: 2^15 high + low.</summary>
/// <remarks>
/// An element is off by at most 2^-29 of the largest magnitude, of which half is the usual case; both words are at most 2^14 in magnitude. The
/// vectors here are as wide as the CPU likes: every element's value depends on that element and the scale alone.
/// </remarks>
internal readonly unsafe struct WordVector(short* high, short* low, double scale)
{
    /// <summary>Bits of an integer's magnitude.</summary>
    private const int Bits = 29;

    public short* High { get; } = high;

    public short* Low { get; } = low;

    /// <summary>What one unit of the integers is worth.</summary>
    public double Scale { get; } = scale;

    /// <summary>Fills the words, rounding to nearest. The scale is the one that <see cref="FindScale"/> gives.</summary>
    public static WordVector Of(float* values, int length, short* high, short* low, double scale)
    {
        int i = 0;
        Vector512<float> units = Vector512.Create((float)(1 / scale));
        for (; i <= length - 32; i += 32)
        {
            // A product with a power of two is exact.
            Vector512<int> first = Vector512.ConvertToInt32(Vector512.Round(Vector512.Load(values + i) * units));
            Vector512<int> second = Vector512.ConvertToInt32(Vector512.Round(Vector512.Load(values + i + 16) * units));
            Vector512<int> firstHigh = (first + Vector512.Create(1 << 14)) >> 15;
            Vector512<int> secondHigh = (second + Vector512.Create(1 << 14)) >> 15;
            Vector512.Narrow(firstHigh, secondHigh).Store(high + i);
            Vector512.Narrow(first - (firstHigh << 15), second - (secondHigh << 15)).Store(low + i);
        }

        for (; i < length; i++)
        {
            Split(values[i], 1 / scale, out high[i], out low[i]);
        }

        return new(high, low, scale);
    }

    /// <summary>One element's words, <paramref name="units"/> being the reciprocal of the scale.</summary>
    public static void Split(float value, double units, out short high, out short low)
    {
        int integer = (int)Math.Round(value * units);
        int upper = (integer + (1 << 14)) >> 15;
        (high, low) = ((short)upper, (short)(integer - (upper << 15)));
    }

    /// <summary>
    /// The smallest power of two of which the largest magnitude is at most 2^29; NaN where an element is not finite, or where that power is not
    /// a normal float, so that integers cannot do.
    /// </summary>
    public static double FindScale(float* values, int length)
    {
        int largest = 0;
        int i = 0;
        if (length >= 16)
        {
            Vector512<int> some = Vector512<int>.Zero;
            for (; i <= length - 16; i += 16)
            {
                some = Vector512.Max(some, Vector512.Load(values + i).AsInt32() & Vector512.Create(int.MaxValue));
            }

            for (int k = 0; k < 16; k++)
            {
                largest = Math.Max(largest, some[k]);
            }
        }

        for (; i < length; i++)
        {
            largest = Math.Max(largest, BitConverter.SingleToInt32Bits(values[i]) & int.MaxValue);
        }

        float magnitude = BitConverter.Int32BitsToSingle(largest);
        double scale = magnitude == 0 ? 1 : Math.ScaleB(1, Math.ILogB(magnitude) + 1 - Bits);
        return float.IsFinite(magnitude) && float.IsNormal((float)scale) ? scale : double.NaN;
    }
}
