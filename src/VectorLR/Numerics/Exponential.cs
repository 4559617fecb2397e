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
    public static TLanes Reduce(TLanes x, out TLanes shifted)
    {
        TLanes shifter = TLanes.Broadcast(Lanes.Shifter<T>());
        shifted = TLanes.SubtractProduct(shifter, x, Constant(1.44269502f, 1.4426950408889634));
        TLanes n = shifted - shifter;
        TLanes r = TLanes.MultiplyAdd(n, Constant(0.693147182f, 0.69314718055994529), x);
        return TLanes.MultiplyAdd(n, Constant(-1.90465421e-9f, 2.3190468138462996e-17), r);
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

    /// <summary>e^r - 1 for |r| at most ln 2 / 2, as r + r^2 q(r) with a minimax q (docs/coefficients).</summary>
    /// <remarks>Against e^r, q is off by 2^-28.2 (float) or 2^-57.9 (double), and the rounding of the sum by 2^-26 or 2^-55.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes MinusOne(TLanes r)
    {
        // In pairs (Estrin), since the chain of dependent operations bounds the speed, not their number.
        TLanes r2 = r * r;
        if (typeof(T) == typeof(float))
        {
            TLanes c01 = TLanes.MultiplyAdd(r, Constant(0.166665226f, 0), Constant(0.49999994f, 0));
            TLanes c23 = TLanes.MultiplyAdd(r, Constant(0.00836853217f, 0), Constant(0.0416682921f, 0));
            TLanes c234 = TLanes.MultiplyAdd(r2, Constant(0.00138183043f, 0), c23);
            return TLanes.MultiplyAdd(r2, TLanes.MultiplyAdd(r2, c234, c01), r);
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
            TLanes q = TLanes.MultiplyAdd(r4, TLanes.MultiplyAdd(r4, c89, c4567), c0123);
            return TLanes.MultiplyAdd(r2, q, r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Constant(float single, double twice) =>
        TLanes.Broadcast(typeof(T) == typeof(float) ? (T)(object)single : (T)(object)twice);
}
