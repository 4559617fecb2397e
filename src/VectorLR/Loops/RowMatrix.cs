namespace VectorLR;

/// <summary>A matrix in memory, and the two products with its rows, tile after tile.</summary>
/// <param name="origin">The first row.</param>
/// <param name="stride">Elements from a row to the next.</param>
/// <param name="rows">How many rows there are.</param>
/// <param name="length">The columns.</param>
/// <param name="end">Where the matrix ends in memory.</param>
internal readonly unsafe struct RowMatrix<TX, T, TLanes>(TX* origin, nint stride, int rows, int length, TX* end)
    where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>Bytes of a matrix that a last-level cache keeps for a second use.</summary>
    public const int KeptBytes = 8 << 20;

    /// <summary>X, whose rows are examples or features; x is where its values are pinned.</summary>
    public RowMatrix(TX* x, in Examples<TX> examples)
        : this(x, examples.Stride, examples.Rows, examples.Columns, x + examples.Values.Length)
    {
    }

    /// <summary>The tile that begins with a row.</summary>
    public RowTile<TX, T, TLanes> Tile(int start) =>
        new(origin + (start * stride), stride, Math.Min(RowTile<TX, T, TLanes>.MaxCount, rows - start), length, end);

    /// <summary>Some of the columns.</summary>
    public RowMatrix<TX, T, TLanes> Columns(int start, int count) => new(origin + start, stride, rows, count, end);

    /// <summary>sums = initial + row . vector for every row.</summary>
    [SkipLocalsInit]
    public void Dots(T initial, T* vector, T* sums)
    {
        T* buffer = stackalloc T[RowTile<TX, T, TLanes>.MaxCount + Lanes.Count<T>()];
        T* tileSums = Lanes.Align(buffer);
        for (int start = 0, count; start < rows; start += count)
        {
            RowTile<TX, T, TLanes> tile = Tile(start);
            count = tile.Count;
            new Span<T>(tileSums, count).Fill(initial);
            tile.AddDots(0, tile.Fours, vector, tileSums);
            tile.AddLastDots(vector, tileSums);
            tile.FromFours(tileSums, sums + start);
        }
    }

    /// <summary>sums += row . vector for every row, as a dot product for each block of columns.</summary>
    [SkipLocalsInit]
    public void AddDots(int block, T* vector, T* sums)
    {
        T* buffer = stackalloc T[RowTile<TX, T, TLanes>.MaxCount + Lanes.Count<T>()];
        T* tileSums = Lanes.Align(buffer);
        for (int start = 0, count; start < rows; start += count)
        {
            RowTile<TX, T, TLanes> tile = Tile(start);
            count = tile.Count;
            tile.ToFours(sums + start, tileSums);

            // Several blocks: four rows from end to end, then the four before, since the last to be read are still in a cache.
            int group = length <= block ? Math.Max(1, tile.Fours) : 1;
            for (int first = tile.Fours - group; first >= 0; first -= group)
            {
                for (int j = 0, width; j < length; j += width)
                {
                    width = Math.Min(block, length - j);
                    Columns(j, width).Tile(start).AddDots(first, group, vector + j, tileSums);
                }
            }

            for (int j = 0, width; j < length; j += width)
            {
                width = Math.Min(block, length - j);
                Columns(j, width).Tile(start).AddLastDots(vector + j, tileSums);
            }

            tile.FromFours(tileSums, sums + start);
        }
    }

    /// <summary>vector += scale row for every row.</summary>
    [SkipLocalsInit]
    public void AddAxpys(T* scales, T* vector)
    {
        T* buffer = stackalloc T[RowTile<TX, T, TLanes>.MaxCount + Lanes.Count<T>()];
        T* tileScales = Lanes.Align(buffer);
        for (int start = 0, count; start < rows; start += count)
        {
            RowTile<TX, T, TLanes> tile = Tile(start);
            count = tile.Count;
            tile.ToFours(scales + start, tileScales);
            tile.AddAxpys(0, tile.Fours, tileScales, vector);
            tile.AddLastAxpys(tileScales, vector);
        }
    }
}
