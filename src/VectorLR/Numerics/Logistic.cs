namespace VectorLR;

/// <summary>The functions of logistic regression over the logical register, written once for every CPU.</summary>
internal static class Logistic<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, IElementwiseLanes<TLanes, T>
{
    /// <summary>1 / (1 + e^-x). 0 and 1 at -infinity and +infinity, 1/2 at 0, NaN for NaN; subnormal results are kept.</summary>
    /// <remarks>Below -NormalLimit, 1 + e^x rounds to 1 and e^x is the answer; elsewhere the two halves below give it.</remarks>
    [MethodImpl(NoInlining)]
    public static TLanes Sigmoid(TLanes x)
    {
        TLanes limit = Exponential<T, TLanes>.NormalLimit;
        TLanes em1 = SigmoidStart(TLanes.Min(TLanes.Abs(x), limit), out TLanes power);
        TLanes result = SigmoidEnd(x, em1, power);
        return TLanes.SelectLess(x, TLanes.Broadcast(T.Zero) - limit, Exponential<T, TLanes>.Exp(x), result);
    }

    /// <summary>The first half of sigmoid for |x| up to <see cref="Exponential{T, TLanes}.NormalLimit"/>: e^|x| = 2^n (1 + em1).</summary>
    /// <param name="magnitude">|x|.</param>
    /// <param name="power">2^n.</param>
    [MethodImpl(AggressiveInlining)]
    public static TLanes SigmoidStart(TLanes magnitude, out TLanes power)
    {
        TLanes em1 = Exponential<T, TLanes>.ExpM1(Exponential<T, TLanes>.Reduce(magnitude, out TLanes shifted));
        power = TLanes.PowerOfTwo(shifted);
        return em1;
    }

    /// <summary>The second half: q = 1 / (1 + e^|x|), which is the answer for negative x; 1 - q is for the others.</summary>
    /// <remarks>
    /// The denominator is 1 + 2^n + 2^n em1. What rounding takes from it is exact as ((2^n - denominator) + 1) + 2^n em1, but for at
    /// most 2^-26 of it (float; 2^-55 for double) from n = 25 (54) on, and is carried with the quotient's own remainder into one last
    /// correction: the result is within 1/2 unit in the last place and what em1 is off by.
    /// </remarks>
    [MethodImpl(AggressiveInlining)]
    public static TLanes SigmoidEnd(TLanes x, TLanes em1, TLanes power)
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes denominator = TLanes.MultiplyAdd(power, em1, power + one);
        TLanes low = TLanes.MultiplyAdd(power, em1, power - denominator + one);
        TLanes quotient = one / denominator;
        TLanes error = TLanes.MultiplyAddNegated(quotient, low, TLanes.MultiplyAddNegated(quotient, denominator, one));
        quotient = TLanes.MultiplyAdd(error, quotient, quotient);
        return TLanes.SelectNegative(x, quotient, one - quotient);
    }

    /// <summary>a - y, or 0 where that is below 2^-100 (float) or 2^-996 (double) in magnitude.</summary>
    /// <remarks>
    /// So a residual times a feature above 2^-26 is normal: some CPUs take a hundred cycles for a subnormal number. And LogisticTerms may
    /// clamp |z| to NormalLimit: the residual is the same.
    /// </remarks>
    [MethodImpl(AggressiveInlining)]
    public static TLanes Residual(TLanes a, TLanes y)
    {
        TLanes residual = a - y;
        return TLanes.SelectLess(TLanes.Abs(residual), TLanes.Broadcast(TinyResidual), TLanes.Broadcast(T.Zero), residual);
    }

    private static T TinyResidual
    {
        [MethodImpl(AggressiveInlining)]
        get => typeof(T) == typeof(float) ? (T)(object)7.888609e-31f : (T)(object)BitConverter.UInt64BitsToDouble((1023UL - 996) << 52);
    }

    /// <summary>1 / (1 + e^-x) within 2^-13 a (1 - a) and two units in the last place, for |x| clamped to the normal range.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TLanes SigmoidFast(TLanes x)
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes limit = Exponential<T, TLanes>.NormalLimit;
        x = TLanes.Max(TLanes.Broadcast(T.Zero) - limit, TLanes.Min(x, limit));
        TLanes factor = Exponential<T, TLanes>.OfMinusFast(x, out TLanes power);
        return one / TLanes.MultiplyAdd(power, factor, one);
    }

    /// <summary>One term of the cross-entropy from its logit: -y log a - (1 - y) log(1 - a) for a = sigmoid(z), y in [0, 1].</summary>
    /// <remarks>
    /// As softplus(z) - y z, arranged so that nothing cancels: log1p(e^-|z|) + weight |z|, where the weight is y for negative z
    /// and 1 - y for the others. A weight of 0 takes no part, so that a certain and right answer (z infinite) costs 0, not NaN.
    /// </remarks>
    [MethodImpl(AggressiveInlining)] public static TLanes Loss(TLanes z, TLanes y) => LossEnd(z, y, LossStart(z, out TLanes low), low);

    /// <summary>The first half of a loss: e^-|z|, and what its last rounding takes from it.</summary>
    [MethodImpl(AggressiveInlining)]
    private static TLanes LossStart(TLanes z, out TLanes low)
    {
        TLanes one = TLanes.Broadcast(T.One);
        TLanes exponent = TLanes.Broadcast(T.Zero) - TLanes.Min(TLanes.Abs(z), Exponential<T, TLanes>.Limit);
        TLanes r = Exponential<T, TLanes>.Reduce(exponent, out TLanes shifted);
        TLanes first = Exponential<T, TLanes>.SplitPower(shifted, out TLanes second);
        TLanes em1 = Exponential<T, TLanes>.ExpM1(r);
        TLanes sum = one + em1;
        low = Lanes.Product<T, TLanes>((em1 - (sum - one)) * first, second);
        return Lanes.Product<T, TLanes>(sum * first, second);
    }

    /// <summary>The second half: log1p(e^-|z|) + weight |z|.</summary>
    [MethodImpl(AggressiveInlining)]
    private static TLanes LossEnd(TLanes z, TLanes y, TLanes exp, TLanes low)
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes weight = TLanes.SelectLess(z, zero, y, TLanes.Broadcast(T.One) - y);
        TLanes magnitude = TLanes.SelectLess(zero, weight, TLanes.Abs(z), zero);
        return Logarithm<T, TLanes>.OnePlus(exp, low, weight, magnitude);
    }

    /// <summary>The loss where e^-|z| = 2^-n (1 + em1), which counts as 0 where it is below the normal numbers.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TLanes LossFromParts(TLanes z, TLanes y, TLanes shifted, TLanes em1)
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes one = TLanes.Broadcast(T.One);
        TLanes magic = TLanes.Broadcast(Lanes.RoundingMagic<T>());
        TLanes power = TLanes.PowerOfTwo(magic - (shifted - magic));
        power = TLanes.SelectLess(Exponential<T, TLanes>.NormalLimit, TLanes.Abs(z), zero, power);
        TLanes sum = one + em1;
        TLanes low = Lanes.Product<T, TLanes>(em1 - (sum - one), power);
        return LossEnd(z, y, sum * power, low);
    }
}
