using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VectorLR;

/// <summary>Dot products of rows of bytes in exact integers.</summary>
/// <remarks>
/// A byte times a word of a weight goes into 32 bits without rounding, two products to an instruction. That takes as long as converting bytes to
/// float does: for a row of 12288 in the second-level cache 452 ns against 409 (Zen 4, AVX-512), 506 against 412 with AVX2, and from memory a little
/// less. What is gained is accuracy. For the other loop, AddScaled, eight rows' products added exactly, with the scales as words, took 574 ns
/// a row where conversions take 627, and 853 instead of 645 with AVX2, and are not here.
/// </remarks>
internal static unsafe class ByteRows
{
    /// <summary>Columns whose products are added up in 64 bits before they go to a double: far below 2^63 / (255 2^30), and the same on every CPU.</summary>
    private const int Stretch = 1 << 24;

    /// <summary>Additions of two products each, of which 32 bits hold twice as many.</summary>
    private const int Additions = 128;

    /// <summary>sums_i += row_i . vector, exact in 2^24 columns at a time but for the last rounding.</summary>
    public static void AddDots<TWords>(byte* x, nint stride, int rows, in WordVector vector, int length, float* sums, Asking asking)
        where TWords : unmanaged, IWords<TWords>
    {
        switch (asking)
        {
            case Asking.Onward:
                AddDots<TWords, AskOnward>(x, stride, rows, in vector, length, sums);
                break;
            case Asking.NextRows:
                AddDots<TWords, AskNextRows>(x, stride, rows, in vector, length, sums);
                break;
            case Asking.NextGroup:
                AddDots<TWords, AskNextGroup>(x, stride, rows, in vector, length, sums);
                break;
            default:
                AddDots<TWords, AskNothing>(x, stride, rows, in vector, length, sums);
                break;
        }
    }

    private static void AddDots<TWords, TAsking>(byte* x, nint stride, int rows, in WordVector vector, int length, float* sums)
        where TWords : unmanaged, IWords<TWords>
        where TAsking : IAsking
    {
        for (long start = 0; start < length; start += Stretch)
        {
            nint end = (nint)Math.Min(start + Stretch, length);
            int row = 0;
            if (length >= TWords.Count)
            {
                for (; row <= rows - 4; row += 4)
                {
                    byte* four = x + (row * stride);
                    byte* ahead = TAsking.Ahead(four, stride, row, rows, isBackward: false);
                    AddFourDots<TWords, TAsking>(four, stride, ahead, in vector, (nint)start, end, sums + row);
                }
            }

            for (; row < rows; row++)
            {
                AddDot<TWords>(x + (row * stride), in vector, (nint)start, end, sums + row);
            }
        }
    }

    /// <summary>Four rows, the columns from start to end, of vectors that fill a register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddFourDots<TWords, TAsking>(byte* x0, nint stride, byte* ahead, in WordVector vector, nint start, nint end, float* sums)
        where TWords : unmanaged, IWords<TWords>
        where TAsking : IAsking
    {
        byte* x1 = x0 + stride;
        byte* x2 = x1 + stride;
        byte* x3 = x2 + stride;
        nint last = end - TWords.Count;
        Vector256<long> totals = Vector256<long>.Zero;
        for (nint j = start; j < end;)
        {
            nint stop = Math.Min(j + (TWords.Count * Additions), end);
            TWords high0 = default, high1 = default, high2 = default, high3 = default;
            TWords low0 = default, low1 = default, low2 = default, low3 = default;
            for (; j < stop; j += TWords.Count)
            {
                TAsking.Ask(ahead, j, stride, TWords.Count);
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
}
