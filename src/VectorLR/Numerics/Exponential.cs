using static VectorLR.Coefficients;

namespace VectorLR;

/// <summary>e^x in the steps that sigmoid, softplus and exp share: reduction to a short interval, and a polynomial there.</summary>
internal static class Exponential<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, IElementwiseLanes<TLanes, T>
{
    /// <summary>Splits x = n ln 2 + r, with n an integer and |r| at most ln 2 / 2.</summary>
    /// <param name="x">Of a magnitude up to <see cref="Limit"/>. NaN makes r NaN.</param>
    /// <param name="shifted">n, plus <see cref="Lanes.RoundingMagic{T}"/>.</param>
    /// <remarks>
    /// Cody and Waite's method with fused steps. The first leaves no rounding error: x and the high part of ln 2 are multiples of 2^-25
    /// (float; 2^-54 for double) wherever n is not 0, and so is their difference, which is below 0.35 and so has room for it.
    /// </remarks>
    [MethodImpl(AggressiveInlining)] public static TLanes Reduce(TLanes x, out TLanes shifted) => Reduce(x, out shifted, out _);

    /// <summary>The same, with what the last rounding takes from r as <paramref name="low"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    private static TLanes Reduce(TLanes x, out TLanes shifted, out TLanes low)
    {
        TLanes magic = TLanes.Broadcast(Lanes.RoundingMagic<T>());
        TLanes sum = TLanes.MultiplyAdd(x, Log2E, magic);
        TLanes n = sum - magic;
        TLanes exact = TLanes.MultiplyAddNegated(n, Ln2Hi, x);
        TLanes r = TLanes.MultiplyAddNegated(n, Ln2Lo, exact);
        low = TLanes.MultiplyAddNegated(n, Ln2Lo, exact - r);
        shifted = sum;
        return r;
    }

    /// <summary>From here on e^-x rounds to 0.</summary>
    public static TLanes Limit { [MethodImpl(AggressiveInlining)] get => Constant(104f, 746d); }

    /// <summary>Below this, e^x and e^-x are normal numbers.</summary>
    public static TLanes NormalLimit { [MethodImpl(AggressiveInlining)] get => Constant(87.33f, 708.3); }

    /// <summary>Splits 2^n, which may be below the normal numbers, into two factors that are not.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TLanes SplitPower(TLanes shifted, out TLanes second)
    {
        TLanes magic = TLanes.Broadcast(Lanes.RoundingMagic<T>());
        TLanes n = shifted - magic;
        TLanes half = TLanes.MultiplyAdd(n, Constant(0.5f, 0.5), magic);
        second = TLanes.PowerOfTwo(n - (half - magic) + magic);
        return TLanes.PowerOfTwo(half);
    }

    /// <summary>e^r - 1 for |r| at most ln 2 / 2.</summary>
    /// <remarks>Errors against e^r: polynomial 2^-28.2 (float) or 2^-57.9 (double), rounding of the sum 2^-26 or 2^-55.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TLanes ExpM1(TLanes r)
    {
        TLanes r2 = r * r;
        return TLanes.MultiplyAdd(r2, Polynomial(r, r2), r);
    }

    /// <summary>e^-x as a factor and a power of two, with a relative error of 2^-13.6, for |x| up to <see cref="NormalLimit"/>.</summary>
    /// <remarks>
    /// With x = r - n ln 2 this is 2^n e^-r. ln 2 in one part moves r by at most 1.3e-6 (float), and the polynomial is off by 2^-13.7. Its
    /// error is the same at both ends of r, so that the value does not jump where n changes.
    /// </remarks>
    [MethodImpl(AggressiveInlining)]
    public static TLanes OfMinusFast(TLanes x, out TLanes power)
    {
        TLanes magic = TLanes.Broadcast(Lanes.RoundingMagic<T>());
        TLanes shifted = TLanes.MultiplyAddNegated(x, Log2E, magic);
        TLanes r = TLanes.MultiplyAdd(shifted - magic, Ln2Hi, x);
        power = TLanes.PowerOfTwo(shifted);
        TLanes q = TLanes.MultiplyAddNegated(
            r, Constant(OfSingle.ExpFast3, OfDouble.ExpFast3), Constant(OfSingle.ExpFast2, OfDouble.ExpFast2));
        q = TLanes.MultiplyAddNegated(r, q, Constant(OfSingle.ExpFast1, OfDouble.ExpFast1));
        return TLanes.MultiplyAddNegated(r, q, Constant(OfSingle.ExpFast0, OfDouble.ExpFast0));
    }

