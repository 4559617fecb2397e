using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>At most <see cref="MaxCount"/> rows of a matrix, in fours a quarter of the tile apart.</summary>
/// <param name="origin">The first row.</param>
/// <param name="stride">Elements from a row to the next.</param>
/// <param name="count">The rows, t.</param>
/// <param name="length">The columns.</param>
/// <param name="end">Where the matrix ends in memory.</param>
/// <remarks>
/// With q = floor(t / 4), the i-th four are rows i, i + q, i + 2q and i + 3q: four streams that run through memory in order, which a CPU's own prefetchers follow.
/// The rows that are left, at most three, come last and one by one.
/// One value for each row stands in the order of the fours: that of row i + k q at 4 i + k. <see cref="ToFours"/> and <see cref="FromFours"/> convert.
/// </remarks>
internal readonly unsafe struct RowTile<TX, T>(TX* origin, nint stride, int count, int length, TX* end)
    where TX : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of a tile, but for the last of a matrix. Shorter tiles have too short streams where rows are short.</summary>
    public static int MaxCount => 8192 / sizeof(T);

    public int Count => count;

    /// <summary>How many fours there are.</summary>
    public int Fours => count / 4;

    /// <summary>How many rows of a matrix the tile that begins with one has.</summary>
    public static int CountFrom(int start, int rows) => Math.Min(MaxCount, rows - start);

    /// <summary>sums += row . vector for some of the fours.</summary>
    public void AddDots<TLanes>(int first, int fours, T* vector, T* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int padded = CountPadded(first, fours);
        RowProducts.DotRows<TX, T, TLanes>(Streams(first, padded, true), vector, length, sums + (4 * first));
        if (padded < fours)
        {
            first += padded;
            RowProducts.DotRows<TX, T, TLanes>(Streams(first, fours - padded, false), vector, length, sums + (4 * first));
        }
    }

    /// <summary>sums += row . vector for the rows that come last.</summary>
    public void AddLastDots<TLanes>(T* vector, T* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 4 * Fours; i < count; i++)
        {
            sums[i] += RowProducts.Dot<TX, T, TLanes>(origin + (i * stride), vector, length);
        }
    }

    /// <summary>vector += scale row for some of the fours.</summary>
    public void AddAxpys<TLanes>(int first, int fours, T* scales, T* vector)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int padded = CountPadded(first, fours);
        RowProducts.AxpyRows<TX, T, TLanes>(Streams(first, padded, true), scales + (4 * first), length, vector);
        if (padded < fours)
        {
            first += padded;
            RowProducts.AxpyRows<TX, T, TLanes>(Streams(first, fours - padded, false), scales + (4 * first), length, vector);
        }
    }

    /// <summary>vector += scale row for the rows that come last.</summary>
    public void AddLastAxpys<TLanes>(T* scales, T* vector)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 4 * Fours; i < count; i++)
        {
            RowProducts.Axpy<TX, T, TLanes>(scales[i], origin + (i * stride), length, vector);
        }
    }

    /// <summary>From the order of the rows to the order of the fours.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void ToFours(T* rows, T* fours)
    {
        int quarter = Fours;
        T* second = rows + quarter;
        T* third = second + quarter;
        T* fourth = third + quarter;
        for (nint i = 0; i < quarter; i++)
        {
            fours[(4 * i) + 0] = rows[i];
            fours[(4 * i) + 1] = second[i];
            fours[(4 * i) + 2] = third[i];
            fours[(4 * i) + 3] = fourth[i];
        }

        for (int i = 4 * quarter; i < count; i++)
        {
            fours[i] = rows[i];
        }
    }

    /// <summary>From the order of the fours to the order of the rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void FromFours(T* fours, T* rows)
    {
        int quarter = Fours;
        T* second = rows + quarter;
        T* third = second + quarter;
        T* fourth = third + quarter;
        for (nint i = 0; i < quarter; i++)
        {
            rows[i] = fours[(4 * i) + 0];
            second[i] = fours[(4 * i) + 1];
            third[i] = fours[(4 * i) + 2];
            fourth[i] = fours[(4 * i) + 3];
        }

        for (int i = 4 * quarter; i < count; i++)
        {
            rows[i] = fours[i];
        }
    }

    private RowStreams<TX> Streams(int first, int fours, bool isPadded) =>
        new(origin + (first * stride), Fours * stride, stride, fours, isPadded);

    /// <summary>How many of some fours have rows that may all be read on to the end of a register.</summary>
    private int CountPadded(int first, int fours)
    {
        nint padded = (Math.Max(1, length) + Lanes.Count<T>() - 1) & -Lanes.Count<T>();
        TX* row = origin + (((3 * Fours) + first) * stride);
        while (fours > 0 && (nint)(end - row) < ((fours - 1) * stride) + padded)
        {
            fours--;
        }

        return fours;
    }
}
