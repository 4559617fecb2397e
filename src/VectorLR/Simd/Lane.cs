namespace VectorLR;

/// <summary>One number as a register of one lane: elementwise functions without vectors.</summary>
internal readonly unsafe struct Lane<T>(T value) : IElementwiseLanes<Lane<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _value = value;

    public static int Width => 1;

    [MethodImpl(AggressiveInlining)] public static Lane<T> operator +(Lane<T> left, Lane<T> right) => new(left._value + right._value);
    [MethodImpl(AggressiveInlining)] public static Lane<T> operator -(Lane<T> left, Lane<T> right) => new(left._value - right._value);
    [MethodImpl(AggressiveInlining)] public static Lane<T> operator *(Lane<T> left, Lane<T> right) => new(left._value * right._value);
    [MethodImpl(AggressiveInlining)] public static Lane<T> operator /(Lane<T> left, Lane<T> right) => new(left._value / right._value);
    [MethodImpl(AggressiveInlining)] public static Lane<T> Broadcast(T value) => new(value);
    [MethodImpl(AggressiveInlining)] public static Lane<T> Load(T* source) => new(*source);
    [MethodImpl(AggressiveInlining)] public static Lane<T> LoadPartial(T* source, int count) => count > 0 ? new(*source) : default;
    [MethodImpl(AggressiveInlining)] public static void Store(Lane<T> value, T* destination) => *destination = value._value;

    public static void StorePartial(Lane<T> value, T* destination, int count)
    {
        if (count > 0)
        {
            *destination = value._value;
        }
    }

    [MethodImpl(AggressiveInlining)]
    public static Lane<T> MultiplyAdd(Lane<T> a, Lane<T> b, Lane<T> c) => new(T.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(AggressiveInlining)]
    public static Lane<T> MultiplyAddNegated(Lane<T> a, Lane<T> b, Lane<T> c) => new(T.FusedMultiplyAdd(-a._value, b._value, c._value));

    [MethodImpl(AggressiveInlining)] public static Lane<T> Abs(Lane<T> value) => new(T.Abs(value._value));
    [MethodImpl(AggressiveInlining)] public static Lane<T> Min(Lane<T> value, Lane<T> limit) => limit._value < value._value ? limit : value;
    [MethodImpl(AggressiveInlining)] public static Lane<T> Max(Lane<T> a, Lane<T> b) => a._value > b._value ? a : b;

    [MethodImpl(AggressiveInlining)]
    public static Lane<T> SelectLess(Lane<T> a, Lane<T> b, Lane<T> whenTrue, Lane<T> whenFalse) =>
        a._value < b._value ? whenTrue : whenFalse;

    [MethodImpl(AggressiveInlining)]
    public static Lane<T> SelectNegative(Lane<T> sign, Lane<T> whenNegative, Lane<T> otherwise) =>
        T.IsNegative(sign._value) ? whenNegative : otherwise;

    [MethodImpl(AggressiveInlining)] public static bool LessThanAll(Lane<T> a, Lane<T> b) => a._value < b._value;

    [MethodImpl(AggressiveInlining)]
    public static Lane<T> PowerOfTwo(Lane<T> shifted) => new(typeof(T) == typeof(float)
        ? (T)(object)BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits((float)(object)shifted._value) << 23) + (127 << 23))
        : (T)(object)BitConverter.Int64BitsToDouble(
            (BitConverter.DoubleToInt64Bits((double)(object)shifted._value) << 52) + (1023L << 52)));

    [MethodImpl(AggressiveInlining)]
    public static Lane<T> Exponent(Lane<T> value) => new(typeof(T) == typeof(float)
        ? (T)(object)(float)(((BitConverter.SingleToInt32Bits((float)(object)value._value) + Lanes.Sqrt2ExponentCarry) >>> 23) - 127)
        : (T)(object)(double)(
            ((BitConverter.DoubleToInt64Bits((double)(object)value._value) + Lanes.Sqrt2ExponentCarryDouble) >>> 52) - 1023));

    [MethodImpl(AggressiveInlining)] public static T ToScalar(Lane<T> value) => value._value;
}
