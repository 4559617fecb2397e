using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VectorLR;

/// <summary>The two loops of <see cref="Rows"/> for rows of bytes, with exact integer products.</summary>
/// <remarks>
/// A byte times a word of a weight goes into 32 bits without rounding, two products to an instruction, so that integers do in one pass over
/// the pixels what conversions to float spend on the conversions alone.
/// </remarks>
internal static unsafe class ByteRows
{
    /// <summary>Columns whose products are added up in 64 bits before they go to a double: far below 2^63 / (255 2^30), and the same on every CPU.</summary>
    private const int Stretch = 1 << 24;

    /// <summary>Additions of two products each, of which 32 bits hold twice as many.</summary>
    private const int Additions = 128;

    /// <summary>Rows that AddScaled takes at a time. Part of its definition: their products are added exactly, and rounded once.</summary>
    private const int RowsAtOnce = 8;

    /// <summary>A cache line; the registers' sizes divide it.</summary>
    private const int Line = 64;

    /// <summary>sums_i += row_i . vector, exact in 2^24 columns at a time but for the last rounding.</summary>
    public static void AddDots<TWords>(byte* x, nint stride, int rows, in WordVector vector, int length, float* sums, bool isFar)
        where TWords : unmanaged, IWords<TWords>
    {
        for (long start = 0; start < length; start += Stretch)
        {
            nint end = (nint)Math.Min(start + Stretch, length);
            int row = 0;
            if (length >= TWords.Count)
            {
                for (; row <= rows - 4; row += 4)
                {
                    AddFourDots<TWords>(x + (row * stride), stride, in vector, (nint)start, end, sums + row, isFar);
                }
            }

            for (; row < rows; row++)
            {
                AddDot<TWords>(x + (row * stride), in vector, (nint)start, end, sums + row);
            }
        }
    }

