using System.Runtime.CompilerServices;

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

    /// <summary>Rows that AddScaled takes at a time. Part of its definition: their products are added exactly, and rounded once.</summary>
    private const int RowsAtOnce = 8;

    /// <summary>A cache line; the registers' sizes divide it.</summary>
    private const int Line = 64;

    /// <summary>sums_i += row_i . vector, exact in 2^24 columns at a time but for the last rounding.</summary>
    public static void AddDots<TWords>(byte* x, nint stride, int rows, WordVector vector, int length, float* sums, bool isFar)
        where TWords : unmanaged, IWords<TWords>
    {
        float* four = stackalloc float[4];
        for (int start = 0; start < length; start += Stretch)
        {
            int columns = Math.Min(Stretch, length - start);
            WordVector part = new(vector.High + start, vector.Low + start, vector.Scale);
            int row = 0;
            for (; row <= rows - 4; row += 4)
            {
                AddFourDots<TWords>(x + start + (row * stride), stride, part, columns, sums + row, isFar);
            }

            for (; row < rows; row++)
            {
                // The same row four times: the sums are exact, so how many go together is of no consequence.
                four[0] = sums[row];
                AddFourDots<TWords>(x + start + (row * stride), 0, part, columns, four, isFar: false);
                sums[row] = four[0];
            }
        }
    }

    /// <summary>vector += scale_0 row_0 + scale_1 row_1 + ...: eight rows at a time, added exactly, the scales as integers of 30 bits.</summary>
    public static void AddScaled<TWords, TLanes>(byte* x, nint stride, int rows, float* scales, int length, float* vector, bool isFar)
        where TWords : unmanaged, IWords<TWords>
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        for (int row = 0; row < rows; row += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - row);
            double scale = WordVector.FindScale(scales + row, count);
            if (double.IsNaN(scale))
            {
                Rows.AddScaled<byte, float, TLanes>(x + (row * stride), stride, count, scales + row, length, vector, isFar);
            }
            else
            {
                AddEightScaled<TWords>(x + (row * stride), stride, count, scales + row, scale, length, vector, isFar);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddFourDots<TWords>(byte* x0, nint stride, WordVector vector, int length, float* sums, bool isFar)
        where TWords : unmanaged, IWords<TWords>
    {
        byte* x1 = x0 + stride;
        byte* x2 = x1 + stride;
        byte* x3 = x2 + stride;
        long* totals = stackalloc long[4];
        (totals[0], totals[1], totals[2], totals[3]) = (0, 0, 0, 0);
        int j = AddFourProducts<TWords>(x0, x1, x2, x3, vector, 0, length, totals, isFar ? 4 * stride : 0);
        if (length - j >= Words128.Count)
        {
            // What is left of a wide register goes by eights.
            j = AddFourProducts<Words128>(x0, x1, x2, x3, vector, j, length, totals, ahead: 0);
        }

        for (; j < length; j++)
        {
            long weight = ((long)vector.High[j] << 15) + vector.Low[j];
            totals[0] += weight * x0[j];
            totals[1] += weight * x1[j];
            totals[2] += weight * x2[j];
            totals[3] += weight * x3[j];
        }

        for (int k = 0; k < 4; k++)
        {
            sums[k] = (float)(sums[k] + (vector.Scale * totals[k]));
        }
    }

    /// <summary>Adds the products of whole registers from column j on, and returns the column after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddFourProducts<TWords>(
        byte* x0, byte* x1, byte* x2, byte* x3, WordVector vector, int j, int length, long* totals, nint ahead)
        where TWords : unmanaged, IWords<TWords>
    {
        while (j <= length - TWords.Count)
        {
            // 128 additions at most, of two products each: half of what 32 bits hold.
            int end = j + (TWords.Count * Math.Min(128, (length - j) / TWords.Count));
            TWords high0 = default, high1 = default, high2 = default, high3 = default;
            TWords low0 = default, low1 = default, low2 = default, low3 = default;
            for (; j < end; j += TWords.Count)
            {
                if (ahead != 0 && j % Line == 0)
                {
                    Ask(x0 + ahead + j, (nint)(x1 - x0));
                }

                TWords high = TWords.Load(vector.High + j);
                TWords low = TWords.Load(vector.Low + j);
                TWords x = TWords.Widen(x0 + j);
                high0 = TWords.AddProducts(high0, x, high);
                low0 = TWords.AddProducts(low0, x, low);
                x = TWords.Widen(x1 + j);
                high1 = TWords.AddProducts(high1, x, high);
                low1 = TWords.AddProducts(low1, x, low);
                x = TWords.Widen(x2 + j);
                high2 = TWords.AddProducts(high2, x, high);
                low2 = TWords.AddProducts(low2, x, low);
                x = TWords.Widen(x3 + j);
                high3 = TWords.AddProducts(high3, x, high);
                low3 = TWords.AddProducts(low3, x, low);
            }

            totals[0] += TWords.Sum(high0, low0);
            totals[1] += TWords.Sum(high1, low1);
            totals[2] += TWords.Sum(high2, low2);
            totals[3] += TWords.Sum(high3, low3);
        }

        return j;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddEightScaled<TWords>(byte* x, nint stride, int rows, float* scales, double scale, int length, float* vector, bool isFar)
        where TWords : unmanaged, IWords<TWords>
    {
        short* high = stackalloc short[RowsAtOnce];
        short* low = stackalloc short[RowsAtOnce];
        for (int k = 0; k < RowsAtOnce; k++)
        {
            (high[k], low[k]) = (0, 0);
            if (k < rows)
            {
                WordVector.Split(scales[k], 1 / scale, out high[k], out low[k]);
            }
        }

        // A row that is not there is the first one, zero times.
        byte** row = stackalloc byte*[RowsAtOnce];
        for (int k = 0; k < RowsAtOnce; k++)
        {
            row[k] = k < rows ? x + (k * stride) : x;
        }

        float lowScale = (float)scale;
        float highScale = (float)(scale * (1 << 15));
        int j = AddEightProducts<TWords>(row, high, low, highScale, lowScale, 0, length, vector, isFar ? 8 * stride : 0);
        if (length - j >= Words128.Count)
        {
            j = AddEightProducts<Words128>(row, high, low, highScale, lowScale, j, length, vector, ahead: 0);
        }

        for (; j < length; j++)
        {
            int sumHigh = 0;
            int sumLow = 0;
            for (int k = 0; k < RowsAtOnce; k++)
            {
                sumHigh += high[k] * row[k][j];
                sumLow += low[k] * row[k][j];
            }

            vector[j] = float.FusedMultiplyAdd(sumLow, lowScale, float.FusedMultiplyAdd(sumHigh, highScale, vector[j]));
        }
    }

    /// <summary>Adds the products of whole registers from column j on, and returns the column after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddEightProducts<TWords>(
        byte** row, short* high, short* low, float highScale, float lowScale, int j, int length, float* vector, nint ahead)
        where TWords : unmanaged, IWords<TWords>
    {
        byte* x0 = row[0];
        byte* x1 = row[1];
        byte* x2 = row[2];
        byte* x3 = row[3];
        byte* x4 = row[4];
        byte* x5 = row[5];
        byte* x6 = row[6];
        byte* x7 = row[7];
        TWords high0 = TWords.BroadcastPair(high[0], high[1]);
        TWords high1 = TWords.BroadcastPair(high[2], high[3]);
        TWords high2 = TWords.BroadcastPair(high[4], high[5]);
        TWords high3 = TWords.BroadcastPair(high[6], high[7]);
        TWords low0 = TWords.BroadcastPair(low[0], low[1]);
        TWords low1 = TWords.BroadcastPair(low[2], low[3]);
        TWords low2 = TWords.BroadcastPair(low[4], low[5]);
        TWords low3 = TWords.BroadcastPair(low[6], low[7]);
        for (; j <= length - TWords.Count; j += TWords.Count)
        {
            if (ahead != 0 && j % Line == 0)
            {
                Ask(x0 + ahead + j, (nint)(x1 - x0));
                Ask(x4 + ahead + j, (nint)(x1 - x0));
            }

            TWords sumHighLower = default, sumHighUpper = default, sumLowLower = default, sumLowUpper = default;
            TWords.Pair(x0 + j, x1 + j, out TWords lower, out TWords upper);
            sumHighLower = TWords.AddProducts(sumHighLower, lower, high0);
            sumLowLower = TWords.AddProducts(sumLowLower, lower, low0);
            sumHighUpper = TWords.AddProducts(sumHighUpper, upper, high0);
            sumLowUpper = TWords.AddProducts(sumLowUpper, upper, low0);
            TWords.Pair(x2 + j, x3 + j, out lower, out upper);
            sumHighLower = TWords.AddProducts(sumHighLower, lower, high1);
            sumLowLower = TWords.AddProducts(sumLowLower, lower, low1);
            sumHighUpper = TWords.AddProducts(sumHighUpper, upper, high1);
            sumLowUpper = TWords.AddProducts(sumLowUpper, upper, low1);
            TWords.Pair(x4 + j, x5 + j, out lower, out upper);
            sumHighLower = TWords.AddProducts(sumHighLower, lower, high2);
            sumLowLower = TWords.AddProducts(sumLowLower, lower, low2);
            sumHighUpper = TWords.AddProducts(sumHighUpper, upper, high2);
            sumLowUpper = TWords.AddProducts(sumLowUpper, upper, low2);
            TWords.Pair(x6 + j, x7 + j, out lower, out upper);
            sumHighLower = TWords.AddProducts(sumHighLower, lower, high3);
            sumLowLower = TWords.AddProducts(sumLowLower, lower, low3);
            sumHighUpper = TWords.AddProducts(sumHighUpper, upper, high3);
            sumLowUpper = TWords.AddProducts(sumLowUpper, upper, low3);
            TWords.AddScaled(sumHighLower, sumLowLower, highScale, lowScale, vector + j);
            TWords.AddScaled(sumHighUpper, sumLowUpper, highScale, lowScale, vector + j + (TWords.Count / 2));
        }

        return j;
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
