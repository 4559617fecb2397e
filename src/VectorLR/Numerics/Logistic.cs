using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>The functions of logistic regression over the logical register, written once for every CPU.</summary>
internal static class Logistic
{
    /// <summary>1 / (1 + e^-x). 0 and 1 at -infinity and +infinity, 1/2 at 0, NaN for NaN; subnormal results are kept.</summary>
    /// <remarks>
    /// With |x| = r - n ln 2, q = e^-|x| / (1 + e^-|x|) = 2^n / (2^n + e^r): the rounding errors of e^r, of the sum and of the
    /// quotient are carried into one last correction, and the power of two is exact until a result is subnormal. Then q for
    /// negative x and 1 - q for the others.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<T, TLanes>(TLanes x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes r = Exponential<T, TLanes>.Reduce(TLanes.Abs(x), out TLanes firstScale, out TLanes secondScale);
        TLanes tail = Exponential<T, TLanes>.MinusOne(r);
        TLanes power = one + tail;

        // 2^n is 1 or at most 1/2, and e^r at least 1 in the first case and 0.70 in the second: the larger comes first, so both lows are exact.
        TLanes scale = firstScale * secondScale;
        TLanes denominator = power + scale;
        TLanes low = tail - (power - one) + (scale - (denominator - power));

        TLanes quotient = one / denominator;
        TLanes error = TLanes.SubtractProduct(TLanes.SubtractProduct(one, quotient, denominator), quotient, low);
        quotient = TLanes.MultiplyAdd(error, quotient, quotient) * firstScale * secondScale;
        return TLanes.SelectLess(x, TLanes.Broadcast(T.Zero), quotient, one - quotient);
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
        TLanes r = Exponential<T, TLanes>.Reduce(magnitude, out TLanes firstScale, out TLanes secondScale);
        TLanes power = TLanes.Broadcast(T.One) + Exponential<T, TLanes>.MinusOne(zero - r);
        TLanes tail = LogOnePlus<T, TLanes>(power * firstScale * secondScale);
        TLanes weight = TLanes.SelectLess(z, zero, y, TLanes.Broadcast(T.One) - y);
        return TLanes.SelectLess(zero, weight, TLanes.MultiplyAdd(weight, magnitude, tail), tail);
    }

    /// <summary>log(1 + t) for t in [0, 1].</summary>
    /// <remarks>
    /// From 1/2 on, 1 + t = 2 (1 + f) with f = (t - 1) / 2, which is exact. Then log(1 + f) = 2 s + s^3 p(s^2) with s = f / (2 + f)
    /// and a minimax p (docs/coefficients), taken as f - s (f - s^2 p), since f is exact and 2 s is not.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOnePlus<T, TLanes>(TLanes t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes half = TLanes.Broadcast(T.CreateTruncating(0.5f));
        TLanes f = TLanes.SelectLess(t, half, t, (t - TLanes.Broadcast(T.One)) * half);
        TLanes offset = TLanes.SelectLess(t, half, TLanes.Broadcast(T.Zero), Coefficient<T, TLanes>(0.693147182f, 0.69314718055994529));
        TLanes s = f / (f + Coefficient<T, TLanes>(2, 2));
        TLanes z = s * s;
        TLanes p;
        if (typeof(T) == typeof(float))
        {
            p = TLanes.MultiplyAdd(z, Coefficient<T, TLanes>(0.303637505f, 0), Coefficient<T, TLanes>(0.399576783f, 0));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0.666669488f, 0));
        }
        else
        {
            p = TLanes.MultiplyAdd(z, Coefficient<T, TLanes>(0, 0.15368345595195876), Coefficient<T, TLanes>(0, 0.15250168765265948));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.18186357055416999));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.22222138477628547));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.28571429395580294));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.39999999996160079));
            p = TLanes.MultiplyAdd(z, p, Coefficient<T, TLanes>(0, 0.66666666666672714));
        }

        return offset + TLanes.SubtractProduct(f, s, TLanes.SubtractProduct(f, z, p));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Coefficient<T, TLanes>(float single, double twice)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        TLanes.Broadcast(typeof(T) == typeof(float) ? (T)(object)single : (T)(object)twice);
}
