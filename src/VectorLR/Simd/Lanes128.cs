using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace VectorLR;

/// <summary>The logical register as four Vector128: ARM64 Advanced SIMD. On x86-64 it runs for the tests.</summary>
internal unsafe struct Lanes128<T> : ILanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector128<T> _first;
    private Vector128<T> _second;
    private Vector128<T> _third;
    private Vector128<T> _fourth;

    [MethodImpl(AggressiveInlining)]
    private Lanes128(Vector128<T> first, Vector128<T> second, Vector128<T> third, Vector128<T> fourth)
    {
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
    }

    public static int Width => Lanes.Count<T>();

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> left, Lanes128<T> right) =>
        new(left._first + right._first, left._second + right._second, left._third + right._third, left._fourth + right._fourth);

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> left, Lanes128<T> right) =>
        new(left._first - right._first, left._second - right._second, left._third - right._third, left._fourth - right._fourth);

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> left, Lanes128<T> right) =>
        new(left._first * right._first, left._second * right._second, left._third * right._third, left._fourth * right._fourth);

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> left, Lanes128<T> right) =>
        new(left._first / right._first, left._second / right._second, left._third / right._third, left._fourth / right._fourth);

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator &(Lanes128<T> left, Lanes128<T> right) =>
        new(left._first & right._first, left._second & right._second, left._third & right._third, left._fourth & right._fourth);

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value)
    {
        Vector128<T> all = Vector128.Create(value);
        return new(all, all, all, all);
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Load(T* source)
    {
        Vector128<T>* vectors = (Vector128<T>*)source;
        return new(vectors[0], vectors[1], vectors[2], vectors[3]);
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> LoadPartial(T* source, int count)
    {
        byte* bytes = (byte*)source;
        int length = count * sizeof(T);
        return new(
            LoadUpTo(bytes, length),
            LoadUpTo(bytes + 16, length - 16),
            LoadUpTo(bytes + 32, length - 32),
            LoadUpTo(bytes + 48, length - 48));
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Widen(byte* source, nint at) =>
        Widen(typeof(T) == typeof(float) ? Vector128.Load(source + at) : Vector128.CreateScalar(*(ulong*)(source + at)).AsByte());

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> WidenPartial(byte* source, int count) => Widen(Lanes.LoadBytes(source, count));

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Widen(float* source) =>
        typeof(T) == typeof(float) ? Load((T*)source) : Widen(Vector128.Load(source), Vector128.Load(source + 4));

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> WidenPartial(float* source, int count)
    {
        if (typeof(T) == typeof(float))
        {
            return LoadPartial((T*)source, count);
        }

        byte* bytes = (byte*)source;
        int length = count * sizeof(float);
        return Widen(
            Lanes.LoadBytes(bytes, Math.Min(length, 16)).AsSingle(), Lanes.LoadBytes(bytes + 16, Math.Max(length - 16, 0)).AsSingle());
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Lanes128<T> value, T* destination)
    {
        Vector128<T>* vectors = (Vector128<T>*)destination;
        vectors[0] = value._first;
        vectors[1] = value._second;
        vectors[2] = value._third;
        vectors[3] = value._fourth;
    }

    public static void StorePartial(Lanes128<T> value, T* destination, int count) =>
        Unsafe.CopyBlockUnaligned(destination, &value, (uint)(count * sizeof(T)));

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) => new(
        MultiplyAdd(a._first, b._first, c._first),
        MultiplyAdd(a._second, b._second, c._second),
        MultiplyAdd(a._third, b._third, c._third),
        MultiplyAdd(a._fourth, b._fourth, c._fourth));

    [MethodImpl(AggressiveInlining)]
    public static void AddProduct(ref Lanes128<T> sum, Lanes128<T> a, Lanes128<T> b)
    {
        sum._first = MultiplyAdd(a._first, b._first, sum._first);
        sum._second = MultiplyAdd(a._second, b._second, sum._second);
        sum._third = MultiplyAdd(a._third, b._third, sum._third);
        sum._fourth = MultiplyAdd(a._fourth, b._fourth, sum._fourth);
    }

    [MethodImpl(AggressiveInlining)]
    public static void AddProduct(ref Lanes128<T> sum, Lanes128<T> a, T* b) => AddProduct(ref sum, a, Load(b));

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> MultiplyAddNegated(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) =>
        new(
            MultiplyAddNegated(a._first, b._first, c._first),
            MultiplyAddNegated(a._second, b._second, c._second),
            MultiplyAddNegated(a._third, b._third, c._third),
            MultiplyAddNegated(a._fourth, b._fourth, c._fourth));

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> value) =>
        new(Vector128.Abs(value._first), Vector128.Abs(value._second), Vector128.Abs(value._third), Vector128.Abs(value._fourth));

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> value, Lanes128<T> limit) => SelectLess(limit, value, limit, value);

    [MethodImpl(AggressiveInlining)] public static Lanes128<T> Max(Lanes128<T> a, Lanes128<T> b) => SelectLess(b, a, a, b);

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> SelectLess(Lanes128<T> a, Lanes128<T> b, Lanes128<T> whenTrue, Lanes128<T> whenFalse) => new(
        Vector128.ConditionalSelect(Vector128.LessThan(a._first, b._first), whenTrue._first, whenFalse._first),
        Vector128.ConditionalSelect(Vector128.LessThan(a._second, b._second), whenTrue._second, whenFalse._second),
        Vector128.ConditionalSelect(Vector128.LessThan(a._third, b._third), whenTrue._third, whenFalse._third),
        Vector128.ConditionalSelect(Vector128.LessThan(a._fourth, b._fourth), whenTrue._fourth, whenFalse._fourth));

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> SelectNegative(Lanes128<T> sign, Lanes128<T> whenNegative, Lanes128<T> otherwise) => new(
        Vector128.ConditionalSelect(Vector128.IsNegative(sign._first), whenNegative._first, otherwise._first),
        Vector128.ConditionalSelect(Vector128.IsNegative(sign._second), whenNegative._second, otherwise._second),
        Vector128.ConditionalSelect(Vector128.IsNegative(sign._third), whenNegative._third, otherwise._third),
        Vector128.ConditionalSelect(Vector128.IsNegative(sign._fourth), whenNegative._fourth, otherwise._fourth));

    [MethodImpl(AggressiveInlining)]
    public static bool LessThanAll(Lanes128<T> a, Lanes128<T> b)
    {
        Vector128<T> lower = Vector128.LessThan(a._first, b._first) & Vector128.LessThan(a._second, b._second);
        Vector128<T> upper = Vector128.LessThan(a._third, b._third) & Vector128.LessThan(a._fourth, b._fourth);
        return (lower & upper).ExtractMostSignificantBits() == (1u << Vector128<T>.Count) - 1;
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> PowerOfTwo(Lanes128<T> shifted) =>
        new(PowerOfTwo(shifted._first), PowerOfTwo(shifted._second), PowerOfTwo(shifted._third), PowerOfTwo(shifted._fourth));

    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Exponent(Lanes128<T> value) =>
        new(Exponent(value._first), Exponent(value._second), Exponent(value._third), Exponent(value._fourth));

    [MethodImpl(AggressiveInlining)] public static T ToScalar(Lanes128<T> value) => value._first.ToScalar();

    [MethodImpl(AggressiveInlining)]
    public static T Sum(Lanes128<T> value) => Lanes.Sum(value._first + value._third + (value._second + value._fourth));

    [MethodImpl(AggressiveInlining)]
    public static void AddSums(Lanes128<T> first, Lanes128<T> second, Lanes128<T> third, Lanes128<T> fourth, T* sums) =>
        Lanes.AddSums(first, second, third, fourth, sums);

    [MethodImpl(AggressiveInlining)]
    public static double SumInDouble(Lanes128<T> value)
    {
        if (typeof(T) == typeof(double))
        {
            return (double)(object)Sum(value);
        }

        Vector128<float> first = value._first.AsSingle();
        Vector128<float> second = value._second.AsSingle();
        Vector128<float> third = value._third.AsSingle();
        Vector128<float> fourth = value._fourth.AsSingle();
        return Lanes128<double>.Sum(new(
            Vector128.WidenLower(first) + Vector128.WidenLower(third),
            Vector128.WidenUpper(first) + Vector128.WidenUpper(third),
            Vector128.WidenLower(second) + Vector128.WidenLower(fourth),
            Vector128.WidenUpper(second) + Vector128.WidenUpper(fourth)));
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector128<T> LoadUpTo(byte* source, int length) => Lanes.LoadBytes(source, Math.Clamp(length, 0, 16)).As<byte, T>();

    [MethodImpl(AggressiveInlining)]
    private static Lanes128<T> Widen(Vector128<float> lower, Vector128<float> upper) => new(
        Vector128.WidenLower(lower).As<double, T>(),
        Vector128.WidenUpper(lower).As<double, T>(),
        Vector128.WidenLower(upper).As<double, T>(),
        Vector128.WidenUpper(upper).As<double, T>());

    [MethodImpl(AggressiveInlining)]
    private static Lanes128<T> Widen(Vector128<byte> bytes)
    {
        Vector128<ushort> lower = Vector128.WidenLower(bytes);
        Vector128<int> first = Vector128.WidenLower(lower).AsInt32();
        Vector128<int> second = Vector128.WidenUpper(lower).AsInt32();
        if (typeof(T) == typeof(double))
        {
            return new(
                Vector128.ConvertToDouble(Vector128.WidenLower(first)).As<double, T>(),
                Vector128.ConvertToDouble(Vector128.WidenUpper(first)).As<double, T>(),
                Vector128.ConvertToDouble(Vector128.WidenLower(second)).As<double, T>(),
                Vector128.ConvertToDouble(Vector128.WidenUpper(second)).As<double, T>());
        }

        Vector128<ushort> upper = Vector128.WidenUpper(bytes);
        return new(
            Vector128.ConvertToSingle(first).As<float, T>(),
            Vector128.ConvertToSingle(second).As<float, T>(),
            Vector128.ConvertToSingle(Vector128.WidenLower(upper).AsInt32()).As<float, T>(),
            Vector128.ConvertToSingle(Vector128.WidenUpper(upper).AsInt32()).As<float, T>());
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(AggressiveInlining)]
    private static Vector128<T> MultiplyAddNegated(Vector128<T> a, Vector128<T> b, Vector128<T> c)
    {
        if (!AdvSimd.Arm64.IsSupported)
        {
            return MultiplyAdd(-a, b, c);
        }

        return typeof(T) == typeof(float)
            ? AdvSimd.FusedMultiplySubtract(c.AsSingle(), a.AsSingle(), b.AsSingle()).As<float, T>()
            : AdvSimd.Arm64.FusedMultiplySubtract(c.AsDouble(), a.AsDouble(), b.AsDouble()).As<double, T>();
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector128<T> PowerOfTwo(Vector128<T> shifted) =>
        typeof(T) == typeof(float)
            ? ((shifted.AsInt32() << 23) + Vector128<float>.One.AsInt32()).As<int, T>()
            : ((shifted.AsInt64() << 52) + Vector128<double>.One.AsInt64()).As<long, T>();

    [MethodImpl(AggressiveInlining)]
    private static Vector128<T> Exponent(Vector128<T> value)
    {
        Vector128<T> magic = Vector128.Create(Lanes.RoundingMagic<T>());
        Vector128<T> shifted = typeof(T) == typeof(float)
            ? (((value.AsInt32() + Vector128.Create(Lanes.Sqrt2ExponentCarry)) >>> 23) | magic.AsInt32()).As<int, T>()
            : (((value.AsInt64() + Vector128.Create(Lanes.Sqrt2ExponentCarryDouble)) >>> 52) | magic.AsInt64()).As<long, T>();
        return shifted - Vector128.Create(Lanes.BiasedRoundingMagic<T>());
    }
}
