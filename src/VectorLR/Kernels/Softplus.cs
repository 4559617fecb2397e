namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes softplus(z) = log(1 + e^z) for every element: the loss of label 0 at logit z.</summary>
    /// <param name="z">Logits, any length.</param>
    /// <param name="destination">Receives the values, the same length. May be <paramref name="z"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths differ or the spans overlap in part; the message names both.</exception>
    /// <remarks>
    /// log1p(e^-|z|) + max(z, 0): within 2 units in the last place, subnormal results included. 0 and +infinity at -infinity and +infinity;
    /// NaN for NaN. Non-decreasing (tested on all neighbouring floats and a dense set of doubles).
    /// The value of an element depends on nothing but that element: not on its place, the span's length or the CPU.
    /// </remarks>
    public static void Softplus(ReadOnlySpan<float> z, Span<float> destination) => RunMap<SoftplusOperator, float>(z, destination);

    /// <inheritdoc cref="Softplus(ReadOnlySpan{float}, Span{float})"/>
    public static void Softplus(ReadOnlySpan<double> z, Span<double> destination) => RunMap<SoftplusOperator, double>(z, destination);

    /// <summary>Computes log sigmoid(z) = -log(1 + e^-z) for every element.</summary>
    /// <remarks>
    /// -softplus(-z): within 2 units in the last place, subnormal results included. -infinity and -0 at -infinity and +infinity; NaN for
    /// NaN. Non-decreasing (tested on all neighbouring floats and a dense set of doubles).
    /// The value of an element depends on nothing but that element: not on its place, the span's length or the CPU.
    /// </remarks>
    /// <inheritdoc cref="Softplus(ReadOnlySpan{float}, Span{float})"/>
    public static void LogSigmoid(ReadOnlySpan<float> z, Span<float> destination) => RunMap<LogSigmoidOperator, float>(z, destination);

    /// <inheritdoc cref="LogSigmoid(ReadOnlySpan{float}, Span{float})"/>
    public static void LogSigmoid(ReadOnlySpan<double> z, Span<double> destination) => RunMap<LogSigmoidOperator, double>(z, destination);
}

internal readonly struct SoftplusOperator : IUnaryOperator
{
    [MethodImpl(AggressiveInlining)]
    static TLanes IUnaryOperator.Apply<T, TLanes>(TLanes x) => Logistic<T, TLanes>.Loss(x, TLanes.Broadcast(T.Zero));
}

internal readonly struct LogSigmoidOperator : IUnaryOperator
{
    [MethodImpl(AggressiveInlining)]
    static TLanes IUnaryOperator.Apply<T, TLanes>(TLanes x) =>
        TLanes.Broadcast(T.NegativeZero) - Logistic<T, TLanes>.Loss(x, TLanes.Broadcast(T.One));
}
