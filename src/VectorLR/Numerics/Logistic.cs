using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>The functions of logistic regression over the logical register, written once for every CPU.</summary>
internal static class Logistic
{
    /// <summary>1 / (1 + e^-x). 0 and 1 at -infinity and +infinity, 1/2 at 0, NaN for NaN; subnormal results are kept.</summary>
    /// <remarks>
    /// With |x| = r - n ln 2, q = e^-|x| / (1 + e^-|x|) = 2^n / (2^n + e^r): the rounding errors of the sum and of the quotient are
    /// carried into one last correction, and the power of two is exact until a result is subnormal. Then q for negative x and 1 - q
    /// for the others.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLanes Sigmoid<T, TLanes>(TLanes x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes tail = SigmoidStart<T, TLanes>(TLanes.AtMost(TLanes.Abs(x), Exponential<T, TLanes>.Limit), out TLanes shifted);
        TLanes first = Exponential<T, TLanes>.SplitPower(shifted, out TLanes second);
        return SigmoidEnd<T, TLanes>(x, tail, first, isSplit: true, second);
    }

    /// <summary>The first half of sigmoid: e^r - 1, and the shifted n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SigmoidStart<T, TLanes>(TLanes magnitude, out TLanes shifted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        Exponential<T, TLanes>.MinusOne(Exponential<T, TLanes>.Reduce(magnitude, out shifted));

    /// <summary>The second half where |x| is below <see cref="Exponential{T, TLanes}.NormalLimit"/> in every lane.</summary>
    /// <remarks>The same bits as the whole function: a product with 2^n is exact in one step or two, or rounds once in the last.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SigmoidEnd<T, TLanes>(TLanes x, TLanes tail, TLanes shifted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        SigmoidEnd<T, TLanes>(x, tail, TLanes.PowerOfTwo(shifted), isSplit: false, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SigmoidEnd<T, TLanes>(TLanes x, TLanes tail, TLanes first, bool isSplit, TLanes second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes power = isSplit ? first * second : first;

        // The denominator 2^n + e^r as (1 + 2^n) + (e^r - 1): the larger term is first in both sums, so what rounding takes is exact.
        TLanes sum = one + power;
        TLanes denominator = sum + tail;
        TLanes low = tail - (denominator - sum) + (power - (sum - one));

        TLanes quotient = one / denominator;
        TLanes error = TLanes.SubtractProduct(TLanes.SubtractProduct(one, quotient, denominator), quotient, low);
        quotient = TLanes.MultiplyAdd(error, quotient, quotient) * first;
        quotient = isSplit ? quotient * second : quotient;
        return TLanes.SelectNegative(x, quotient, one - quotient);
    }

    /// <summary>One term of the cross-entropy from its logit: -y log a - (1 - y) log(1 - a) for a = sigmoid(z), y in [0, 1].</summary>
    /// <remarks>
    /// As softplus(z) - y z, arranged so that nothing cancels: log1p(e^-|z|) + weight |z|, where the weight is y for negative z
    /// and 1 - y for the others. A weight of 0 takes no part, so that a certain and right answer (z infinite) costs 0, not NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Loss<T, TLanes>(TLanes z, TLanes y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes magnitude = TLanes.Abs(z);
        TLanes r = Exponential<T, TLanes>.Reduce(TLanes.AtMost(magnitude, Exponential<T, TLanes>.Limit), out TLanes shifted);
        TLanes first = Exponential<T, TLanes>.SplitPower(shifted, out TLanes second);
        TLanes minusOne = Exponential<T, TLanes>.MinusOne(zero - r);
        TLanes power = TLanes.Broadcast(T.One) + minusOne;
        TLanes low = minusOne - (power - TLanes.Broadcast(T.One));
        TLanes tail = Logarithm<T, TLanes>.OnePlus(power * first * second, low * first * second);
        TLanes weight = TLanes.SelectLess(z, zero, y, TLanes.Broadcast(T.One) - y);
        return TLanes.SelectLess(zero, weight, TLanes.MultiplyAdd(weight, magnitude, tail), tail);
    }
}
