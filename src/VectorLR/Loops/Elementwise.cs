namespace VectorLR;

/// <summary>A function of one element, over a register of them.</summary>
internal interface IUnaryOperator
{
    static abstract TLanes Apply<T, TLanes>(TLanes x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, IElementwiseLanes<TLanes, T>;
}

/// <summary>A function of two elements, over registers of them.</summary>
internal interface IBinaryOperator
{
    static abstract TLanes Apply<T, TLanes>(TLanes a, TLanes b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, IElementwiseLanes<TLanes, T>;
}

/// <summary>The loops that apply a function to every element. A destination may be one of the inputs itself.</summary>
/// <remarks>
/// Never inlined: a loop would exhaust its caller's inlining budget in the JIT. Optimised at once: the first call may be the only one.
/// An element's value does not depend on its place, so on LanesScalar elements are taken one by one, as Lane.
/// </remarks>
internal static unsafe class Elementwise
{
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Map<TOperator, T, TLanes>(T* x, T* destination, int length)
        where TOperator : IUnaryOperator where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, IElementwiseLanes<TLanes, T>
    {
        if (typeof(TLanes) == typeof(LanesScalar<T>))
        {
            Map<TOperator, T, Lane<T>>(x, destination, length);
            return;
        }

        nint i = 0;
        for (; i <= length - TLanes.Width; i += TLanes.Width)
        {
            TLanes.Store(TOperator.Apply<T, TLanes>(TLanes.Load(x + i)), destination + i);
        }

        int rest = length - (int)i;
        if (rest > 0)
        {
            TLanes.StorePartial(TOperator.Apply<T, TLanes>(TLanes.LoadPartial(x + i, rest)), destination + i, rest);
        }
    }

    /// <summary>The same for two inputs; one that repeats is a single element.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Map<TOperator, T, TLanes>(T* a, bool repeatA, T* b, bool repeatB, T* destination, int length)
        where TOperator : IBinaryOperator where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, IElementwiseLanes<TLanes, T>
    {
        if (length == 0)
        {
            return;
        }

        if (typeof(TLanes) == typeof(LanesScalar<T>))
        {
            Map<TOperator, T, Lane<T>>(a, repeatA, b, repeatB, destination, length);
            return;
        }

        TLanes allA = TLanes.Broadcast(*a);
        TLanes allB = TLanes.Broadcast(*b);
        nint i = 0;
        for (; i <= length - TLanes.Width; i += TLanes.Width)
        {
            TLanes left = repeatA ? allA : TLanes.Load(a + i);
            TLanes right = repeatB ? allB : TLanes.Load(b + i);
            TLanes.Store(TOperator.Apply<T, TLanes>(left, right), destination + i);
        }

        int rest = length - (int)i;
        if (rest > 0)
        {
            TLanes left = repeatA ? allA : TLanes.LoadPartial(a + i, rest);
            TLanes right = repeatB ? allB : TLanes.LoadPartial(b + i, rest);
            TLanes.StorePartial(TOperator.Apply<T, TLanes>(left, right), destination + i, rest);
        }
    }
}

internal readonly struct AddOperator : IBinaryOperator
{
    [MethodImpl(AggressiveInlining)] static TLanes IBinaryOperator.Apply<T, TLanes>(TLanes a, TLanes b) => a + b;
}

internal readonly struct SubtractOperator : IBinaryOperator
{
    [MethodImpl(AggressiveInlining)] static TLanes IBinaryOperator.Apply<T, TLanes>(TLanes a, TLanes b) => a - b;
}

/// <summary>a - b for the residual, which is 0 where it is tiny (<see cref="Logistic{T, TLanes}.Residual"/>).</summary>
internal readonly struct ResidualOperator : IBinaryOperator
{
    [MethodImpl(AggressiveInlining)]
    static TLanes IBinaryOperator.Apply<T, TLanes>(TLanes a, TLanes b) => Logistic<T, TLanes>.Residual(a, b);
}

internal readonly struct MultiplyOperator : IBinaryOperator
{
    [MethodImpl(AggressiveInlining)] static TLanes IBinaryOperator.Apply<T, TLanes>(TLanes a, TLanes b) => a * b;
}

internal readonly struct DivideOperator : IBinaryOperator
{
    [MethodImpl(AggressiveInlining)] static TLanes IBinaryOperator.Apply<T, TLanes>(TLanes a, TLanes b) => a / b;
}

/// <summary>A function applied to every element.</summary>
internal readonly unsafe ref struct MapKernel<TOperator, T>(ReadOnlySpan<T> x, Span<T> destination) : IKernel<T, Unit>
    where TOperator : IUnaryOperator where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly Span<T> _destination = destination;

    Unit IKernel<T, Unit>.Run<TLanes>()
    {
        fixed (T* x = _x, destination = _destination)
        {
            Elementwise.Map<TOperator, T, TLanes>(x, destination, _x.Length);
        }

        return default;
    }
}