    /// <summary>The minimax q for which e^r - 1 = r + r^2 q(r).</summary>
    /// <remarks>
    /// Linear terms in r side by side, then a chain in r^2. A shorter chain (Estrin's, over r^4) costs one multiplication more,
    /// and multiplications, not their latency, bound the callers that work in stages.
    /// </remarks>
    [MethodImpl(AggressiveInlining)]
    private static TLanes Polynomial(TLanes r, TLanes r2)
    {
        if (typeof(T) == typeof(float))
        {
            TLanes c01 = TLanes.MultiplyAdd(r, Constant(OfSingle.Exp1), Constant(OfSingle.Exp0));
            TLanes c23 = TLanes.MultiplyAdd(r, Constant(OfSingle.Exp3), Constant(OfSingle.Exp2));
            TLanes c234 = TLanes.MultiplyAdd(r2, Constant(OfSingle.Exp4), c23);
            return TLanes.MultiplyAdd(r2, c234, c01);
        }
        else
        {
            TLanes c01 = TLanes.MultiplyAdd(r, Constant(OfDouble.Exp1), Constant(OfDouble.Exp0));
            TLanes c23 = TLanes.MultiplyAdd(r, Constant(OfDouble.Exp3), Constant(OfDouble.Exp2));
            TLanes c45 = TLanes.MultiplyAdd(r, Constant(OfDouble.Exp5), Constant(OfDouble.Exp4));
            TLanes c67 = TLanes.MultiplyAdd(r, Constant(OfDouble.Exp7), Constant(OfDouble.Exp6));
            TLanes c89 = TLanes.MultiplyAdd(r, Constant(OfDouble.Exp9), Constant(OfDouble.Exp8));
            TLanes q = TLanes.MultiplyAdd(r2, c89, c67);
            q = TLanes.MultiplyAdd(r2, q, c45);
            q = TLanes.MultiplyAdd(r2, q, c23);
            return TLanes.MultiplyAdd(r2, q, c01);
        }
    }

    /// <summary>e^x for every x: 0 and +infinity at -infinity and +infinity, 1 at 0, NaN for NaN; subnormal results are kept.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TLanes Exp(TLanes x)
    {
        // e^x overflows before the first limit and rounds to 0 from the second on.
        TLanes zero = TLanes.Broadcast(T.Zero);
        x = TLanes.Min(x, Constant(89f, 710d));
        x = zero - TLanes.Min(zero - x, Limit);

        TLanes r = Reduce(x, out TLanes shifted, out TLanes low);
        TLanes first = SplitPower(shifted, out TLanes second);
        TLanes r2 = r * r;
        TLanes em1 = r + TLanes.MultiplyAdd(r2, Polynomial(r, r2), low);
        return Lanes.Product<T, TLanes>((TLanes.Broadcast(T.One) + em1) * first, second);
    }

    private static TLanes Log2E { [MethodImpl(AggressiveInlining)] get => Constant(OfSingle.Log2E, OfDouble.Log2E); }

    private static TLanes Ln2Hi { [MethodImpl(AggressiveInlining)] get => Constant(OfSingle.Ln2Hi, OfDouble.Ln2Hi); }

    private static TLanes Ln2Lo { [MethodImpl(AggressiveInlining)] get => Constant(OfSingle.Ln2Lo, OfDouble.Ln2Lo); }

    [MethodImpl(AggressiveInlining)] private static TLanes Constant(float single) => TLanes.Broadcast((T)(object)single);
    [MethodImpl(AggressiveInlining)] private static TLanes Constant(double twice) => TLanes.Broadcast((T)(object)twice);

    [MethodImpl(AggressiveInlining)]
    private static TLanes Constant(float single, double twice) =>
        TLanes.Broadcast(typeof(T) == typeof(float) ? (T)(object)single : (T)(object)twice);
}
