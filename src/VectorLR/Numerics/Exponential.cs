using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>The two steps of e^x that sigmoid and softplus share: reduction to a short interval, and a polynomial there.</summary>
internal static class Exponential<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>Reduces x >= 0 to x = r - n ln 2, with n an integer and |r| at most ln 2 / 2.</summary>
    /// <param name="x">Between 0 and <see cref="Limit"/>. NaN makes r NaN.</param>
    /// <param name="shifted">n, plus <see cref="Lanes.Shifter{T}"/>.</param>
    /// <remarks>
    /// Cody and Waite's method with fused steps. The first leaves no rounding error: x and the high part of ln 2 are multiples of 2^-25
    /// (float; 2^-54 for double) wherever n is not 0, and so is their difference, which is below 0.35 and so has room for it.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Reduce(TLanes x, out TLanes shifted) => Reduce(x, out shifted, out _);

    /// <summary>The same, with what the last rounding takes from r as <paramref name="low"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Reduce(TLanes x, out TLanes shifted, out TLanes low)
    {
        TLanes shifter = TLanes.Broadcast(Lanes.Shifter<T>());
        shifted = TLanes.SubtractProduct(shifter, x, Constant(1.44269502f, 1.4426950408889634));
        TLanes n = shifted - shifter;
        TLanes lowOfLn2 = Constant(-1.90465421e-9f, 2.3190468138462996e-17);
        TLanes exact = TLanes.MultiplyAdd(n, Constant(0.693147182f, 0.69314718055994529), x);
        TLanes r = TLanes.MultiplyAdd(n, lowOfLn2, exact);
        low = TLanes.MultiplyAdd(n, lowOfLn2, exact - r);
        return r;
    }

    /// <summary>From here on e^-x rounds to 0.</summary>
    public static TLanes Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Constant(104f, 746d);
    }

    /// <summary>Below this, 2^n is a normal number.</summary>
    public static TLanes NormalLimit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Constant(87.33f, 708.3);
    }

    /// <summary>Splits 2^n, which may be below the normal numbers, into two factors that are not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SplitPower(TLanes shifted, out TLanes second)
    {
        TLanes shifter = TLanes.Broadcast(Lanes.Shifter<T>());
        TLanes n = shifted - shifter;
        TLanes half = TLanes.MultiplyAdd(n, Constant(0.5f, 0.5), shifter);
        second = TLanes.PowerOfTwo(n - (half - shifter) + shifter);
        return TLanes.PowerOfTwo(half);
    }

    /// <summary>e^r - 1 for |r| at most ln 2 / 2.</summary>
    /// <remarks>Against e^r, the polynomial is off by 2^-28.2 (float) or 2^-57.9 (double), and the rounding of the sum by 2^-26 or 2^-55.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes MinusOne(TLanes r)
    {
        TLanes r2 = r * r;
        return TLanes.MultiplyAdd(r2, Polynomial(r, r2), r);
    }

    /// <summary>The minimax q for which e^r - 1 = r + r^2 q(r) (docs/coefficients).</summary>
    /// <remarks>In pairs (Estrin), since the chain of dependent operations bounds the speed, not their number.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Polynomial(TLanes r, TLanes r2)
    {
        if (typeof(T) == typeof(float))
        {
            TLanes c01 = TLanes.MultiplyAdd(r, Constant(0.166665226f, 0), Constant(0.49999994f, 0));
            TLanes c23 = TLanes.MultiplyAdd(r, Constant(0.00836853217f, 0), Constant(0.0416682921f, 0));
            TLanes c234 = TLanes.MultiplyAdd(r2, Constant(0.00138183043f, 0), c23);
            return TLanes.MultiplyAdd(r2, c234, c01);
        }
        else
        {
            TLanes c01 = TLanes.MultiplyAdd(r, Constant(0, 0.16666666666666466), Constant(0, 0.50000000000000111));
            TLanes c23 = TLanes.MultiplyAdd(r, Constant(0, 0.0083333333334701908), Constant(0, 0.041666666666528809));
            TLanes c45 = TLanes.MultiplyAdd(r, Constant(0, 0.00019841269546293661), Constant(0, 0.001388888894369717));
            TLanes c67 = TLanes.MultiplyAdd(r, Constant(0, 2.7557558439132065e-6), Constant(0, 2.4801493174655409e-5));
            TLanes c89 = TLanes.MultiplyAdd(r, Constant(0, 2.500722831859888e-8), Constant(0, 2.7630193437022903e-7));
            TLanes r4 = r2 * r2;
            TLanes c0123 = TLanes.MultiplyAdd(r2, c23, c01);
            TLanes c4567 = TLanes.MultiplyAdd(r2, c67, c45);
            return TLanes.MultiplyAdd(r4, TLanes.MultiplyAdd(r4, c89, c4567), c0123);
        }
    }

    /// <summary>e^x for every x: 0 and +infinity at -infinity and +infinity, 1 at 0, NaN for NaN; subnormal results are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp(TLanes x)
    {
        // e^x overflows before the first limit and rounds to 0 from the second on.
        TLanes zero = TLanes.Broadcast(T.Zero);
        x = TLanes.AtMost(x, Constant(89f, 710d));
        x = zero - TLanes.AtMost(zero - x, Limit);

        // x = r - n ln 2 as for a positive x, with n of either sign; the power is 2^-n.
        TLanes shifter = TLanes.Broadcast(Lanes.Shifter<T>());
        TLanes r = Reduce(x, out TLanes shifted, out TLanes low);
        TLanes first = SplitPower(shifter - (shifted - shifter), out TLanes second);
        TLanes r2 = r * r;
        TLanes tail = r + TLanes.MultiplyAdd(r2, Polynomial(r, r2), low);
        return (TLanes.Broadcast(T.One) + tail) * first * second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Constant(float single, double twice) =>
        TLanes.Broadcast(typeof(T) == typeof(float) ? (T)(object)single : (T)(object)twice);
}
