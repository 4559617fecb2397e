namespace VectorLR;

/// <summary>The fused step: the sums over the examples of the losses, the residuals and, in dw, the residuals times the features.</summary>
/// <remarks>
/// For a few examples at a time, while they are in a cache:
/// <code>
/// z = w^T X + b        dz = s (sigmoid(z) - y)        dw += X dz^T
/// </code>
/// where s is an example's sample weight, or 1 where the span of them is empty. dw and the two sums go on from what they hold.
/// </remarks>
internal readonly unsafe ref struct FusedLogisticGradient<TX, T>(
    Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, Span<T> dw, ReadOnlySpan<T> sampleWeights,
    LogisticGradientResult sums = default)
    : IKernel<T, LogisticGradientResult>
    where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of X that both products take at a time, at least four rows: within a first-level cache.</summary>
    private const int GroupBytes = 32 * 1024;

    /// <summary>FeatureRows: dw is summed over so many examples at a time. Another number gives other bits.</summary>
    private const int ColumnBlock = 512;

    /// <summary>Bytes of a feature's row at a time, whole ColumnBlocks: a prefetcher is too late for shorter pieces.</summary>
    private const int PieceBytes = 4096;

    /// <summary>Bytes of z at a time, whole ColumnBlocks, where X is too large to be kept and is read twice: each piece costs.</summary>
    private const int LongBytes = 32 * 1024;

    private readonly Examples<TX> _examples = examples;
    private readonly ReadOnlySpan<T> _y = y;
    private readonly ReadOnlySpan<T> _weights = weights;
    private readonly T _bias = bias;
    private readonly Span<T> _dw = dw;
    private readonly ReadOnlySpan<T> _sampleWeights = sampleWeights;
    private readonly LogisticGradientResult _sums = sums;

    LogisticGradientResult IKernel<T, LogisticGradientResult>.Run<TLanes>()
    {
        fixed (TX* x = _examples.Values)
        fixed (T* y = _y, weights = _weights, dw = _dw, sampleWeights = _sampleWeights)
        {
            return _examples.Layout == Layout.ExampleRows
                ? OverExampleRows<TLanes>(x, y, weights, sampleWeights, dw)
                : OverFeatureRows<TLanes>(x, y, weights, sampleWeights, dw);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private LogisticGradientResult OverExampleRows<TLanes>(TX* x, T* y, T* weights, T* sampleWeights, T* dw)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        // z becomes dz in place, and y the losses.
        int room = RowTile<TX, T, TLanes>.MaxCount;
        T* buffer = stackalloc T[(4 * room) + Lanes.Count<T>()];
        T* z = Lanes.Align(buffer);
        T* labels = z + room;
        T* s = sampleWeights is null ? null : labels + room;
        T* ordered = labels + (2 * room);
        RowMatrix<TX, T, TLanes> matrix = new(x, _examples);

        // A power of two: whole registers from 4 fours on.
        int fours = (int)Math.Clamp(GroupBytes / Math.Max(1, 4L * _examples.Features * sizeof(TX)), 1, room / 4);
        int group = 1 << BitOperations.Log2((uint)fours);
        double cost = _sums.Cost;
        double residual = _sums.BiasGradient;
        for (int start = 0, count; start < _examples.Count; start += count)
        {
            RowTile<TX, T, TLanes> tile = matrix.Tile(start);
            count = tile.Count;
            tile.ToFours(y + start, labels);
            if (s != null)
            {
                tile.ToFours(sampleWeights + start, s);
            }

            new Span<T>(z, count).Fill(_bias);
            for (int first = 0; first < tile.Fours; first += group)
            {
                int size = Math.Min(group, tile.Fours - first);
                tile.AddDots(first, size, weights, z);
                LogisticTerms<T, TLanes>.ResidualsAndLosses(z, labels, s, z, labels, 4 * first, 4 * (first + size));
                tile.AddAxpys(first, size, z, dw);
            }

            tile.AddLastDots(weights, z);
            LogisticTerms<T, TLanes>.ResidualsAndLosses(z, labels, s, z, labels, 4 * tile.Fours, count);
            tile.AddLastAxpys(z, dw);

            // In the examples' order: tiles but the last are whole registers, so these are LogLoss's and BiasGradient's sums.
            tile.FromFours(labels, ordered);
            cost = Reductions.AddSum<T, TLanes>(cost, ordered, count);
            tile.FromFours(z, ordered);
            residual = Reductions.AddSum<T, TLanes>(residual, ordered, count);
        }

        return new(cost, residual);
    }

    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private LogisticGradientResult OverFeatureRows<TLanes>(TX* x, T* y, T* weights, T* sampleWeights, T* dw)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int piece = Math.Max(ColumnBlock, PieceBytes / sizeof(TX));
        int most = (long)piece * _examples.Features * sizeof(TX) <= RowMatrix<TX, T, TLanes>.KeptBytes ? piece : LongBytes / sizeof(T);
        T* buffer = stackalloc T[(2 * most) + Lanes.Count<T>()];
        T* z = Lanes.Align(buffer);
        T* losses = z + most;
        RowMatrix<TX, T, TLanes> matrix = new(x, _examples);
        double cost = _sums.Cost;
        double residual = _sums.BiasGradient;
        for (int start = 0, count; start < _examples.Count; start += count)
        {
            count = Math.Min(most, _examples.Count - start);
            RowMatrix<TX, T, TLanes> columns = matrix.Columns(start, count);
            new Span<T>(z, count).Fill(_bias);
            columns.AddAxpys(weights, z);
            LogisticTerms<T, TLanes>.ResidualsAndLosses(
                z, y + start, sampleWeights is null ? null : sampleWeights + start, z, losses, 0, count);
            cost = Reductions.AddSum<T, TLanes>(cost, losses, count);
            residual = Reductions.AddSum<T, TLanes>(residual, z, count);
            columns.AddDots(ColumnBlock, z, dw);
        }

        return new(cost, residual);
    }
}
