using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>The functions of logistic regression over the logical register, written once for every CPU.</summary>
internal static class Logistic
{
    /// <summary>1 / (1 + e^-x). 0 and 1 at -infinity and +infinity, 1/2 at 0, NaN for NaN; subnormal results are kept.</summary>
    /// <remarks>Below the normal limit 1 + e^x rounds to 1, so e^x is the answer; elsewhere the two halves below are.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLanes Sigmoid<T, TLanes>(TLanes x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes limit = Exponential<T, TLanes>.NormalLimit;
        TLanes tail = SigmoidStart<T, TLanes>(TLanes.AtMost(TLanes.Abs(x), limit), out TLanes power);
        TLanes result = SigmoidEnd<T, TLanes>(x, tail, power);
        return TLanes.SelectLess(x, TLanes.Broadcast(T.Zero) - limit, Exponential<T, TLanes>.Exp(x), result);
    }

    /// <summary>The first half of sigmoid for |x| up to <see cref="Exponential{T, TLanes}.NormalLimit"/>: e^|x| = 2^n (1 + tail).</summary>
    /// <param name="magnitude">|x|.</param>
    /// <param name="power">2^n.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SigmoidStart<T, TLanes>(TLanes magnitude, out TLanes power)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes tail = Exponential<T, TLanes>.MinusOne(Exponential<T, TLanes>.Reduce(magnitude, out TLanes shifted));
        power = TLanes.PowerOfTwo(shifted);
        return tail;
    }

    /// <summary>The second half: q = 1 / (1 + e^|x|), which is the answer for negative x; 1 - q is for the others.</summary>
    /// <remarks>
    /// The denominator is 1 + 2^n + 2^n tail. What rounding takes from it is exact as ((2^n - denominator) + 1) + 2^n tail, but for at
    /// most 2^-26 of it (float; 2^-55 for double) from n = 25 (54) on, and is carried with the quotient's own remainder into one last
    /// correction: the result is within 1/2 unit in the last place and what e^r - 1 is off by.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SigmoidEnd<T, TLanes>(TLanes x, TLanes tail, TLanes power)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes denominator = TLanes.MultiplyAdd(power, tail, power + one);
        TLanes low = TLanes.MultiplyAdd(power, tail, power - denominator + one);
        TLanes quotient = one / denominator;
        TLanes error = TLanes.SubtractProduct(TLanes.SubtractProduct(one, quotient, denominator), quotient, low);
        quotient = TLanes.MultiplyAdd(error, quotient, quotient);
        return TLanes.SelectNegative(x, quotient, one - quotient);
    }

    /// <summary>1 / (1 + e^-x) within 2^-13 a (1 - a) and two units in the last place for |x| up to <see cref="Exponential{T, TLanes}.NormalLimit"/>, whose values stand for those beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SigmoidFast<T, TLanes>(TLanes x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes limit = Exponential<T, TLanes>.NormalLimit;
        x = TLanes.Larger(TLanes.Broadcast(T.Zero) - limit, TLanes.AtMost(x, limit));
        TLanes factor = Exponential<T, TLanes>.OfMinusFast(x, out TLanes power);
        return one / TLanes.MultiplyAdd(power, factor, one);
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
        TLanes r = Exponential<T, TLanes>.Reduce(zero - TLanes.AtMost(magnitude, Exponential<T, TLanes>.Limit), out TLanes shifted);
        TLanes first = Exponential<T, TLanes>.SplitPower(shifted, out TLanes second);
        TLanes minusOne = Exponential<T, TLanes>.MinusOne(r);
        TLanes power = TLanes.Broadcast(T.One) + minusOne;
        TLanes low = minusOne - (power - TLanes.Broadcast(T.One));
        TLanes weight = TLanes.SelectLess(z, zero, y, TLanes.Broadcast(T.One) - y);
        magnitude = TLanes.SelectLess(zero, weight, magnitude, zero);
        return Logarithm<T, TLanes>.OnePlus(power * first * second, low * first * second, weight, magnitude);
    }
}
