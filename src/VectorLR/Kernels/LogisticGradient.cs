using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

public static partial class Kernels
{
    /// <summary>
    /// One step's work in one pass over X: z = w^T X + b, a = sigmoid(z), the cost J, dz = a - y, dw = (1/m) X dz^T and db = (1/m) sum dz.
    /// </summary>
    /// <param name="examples">X: <c>Count</c> (m, at least 1) examples of <c>Features</c> (n_x) values.</param>
    /// <param name="y">The labels, length m, each in [0, 1].</param>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="dw">Receives the gradient with respect to w, length n_x. Must not overlap an input.</param>
    /// <returns>J and db.</returns>
    /// <exception cref="ArgumentException">There are no examples, a length disagrees with the shape, or dw overlaps an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not in [0, 1]; the message names its index.</exception>
    /// <remarks>
    /// The examples are taken a few at a time: their logits, their residuals, then their part of dw while they are still in the cache.
    /// For <see cref="Layout.ExampleRows"/> every result has the bits that <c>Affine</c>, <c>Sigmoid</c>, <c>LogLoss</c>, <c>Residual</c>,
    /// <c>BiasGradient</c> and <c>WeightGradient</c> give one after the other; for <see cref="Layout.FeatureRows"/> dw is summed over
    /// 512 examples at a time and agrees within WeightGradient's bound. The same bits on every CPU. A NaN feature makes
    /// J, db and all of dw NaN; an infinite one makes its example certain, and its own dw infinite or NaN. Formulas: the gradient of the mean binary cross-entropy, as in the notes.
    /// </remarks>
    public static LogisticCost LogisticGradient(
        Examples<float> examples, ReadOnlySpan<float> y, ReadOnlySpan<float> weights, float bias, Span<float> dw) =>
        RunLogisticGradient(examples, y, weights, bias, dw);

    /// <inheritdoc cref="LogisticGradient(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static LogisticCost LogisticGradient(
        Examples<double> examples, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double bias, Span<double> dw) =>
        RunLogisticGradient(examples, y, weights, bias, dw);

    /// <inheritdoc cref="LogisticGradient(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static LogisticCost LogisticGradient(
        Examples<byte> examples, ReadOnlySpan<float> y, ReadOnlySpan<float> weights, float bias, Span<float> dw) =>
        RunLogisticGradient(examples, y, weights, bias, dw);

    /// <inheritdoc cref="LogisticGradient(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static LogisticCost LogisticGradient(
        Examples<byte> examples, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double bias, Span<double> dw) =>
        RunLogisticGradient(examples, y, weights, bias, dw);

    private static LogisticCost RunLogisticGradient<TX, T>(
        Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, Span<T> dw)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.NotEmpty(examples.Count, nameof(examples));
        Require.Length(y, nameof(y), examples.Count, "the number of examples");
        Require.Labels(y, nameof(y));
        Require.Length(weights, nameof(weights), examples.Features, "the number of features");
        Require.Length<T>(dw, nameof(dw), examples.Features, "the number of features");
        Require.Apart<TX, T>(examples.Values, nameof(examples), dw, nameof(dw));
        Require.Apart<T, T>(y, nameof(y), dw, nameof(dw));
        Require.Apart<T, T>(weights, nameof(weights), dw, nameof(dw));
        LogisticCost sums = Dispatch.Run<LogisticGradientKernel<TX, T>, T, LogisticCost>(new(examples, y, weights, bias, examples.Count, dw));
        return new(sums.Cost / examples.Count, sums.BiasGradient / examples.Count);
    }
}

/// <summary>The fused step. Returns sums over its examples, and leaves in dw their sum divided by <c>divisor</c>.</summary>
/// <remarks>
/// With <c>sampleWeights</c>, one for each example, its loss and its residual count that many times; an empty span weighs all alike.
/// <c>isPartOfFar</c> says that the examples come from memory with many others, though they are few themselves.
/// </remarks>
internal readonly unsafe ref struct LogisticGradientKernel<TX, T>(
    Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, int divisor, Span<T> dw, ReadOnlySpan<T> sampleWeights = default, bool isPartOfFar = false)
    : IKernel<T, LogisticCost>
    where TX : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Examples whose z and dz are kept on the stack: 8 KiB of doubles. Part of the definition for FeatureRows, where X is cut into columns this
    /// long. (Where features are so many that no batch stays in a cache, 8192 x 12288, batches of 4096 took as long.)
    /// </summary>
    private const int Batch = 512;

    /// <summary>
    /// The bytes of X that go from the forward to the backward product at a time, when rows are examples, and four rows at least: half of a first-level cache.
    /// </summary>
    private const int GroupBytes = 16 * 1024;

    private readonly Examples<TX> _examples = examples;
    private readonly ReadOnlySpan<T> _y = y;
    private readonly ReadOnlySpan<T> _weights = weights;
    private readonly T _bias = bias;
    private readonly int _divisor = divisor;
    private readonly Span<T> _dw = dw;
    private readonly ReadOnlySpan<T> _sampleWeights = sampleWeights;
    private readonly bool _isFar = isPartOfFar || Rows.IsFar<TX>(examples.Values.Length);

    [SkipLocalsInit]
    public LogisticCost Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* z = stackalloc T[Batch];
        T* dz = stackalloc T[Batch];
        double cost = 0;
        double residual = 0;
        int group = GroupSize();
        _dw.Clear();
        fixed (TX* x = _examples.Values)
        fixed (T* y = _y, weights = _weights, dw = _dw, sampleWeights = _sampleWeights)
        {
            bool isWeighted = !_sampleWeights.IsEmpty;
            Block<TX> all = new(x, _examples, _isFar);
            for (int start = 0; start < all.Count; start += Batch)
            {
                Block<TX> batch = all.Slice(start, Math.Min(Batch, all.Count - start));
                new Span<T>(z, batch.Count).Fill(_bias);
                for (int first = 0; first < batch.Count; first += group)
                {
                    Block<TX> examples = batch.Slice(first, Math.Min(group, batch.Count - first));
                    examples.AddForward<T, TLanes>(weights, z + first);
                    SigmoidKernel<T>.Apply<TLanes>(z + first, dz + first, examples.Count);
                    Elementwise.Map<Subtraction, T, TLanes>(dz + first, false, y + start + first, false, dz + first, examples.Count);
                    if (isWeighted)
                    {
                        Elementwise.Map<Multiplication, T, TLanes>(dz + first, false, sampleWeights + start + first, false, dz + first, examples.Count);
                    }

                    examples.AddBackward<T, TLanes>(dz + first, dw);
                }

                // Batches are whole registers but for the last, so these sums have the bits of LogLoss and BiasGradient over all.
                cost = LossSumKernel<T>.AddTo<TLanes>(cost, z, y + start, batch.Count, isWeighted ? sampleWeights + start : null);
                residual = SumKernel<T>.AddTo<TLanes>(residual, dz, batch.Count);
            }

            if (_divisor != 1)
            {
                T divisor = T.CreateTruncating(_divisor);
                Elementwise.Map<Division, T, TLanes>(dw, false, &divisor, true, dw, _dw.Length);
            }
        }

        return new(cost, residual);
    }

    /// <summary>How many examples to take at a time; multiples of four, so that it changes no bit when rows are examples.</summary>
    private int GroupSize()
    {
        if (_examples.Layout == Layout.FeatureRows)
        {
            return Batch;
        }

        int fitting = GroupBytes / Math.Max(1, _examples.Features * sizeof(TX));
        return Math.Clamp(fitting & ~3, 4, Batch);
    }
}
