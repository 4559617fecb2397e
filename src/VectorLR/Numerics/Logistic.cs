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
    /// for the others. Registers whose powers are all normal, nearly all, skip the detour that subnormal ones need; where both ways
    /// apply they give the same bits, since every product with a power of two is exact there.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<T, TLanes>(TLanes x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        TLanes.AllLess(TLanes.Abs(x), Exponential<T, TLanes>.NormalLimit)
            ? Sigmoid<T, TLanes>(x, isNormal: true)
            : SigmoidOfAny<T, TLanes>(x);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes SigmoidOfAny<T, TLanes>(TLanes x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> => Sigmoid<T, TLanes>(x, isNormal: false);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sigmoid<T, TLanes>(TLanes x, bool isNormal)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes magnitude = TLanes.Abs(x);
        TLanes r = Exponential<T, TLanes>.Reduce(
            isNormal ? magnitude : TLanes.AtMost(magnitude, Exponential<T, TLanes>.Limit), out TLanes shifted);
        TLanes second = one;
        TLanes first = isNormal ? TLanes.PowerOfTwo(shifted) : Exponential<T, TLanes>.SplitPower(shifted, out second);
        TLanes power = isNormal ? first : first * second;

        // The denominator 2^n + e^r as (1 + 2^n) + (e^r - 1): the larger term is first in both sums, so what rounding takes is exact.
        TLanes tail = Exponential<T, TLanes>.MinusOne(r);
        TLanes sum = one + power;
        TLanes denominator = sum + tail;
        TLanes low = tail - (denominator - sum) + (power - (sum - one));

        TLanes quotient = one / denominator;
        TLanes error = TLanes.SubtractProduct(TLanes.SubtractProduct(one, quotient, denominator), quotient, low);
        quotient = TLanes.MultiplyAdd(error, quotient, quotient) * first;
        quotient = isNormal ? quotient : quotient * second;
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
        TLanes tail = LogOnePlus<T, TLanes>(power * first * second, low * first * second);
        TLanes weight = TLanes.SelectLess(z, zero, y, TLanes.Broadcast(T.One) - y);
        return TLanes.SelectLess(zero, weight, TLanes.MultiplyAdd(weight, magnitude, tail), tail);
    }

    /// <summary>log(1 + t + low) for t in [0, 1] and a low that is at most half a unit in t's last place.</summary>
    /// <remarks>
    /// From 1/2 on, 1 + t = 2 (1 + f) with f = (t - 1) / 2, which is exact. Then log(1 + f) = 2 s + s^3 p(s^2) with s = f / (2 + f)
    /// and a minimax p (docs/coefficients), taken as f - s (f - s^2 p), since f is exact and 2 s is not. The low part counts by the
    /// derivative, 1 / (1 + f) = 1 - 2 s + 2 s^2 - ..., of which three terms are enough.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOnePlus<T, TLanes>(TLanes t, TLanes low)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes one = TLanes.Broadcast(T.One);
        TLanes half = Coefficient<T, TLanes>(0.5f, 0.5);
        TLanes two = Coefficient<T, TLanes>(2, 2);
        TLanes f = TLanes.SelectLess(t, half, t, (t - one) * half);
        low = TLanes.SelectLess(t, half, low, low * half);
        TLanes offset = TLanes.SelectLess(t, half, zero, Coefficient<T, TLanes>(0.693147182f, 0.69314718055994529));
        TLanes offsetLow = TLanes.SelectLess(t, half, zero, Coefficient<T, TLanes>(-1.90465421e-9f, 2.3190468138462996e-17));
        TLanes s = f / (f + two);
        TLanes z = s * s;
        TLanes p;
        if (typeof(T) == typeof(float))
        {
            p = TLanes.MultiplyAdd(z, Coefficient<T, TLanes>(0.303637505f, 0), Coefficient<T, TLanes>(0.399576783f, 0));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0.666669488f, 0));
        }
        else
        {
            p = TLanes.MultiplyAdd(z, Coefficient<T, TLanes>(0, 0.13842529792670141), Coefficient<T, TLanes>(0, 0.13173672408352669));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.1539110778007228));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.18181665995345331));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.22222224294667983));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.28571428555841549));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.4000000000005664));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.66666666666666596));
        }

        TLanes derivative = TLanes.SubtractProduct(one, two * s, one - s);
        TLanes extra = TLanes.MultiplyAdd(low, derivative, offsetLow);
        return offset + (f + TLanes.SubtractProduct(extra, s, TLanes.SubtractProduct(f, z, p)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Coefficient<T, TLanes>(float single, double twice)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        TLanes.Broadcast(typeof(T) == typeof(float) ? (T)(object)single : (T)(object)twice);
}
