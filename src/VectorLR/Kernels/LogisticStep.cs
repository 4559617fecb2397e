using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>The fused step. Returns sums over its examples, and leaves in dw their sum divided by <c>divisor</c>.</summary>
/// <remarks>
/// With <c>sampleWeights</c>, one for each example, its loss and its residual count that many times; an empty span weighs all alike.
/// </remarks>
internal readonly unsafe ref struct LogisticStep<T>(
    ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, int divisor, Span<T> dw, ReadOnlySpan<T> sampleWeights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Examples whose z and dz are kept on the stack: 8 KiB of doubles. Part of the definition for FeatureRows, where the backward product is cut into
    /// sums over this many.
    /// </summary>
    private const int Batch = 512;

    /// <summary>
    /// Where a batch has more bytes of X than a cache keeps from the forward to the backward product, FeatureRows are read twice anyway, and are
    /// taken in the longest pieces that the stack has room for: a row that is begun anew costs more than the second reading
    /// (8192 x 12288 floats: 48 ms, not 93; bytes: 15, not 25).
    /// </summary>
    private const int LongBatch = 16 * Batch;

    private const int KeptBytes = 4 << 20;

    /// <summary>
    /// The bytes of X that go from the forward to the backward product at a time, when rows are examples, and four rows at least: half of a first-level cache. Longer groups
    /// taken 512 to 4096 columns at a time, so that w and dw stay there too, were slower (209 x 12288 bytes, a prototype on Zen 3: 0.90 to 0.99 times).
    /// </summary>
    private const int GroupBytes = 16 * 1024;

    private readonly ReadOnlySpan<T> _y = y;
    private readonly ReadOnlySpan<T> _weights = weights;
    private readonly T _bias = bias;
    private readonly int _divisor = divisor;
    private readonly Span<T> _dw = dw;
    private readonly ReadOnlySpan<T> _sampleWeights = sampleWeights;

    /// <remarks>Compiled once and for good: left to its profile, the JIT took 700 us for what takes 250 (209 x 12288 bytes), in some processes.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public LogisticCost Run<TBlock, TLanes>(TBlock all, int group)
        where TBlock : IBlock<TBlock, T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int most = Math.Min(Math.Max(Batch, group), all.Count);
        int apart = (most + Lanes.Count<T>() - 1) & -Lanes.Count<T>();
        T* buffer = stackalloc T[(2 * apart) + Lanes.Count<T>()];
        T* z = Lanes.Align(buffer);
        T* dz = z + apart;
        double cost = 0;
        double residual = 0;
        _dw.Clear();
        fixed (T* y = _y, weights = _weights, dw = _dw, sampleWeights = _sampleWeights)
        {
            bool isWeighted = !_sampleWeights.IsEmpty;
            for (int start = 0; start < all.Count; start += most)
            {
                TBlock batch = all.Slice(start, Math.Min(most, all.Count - start));
                new Span<T>(z, batch.Count).Fill(_bias);
                for (int first = 0; first < batch.Count; first += group)
                {
                    TBlock examples = batch.Group(first, Math.Min(group, batch.Count - first));
                    examples.AddForward<TLanes>(weights, z + first);
                    SigmoidKernel<T>.Apply<TLanes>(z + first, dz + first, examples.Count);
                    Elementwise.Map<Subtraction, T, TLanes>(dz + first, false, y + start + first, false, dz + first, examples.Count);
                    if (isWeighted)
                    {
                        Elementwise.Map<Multiplication, T, TLanes>(dz + first, false, sampleWeights + start + first, false, dz + first, examples.Count);
                    }

                    examples.AddBackward<TLanes>(dz + first, dw, Batch);
                }

                // Batches are whole registers but for the last, so these sums have the bits of LogLoss and BiasGradient over all.
                cost = LossSumKernel<T>.AddTo<TLanes>(cost, z, y + start, batch.Count, isWeighted ? sampleWeights + start : null);
                residual = SumKernel<T>.AddTo<TLanes>(residual, dz, batch.Count);
            }

            all.Finish(dw);
            if (_divisor != 1)
            {
                T divisor = T.CreateTruncating(_divisor);
                Elementwise.Map<Division, T, TLanes>(dw, false, &divisor, true, dw, _dw.Length);
            }
        }

        return new(cost, residual);
    }

    /// <summary>How many examples to take at a time: multiples of those that go together, so that it changes no bit when rows are examples.</summary>
    public static int GroupSize<TX>(in Examples<TX> examples, int granularity)
        where TX : unmanaged
    {
        if (examples.Layout == Layout.FeatureRows)
        {
            return (long)Batch * examples.Features * sizeof(TX) <= KeptBytes ? Batch : LongBatch;
        }

        // A power of two divides the batch, so that each group is as long as the next, which it asks for.
        int fitting = GroupBytes / Math.Max(1, examples.Features * sizeof(TX));
        return Math.Clamp(1 << BitOperations.Log2((uint)Math.Max(1, fitting)), granularity, Batch);
    }
}
