namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes e^x for every element.</summary>
    /// <param name="x">Any length.</param>
    /// <param name="destination">Receives the values, the same length. May be <paramref name="x"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths differ or the spans overlap in part; the message names both.</exception>
    /// <remarks>
    /// Within 1 unit in the last place, subnormal results included. 0, 1 and +infinity at -infinity, 0 and +infinity; NaN for NaN.
    /// Non-decreasing (tested on all neighbouring floats and a dense set of doubles).
    /// The value of an element depends on nothing but that element: not on its place, the span's length or the CPU.
    /// </remarks>
    public static void Exp(ReadOnlySpan<float> x, Span<float> destination) => RunMap<ExpOperator, float>(x, destination);

    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void Exp(ReadOnlySpan<double> x, Span<double> destination) => RunMap<ExpOperator, double>(x, destination);

    /// <summary>Computes log(1 + x) for every element, without the loss that 1 + x has for small x.</summary>
    /// <remarks>
    /// Within 2 units in the last place. -infinity at -1, NaN below, +infinity at +infinity, -0 at -0; NaN for NaN.
    /// Non-decreasing (tested on all neighbouring floats and a dense set of doubles).
    /// The value of an element depends on nothing but that element: not on its place, the span's length or the CPU.
    /// </remarks>
    /// <inheritdoc cref="Exp(ReadOnlySpan{float}, Span{float})"/>
    public static void LogP1(ReadOnlySpan<float> x, Span<float> destination) => RunMap<LogP1Operator, float>(x, destination);

    /// <inheritdoc cref="LogP1(ReadOnlySpan{float}, Span{float})"/>
    public static void LogP1(ReadOnlySpan<double> x, Span<double> destination) => RunMap<LogP1Operator, double>(x, destination);

    private static void RunMap<TOperator, T>(ReadOnlySpan<T> x, Span<T> destination)
        where TOperator : IUnaryOperator where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength<T, T>(x, nameof(x), destination, nameof(destination));
        Require.SameOrDisjoint<T>(x, nameof(x), destination, nameof(destination));
        Dispatch.Run<MapKernel<TOperator, T>, T, Unit>(Cpu.Chosen, new(x, destination));
    }
}

internal readonly struct ExpOperator : IUnaryOperator
{
    [MethodImpl(AggressiveInlining)] static TLanes IUnaryOperator.Apply<T, TLanes>(TLanes x) => Exponential<T, TLanes>.Exp(x);
}

internal readonly struct LogP1Operator : IUnaryOperator
{
    [MethodImpl(AggressiveInlining)] static TLanes IUnaryOperator.Apply<T, TLanes>(TLanes x) => Logarithm<T, TLanes>.LogP1(x);
}