    /// <summary>vector += scale_0 row_0 + scale_1 row_1 + ...: eight rows at a time, added exactly, the scales as integers of 30 bits.</summary>
    public static void AddScaled<TWords, TLanes>(byte* x, nint stride, int rows, float* scales, int length, float* vector, bool isFar)
        where TWords : unmanaged, IWords<TWords>
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        short* words = stackalloc short[2 * RowsAtOnce];
        for (int row = 0; row < rows; row += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - row);
            float scale = WordVector.OfEight(scales + row, count, words);
            if (float.IsNaN(scale))
            {
                Rows.AddScaled<byte, float, TLanes>(x + (row * stride), stride, count, scales + row, length, vector, isFar);
            }
            else
            {
                AddEightScaled<TWords>(x + (row * stride), stride, count, words, scale, length, vector, isFar);
            }
        }
    }

    /// <summary>Four rows, the columns from start to end, of vectors that fill a register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddFourDots<TWords>(byte* x0, nint stride, in WordVector vector, nint start, nint end, float* sums, bool isFar)
        where TWords : unmanaged, IWords<TWords>
    {
        byte* x1 = x0 + stride;
        byte* x2 = x1 + stride;
        byte* x3 = x2 + stride;
        nint ahead = isFar ? 4 * stride : 0;
        nint last = end - TWords.Count;
        Vector256<long> totals = Vector256<long>.Zero;
        for (nint j = start; j < end;)
        {
            nint stop = Math.Min(j + (TWords.Count * Additions), end);
            TWords high0 = default, high1 = default, high2 = default, high3 = default;
            TWords low0 = default, low1 = default, low2 = default, low3 = default;
            for (; j < stop; j += TWords.Count)
            {
                if (ahead != 0 && j % Line == 0)
                {
                    Ask(x0 + ahead + j, stride);
                }

                nint at = vector.Register<TWords>(j, last, out TWords high, out TWords low);
                TWords x = TWords.Widen(x0 + at);
                high0 = TWords.AddProducts(high0, x, high);
                low0 = TWords.AddProducts(low0, x, low);
                x = TWords.Widen(x1 + at);
                high1 = TWords.AddProducts(high1, x, high);
                low1 = TWords.AddProducts(low1, x, low);
                x = TWords.Widen(x2 + at);
                high2 = TWords.AddProducts(high2, x, high);
                low2 = TWords.AddProducts(low2, x, low);
                x = TWords.Widen(x3 + at);
                high3 = TWords.AddProducts(high3, x, high);
                low3 = TWords.AddProducts(low3, x, low);
            }

            totals += TWords.Sums(high0, high1, high2, high3, low0, low1, low2, low3);
        }

        Vector128<float> old = Vector128.Load(sums);
        Vector256<double> sum = Vector256.Create(Vector128.WidenLower(old), Vector128.WidenUpper(old))
            + (Vector256.ConvertToDouble(totals) * vector.Scale);
        Vector128.Narrow(sum.GetLower(), sum.GetUpper()).Store(sums);
    }

    /// <summary>One row, the columns from start to end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddDot<TWords>(byte* x, in WordVector vector, nint start, nint end, float* sum)
        where TWords : unmanaged, IWords<TWords>
    {
        long total = 0;
        nint j = start;
        nint last = end - TWords.Count;
        while (j < end && last >= 0)
        {
            nint stop = Math.Min(j + (TWords.Count * Additions), end);
            TWords sumHigh = default, sumLow = default;
            for (; j < stop; j += TWords.Count)
            {
                nint at = vector.Register<TWords>(j, last, out TWords high, out TWords low);
                TWords values = TWords.Widen(x + at);
                sumHigh = TWords.AddProducts(sumHigh, values, high);
                sumLow = TWords.AddProducts(sumLow, values, low);
            }

            total += TWords.Sums(sumHigh, default, default, default, sumLow, default, default, default)[0];
        }

        for (; j < end; j++)
        {
            total += (((long)vector.High[j] << 15) + vector.Low[j]) * x[j];
        }

        *sum = (float)(*sum + (vector.Scale * (double)total));
    }

    /// <param name="x">The first row.</param>
    /// <param name="stride">From the start of one row to the next.</param>
    /// <param name="rows">How many there are, up to eight.</param>
    /// <param name="words">Eight scales' high words, then the low ones, 0 for rows that are not there.</param>
    /// <param name="scale">What one unit of the scales is worth.</param>
    /// <param name="length">Columns.</param>
    /// <param name="vector">What is added to.</param>
    /// <param name="isFar">Whether the rows come from memory.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddEightScaled<TWords>(byte* x, nint stride, int rows, short* words, float scale, int length, float* vector, bool isFar)
        where TWords : unmanaged, IWords<TWords>
    {
        // A row that is not there is the first one, zero times.
        byte* x0 = x;
        byte* x1 = rows > 1 ? x + stride : x;
        byte* x2 = rows > 2 ? x + (2 * stride) : x;
        byte* x3 = rows > 3 ? x + (3 * stride) : x;
        byte* x4 = rows > 4 ? x + (4 * stride) : x;
        byte* x5 = rows > 5 ? x + (5 * stride) : x;
        byte* x6 = rows > 6 ? x + (6 * stride) : x;
        byte* x7 = rows > 7 ? x + (7 * stride) : x;
        nint ahead = isFar ? 8 * stride : 0;
        float highScale = scale * (1 << 15);
        float* kept = stackalloc float[WordVector.MostWords];
        if (length < TWords.Count)
        {
            AddEightScaled(x, stride, rows, words, highScale, scale, length, vector);
            return;
        }

        TWords high0 = TWords.BroadcastPair(words);
        TWords high1 = TWords.BroadcastPair(words + 2);
        TWords high2 = TWords.BroadcastPair(words + 4);
        TWords high3 = TWords.BroadcastPair(words + 6);
        TWords low0 = TWords.BroadcastPair(words + 8);
        TWords low1 = TWords.BroadcastPair(words + 10);
        TWords low2 = TWords.BroadcastPair(words + 12);
        TWords low3 = TWords.BroadcastPair(words + 14);
        nint last = length - TWords.Count;
        for (nint j = 0; j < length; j += TWords.Count)
        {
            if (ahead != 0 && j % Line == 0)
            {
                Ask(x0 + ahead + j, stride);
                Ask(x4 + ahead + j, stride);
            }

            nint at = j;
            float* destination = vector + j;
            if (j > last)
            {
                // The last register reaches back; of what it adds only the new columns are kept.
                at = last;
                destination = kept;
                new ReadOnlySpan<float>(vector + last, TWords.Count).CopyTo(new Span<float>(kept, TWords.Count));
            }

            TWords sumHighLower = default, sumHighUpper = default, sumLowLower = default, sumLowUpper = default;
            TWords.Pair(x0 + at, x1 + at, out TWords lower, out TWords upper);
            sumHighLower = TWords.AddProducts(sumHighLower, lower, high0);
            sumLowLower = TWords.AddProducts(sumLowLower, lower, low0);
            sumHighUpper = TWords.AddProducts(sumHighUpper, upper, high0);
            sumLowUpper = TWords.AddProducts(sumLowUpper, upper, low0);
            TWords.Pair(x2 + at, x3 + at, out lower, out upper);
            sumHighLower = TWords.AddProducts(sumHighLower, lower, high1);
            sumLowLower = TWords.AddProducts(sumLowLower, lower, low1);
            sumHighUpper = TWords.AddProducts(sumHighUpper, upper, high1);
            sumLowUpper = TWords.AddProducts(sumLowUpper, upper, low1);
            TWords.Pair(x4 + at, x5 + at, out lower, out upper);
            sumHighLower = TWords.AddProducts(sumHighLower, lower, high2);
            sumLowLower = TWords.AddProducts(sumLowLower, lower, low2);
            sumHighUpper = TWords.AddProducts(sumHighUpper, upper, high2);
            sumLowUpper = TWords.AddProducts(sumLowUpper, upper, low2);
            TWords.Pair(x6 + at, x7 + at, out lower, out upper);
            sumHighLower = TWords.AddProducts(sumHighLower, lower, high3);
            sumLowLower = TWords.AddProducts(sumLowLower, lower, low3);
            sumHighUpper = TWords.AddProducts(sumHighUpper, upper, high3);
            sumLowUpper = TWords.AddProducts(sumLowUpper, upper, low3);
            TWords.AddScaled(sumHighLower, sumLowLower, highScale, scale, destination);
            TWords.AddScaled(sumHighUpper, sumLowUpper, highScale, scale, destination + (TWords.Count / 2));
            if (j > last)
            {
                new ReadOnlySpan<float>(kept + (j - last), (int)(length - j)).CopyTo(new Span<float>(vector + j, (int)(length - j)));
            }
        }
    }

    /// <summary>The same column by column, for vectors that do not fill a register.</summary>
    private static void AddEightScaled(byte* x, nint stride, int rows, short* words, float highScale, float lowScale, int length, float* vector)
    {
        for (int j = 0; j < length; j++)
        {
            int sumHigh = 0;
            int sumLow = 0;
            for (int k = 0; k < rows; k++)
            {
                sumHigh += words[k] * x[(k * stride) + j];
                sumLow += words[RowsAtOnce + k] * x[(k * stride) + j];
            }

            vector[j] = float.FusedMultiplyAdd(sumLow, lowScale, float.FusedMultiplyAdd(sumHigh, highScale, vector[j]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask(byte* x, nint stride)
    {
        Lanes.Prefetch(x);
        Lanes.Prefetch(x + stride);
        Lanes.Prefetch(x + (2 * stride));
        Lanes.Prefetch(x + (3 * stride));
    }
}
