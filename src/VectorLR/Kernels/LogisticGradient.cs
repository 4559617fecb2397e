using System.Numerics;

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
    /// 512 examples at a time and agrees within WeightGradient's bound. X of bytes is multiplied as those say. The same bits on every CPU. A NaN feature makes
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
        Examples<byte> examples,
        ReadOnlySpan<float> y,
        ReadOnlySpan<float> weights,
        float bias,
        Span<float> dw,
        ByteArithmetic arithmetic = ByteArithmetic.Single)
    {
        Require.Arithmetic(arithmetic, nameof(arithmetic));
        RequireLogisticGradient(examples, y, weights, dw);
        LogisticCost sums = ByteKernels.LogisticGradient(Cpu.Chosen, examples, y, weights, bias, examples.Count, dw, arithmetic);
        return new(sums.Cost / examples.Count, sums.BiasGradient / examples.Count);
    }

    /// <inheritdoc cref="LogisticGradient(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static LogisticCost LogisticGradient(
        Examples<byte> examples, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double bias, Span<double> dw) =>
        RunLogisticGradient(examples, y, weights, bias, dw);

    private static LogisticCost RunLogisticGradient<TX, T>(
        Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, Span<T> dw)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLogisticGradient(examples, y, weights, dw);
        LogisticCost sums = Dispatch.Run<LogisticGradientKernel<TX, T>, T, LogisticCost>(new(examples, y, weights, bias, examples.Count, dw));
        return new(sums.Cost / examples.Count, sums.BiasGradient / examples.Count);
    }

    private static void RequireLogisticGradient<TX, T>(Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, Span<T> dw)
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
    }
}

internal readonly unsafe ref struct LogisticGradientKernel<TX, T>(
    Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, int divisor, Span<T> dw, ReadOnlySpan<T> sampleWeights = default, bool isPartOfFar = false)
    : IKernel<T, LogisticCost>
    where TX : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Examples<TX> _examples = examples;
    private readonly LogisticStep<T> _step = new(y, weights, bias, divisor, dw, sampleWeights);
    private readonly bool _isFar = isPartOfFar || Rows.IsFar<TX>(examples.Values.Length);

    public LogisticCost Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        fixed (TX* x = _examples.Values)
        {
            return _step.Run<Block<TX, T>, TLanes>(new(x, _examples, _isFar), LogisticStep<T>.GroupSize(_examples, Block<TX, T>.Granularity));
        }
    }
}
