using static VectorLR.Coefficients;

namespace VectorLR;

/// <summary>The natural logarithm near 1, which softplus and log1p share.</summary>
internal static class Logarithm<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, IElementwiseLanes<TLanes, T>
{
    /// <summary>log(1 + t + low) + x y for t in [0, 1] and a low that is at most half a unit in t's last place.</summary>
    /// <remarks>
    /// From 1/2 on, 1 + t = 2 (1 + f) with f = (t - 1) / 2, which is exact. The product joins the small part of the logarithm, before ln 2
    /// does: else softplus(x) = log(1 + e^-x) + x near 0 would fall by a unit where the logarithm's rounding falls and x rises by less.
    /// </remarks>
    [MethodImpl(AggressiveInlining)]
    public static TLanes OnePlus(TLanes t, TLanes low, TLanes x, TLanes y)
    {
        TLanes half = Constant(0.5f, 0.5);
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes f = TLanes.SelectLess(t, half, t, (t - TLanes.Broadcast(T.One)) * half);
        low = TLanes.SelectLess(t, half, low, Lanes.Product<T, TLanes>(low, half));
        TLanes rest = TLanes.MultiplyAdd(
            x, y, Log(f, low, TLanes.SelectLess(t, half, zero, Constant(OfSingle.Ln2Lo, OfDouble.Ln2Lo))));
        return TLanes.SelectLess(t, half, zero, Constant(OfSingle.Ln2Hi, OfDouble.Ln2Hi)) + rest;
    }

    /// <summary>log(1 + x) for every x: -infinity at -1, NaN below and for NaN, +infinity at +infinity, -0 at -0.</summary>
    /// <remarks>
    /// 1 + x + low = 2^k (1 + f + low'), where low is what the first sum's rounding takes and k makes f lie in [-0.30, 0.42].
    /// The high part of ln 2 here has so many zeros at its end that its product with any exponent is exact.
    /// </remarks>
    [MethodImpl(AggressiveInlining)]
    public static TLanes LogP1(TLanes x)
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes one = TLanes.Broadcast(T.One);
        TLanes minusOne = TLanes.Broadcast(T.NegativeOne);
        TLanes largest = TLanes.Broadcast(T.BitDecrement(T.PositiveInfinity));

        // The exponent is taken from a number that has one; the three cases without are put right at the end.
        TLanes inside = TLanes.SelectLess(minusOne, x, TLanes.Min(x, largest), zero);
        TLanes sum = one + inside;
        TLanes part = sum - one;
        TLanes low = one - (sum - part) + (inside - part);
        TLanes k = TLanes.Exponent(sum);
        TLanes first = Exponential<T, TLanes>.SplitPower(TLanes.Broadcast(Lanes.RoundingMagic<T>()) - k, out TLanes second);
        TLanes rest = Log((sum * first * second) - one, low * first * second, k * Constant(OfSingle.Ln2ShortLo, OfDouble.Ln2ShortLo));
        TLanes result = TLanes.MultiplyAdd(k, Constant(OfSingle.Ln2Short, OfDouble.Ln2Short), rest);

        // Where x^2 / 2 is below half a unit in the last place the answer is x, its sign included.
        TLanes tiny = Constant(2.9802322e-8f, 5.5511151231257827e-17);
        result = TLanes.SelectLess(TLanes.Abs(x), tiny, x, result);
        TLanes outside = TLanes.SelectLess(
            x, minusOne, TLanes.Broadcast(T.NaN), TLanes.SelectLess(x, zero, TLanes.Broadcast(T.NegativeInfinity), x));
        result = TLanes.SelectLess(minusOne, x, result, outside);
        return TLanes.SelectLess(largest, x, x, result);
    }

    /// <summary>log(1 + f + low) + more, for f in [-0.30, 0.5] and a low and a more that are small beside it.</summary>
    /// <remarks>
    /// log(1 + f) = 2 s + s^3 p(s^2) with s = f / (2 + f) and a minimax p, taken as f - s (f - s^2 p), since f is exact
    /// and 2 s is not. The low part counts by the derivative, 1 / (1 + f) = 1 - 2 s + 2 s^2 - ..., of which three terms are enough.
    /// </remarks>
    [MethodImpl(AggressiveInlining)]
    private static TLanes Log(TLanes f, TLanes low, TLanes more)
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes two = Constant(2, 2);
        TLanes s = f / (f + two);
        TLanes z = Lanes.Product<T, TLanes>(s, s);
        TLanes p;
        if (typeof(T) == typeof(float))
        {
            p = TLanes.MultiplyAdd(z, Constant(OfSingle.Log2), Constant(OfSingle.Log1));
            p = TLanes.MultiplyAdd(z, p, Constant(OfSingle.Log0));
        }
        else
        {
            TLanes c01 = TLanes.MultiplyAdd(z, Constant(OfDouble.Log1), Constant(OfDouble.Log0));
            TLanes c23 = TLanes.MultiplyAdd(z, Constant(OfDouble.Log3), Constant(OfDouble.Log2));
            TLanes c45 = TLanes.MultiplyAdd(z, Constant(OfDouble.Log5), Constant(OfDouble.Log4));
            TLanes c67 = TLanes.MultiplyAdd(z, Constant(OfDouble.Log7), Constant(OfDouble.Log6));
            TLanes z2 = z * z;
            p = TLanes.MultiplyAdd(z2, c67, c45);
            p = TLanes.MultiplyAdd(z2, p, c23);
            p = TLanes.MultiplyAdd(z2, p, c01);
        }

        TLanes derivative = TLanes.MultiplyAddNegated(two * s, one - s, one);
        TLanes extra = TLanes.MultiplyAdd(low, derivative, more);
        return f + TLanes.MultiplyAddNegated(s, TLanes.MultiplyAddNegated(z, p, f), extra);
    }

    [MethodImpl(AggressiveInlining)] private static TLanes Constant(float single) => TLanes.Broadcast((T)(object)single);
    [MethodImpl(AggressiveInlining)] private static TLanes Constant(double twice) => TLanes.Broadcast((T)(object)twice);

    [MethodImpl(AggressiveInlining)]
    private static TLanes Constant(float single, double twice) =>
        TLanes.Broadcast(typeof(T) == typeof(float) ? (T)(object)single : (T)(object)twice);
}
