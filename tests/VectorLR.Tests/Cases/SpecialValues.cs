using System.Numerics;

namespace VectorLR.Tests;

/// <summary>The values where formats end and formulas break.</summary>
internal static class SpecialValues
{
    public static T[] All<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [T.Zero, T.NegativeZero, .. Subnormals<T>(), .. Largest<T>(), T.PositiveInfinity, T.NegativeInfinity, T.NaN];

    public static T[] Finite<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [T.Zero, T.NegativeZero, .. Subnormals<T>(), .. Largest<T>()];

    public static T MaxValue<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.BitDecrement(T.PositiveInfinity);

    /// <summary>The smallest normal number, 2^-126 or 2^-1022.</summary>
    public static T SmallestNormal<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.ScaleB(T.One, typeof(T) == typeof(float) ? -126 : -1022);

    private static T[] Subnormals<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [T.Epsilon, -T.Epsilon, T.BitDecrement(SmallestNormal<T>()), -T.BitDecrement(SmallestNormal<T>()), SmallestNormal<T>()];

    private static T[] Largest<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [MaxValue<T>(), -MaxValue<T>()];
}
