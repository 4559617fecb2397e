namespace VectorLR;

/// <summary>At most <see cref="MaxCount"/> rows of a matrix, in fours a quarter of the tile apart.</summary>
/// <param name="origin">The first row.</param>
/// <param name="stride">Elements from a row to the next.</param>
/// <param name="count">The rows, t.</param>
/// <param name="length">The columns.</param>
/// <param name="end">Where the matrix ends in memory.</param>
/// <remarks>
/// With q = floor(t / 4), the i-th four are rows i, i + q, i + 2q and i + 3q: four streams that read memory in order, as a CPU's
/// prefetchers expect. The rows that are left, at most three, come last and one by one. The fours fix the bits of AddAxpys.
/// In the order of the fours, the value of row i + k q stands at 4 i + k: <see cref="ToFours"/> and <see cref="FromFours"/> convert.
/// </remarks>
internal readonly unsafe struct RowTile<TX, T, TLanes>(TX* origin, nint stride, int count, int length, TX* end)
    where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>Rows of each tile but a matrix's last. Another number gives other bits; fewer make streams too short.</summary>
    public static int MaxCount => 8192 / sizeof(T);

    public int Count => count;

    /// <summary>How many fours there are.</summary>
    public int Fours => count / 4;

    /// <summary>sums += row . vector for some of the fours.</summary>
    public void AddDots(int first, int fours, T* vector, T* sums)
    {
        int withSlack = CountWithSlack(first, fours);
        RowProducts<TX, T, TLanes>.DotRows(Streams(first, withSlack, true), vector, length, sums + (4 * first));
        if (withSlack < fours)
        {
            first += withSlack;
            RowProducts<TX, T, TLanes>.DotRows(Streams(first, fours - withSlack, false), vector, length, sums + (4 * first));
        }
    }

    /// <summary>sums += row . vector for the rows that come last.</summary>
    public void AddLastDots(T* vector, T* sums)
    {
        for (int i = 4 * Fours; i < count; i++)
        {
            sums[i] += RowProducts<TX, T, TLanes>.Dot(origin + (i * stride), vector, length);
        }
    }

    /// <summary>vector += scale row for some of the fours.</summary>
    public void AddAxpys(int first, int fours, T* scales, T* vector)
    {
        int withSlack = CountWithSlack(first, fours);
        RowProducts<TX, T, TLanes>.AxpyRows(Streams(first, withSlack, true), scales + (4 * first), length, vector);
        if (withSlack < fours)
        {
            first += withSlack;
            RowProducts<TX, T, TLanes>.AxpyRows(Streams(first, fours - withSlack, false), scales + (4 * first), length, vector);
        }
    }

    /// <summary>vector += scale row for the rows that come last.</summary>
    public void AddLastAxpys(T* scales, T* vector)
    {
        for (int i = 4 * Fours; i < count; i++)
        {
            RowProducts<TX, T, TLanes>.Axpy(scales[i], origin + (i * stride), length, vector);
        }
    }

    /// <summary>From the order of the rows to the order of the fours.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public void ToFours(T* byRow, T* byFour)
    {
        nint quarter = Fours;
        nint i = 0;
        for (; i <= quarter - Transposition.Size; i += Transposition.Size)
        {
            Transposition.Transpose(byRow + i, quarter, byFour + (4 * i), 4);
        }

        for (; i < quarter; i++)
        {
            for (int k = 0; k < 4; k++)
            {
                byFour[(4 * i) + k] = byRow[(k * quarter) + i];
            }
        }

        new ReadOnlySpan<T>(byRow + (4 * quarter), count & 3).CopyTo(new(byFour + (4 * quarter), count & 3));
    }

    /// <summary>From the order of the fours to the order of the rows.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public void FromFours(T* byFour, T* byRow)
    {
        nint quarter = Fours;
        nint i = 0;
        for (; i <= quarter - Transposition.Size; i += Transposition.Size)
        {
            Transposition.Transpose(byFour + (4 * i), 4, byRow + i, quarter);
        }

        for (; i < quarter; i++)
        {
            for (int k = 0; k < 4; k++)
            {
                byRow[(k * quarter) + i] = byFour[(4 * i) + k];
            }
        }

        new ReadOnlySpan<T>(byFour + (4 * quarter), count & 3).CopyTo(new(byRow + (4 * quarter), count & 3));
    }

    private RowStreams<TX> Streams(int first, int fours, bool hasSlack) =>
        new(origin + (first * stride), Fours * stride, stride, fours, hasSlack);

    /// <summary>How many of these fours may be read to the end of their last register within X: their fourth row decides.</summary>
    private int CountWithSlack(int first, int fours)
    {
        nint whole = (Math.Max(1, length) + Lanes.Count<T>() - 1) & -Lanes.Count<T>();
        TX* row = origin + (((3 * Fours) + first) * stride);
        while (fours > 0 && (nint)(end - row) < ((fours - 1) * stride) + whole)
        {
            fours--;
        }

        return fours;
    }
}
