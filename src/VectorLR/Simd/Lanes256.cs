using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>The logical register as two Vector256: x86-64 with AVX2 and FMA.</summary>
internal unsafe struct Lanes256<T> : ILanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector256<T> _lower;
    private Vector256<T> _upper;

    [MethodImpl(AggressiveInlining)]
    private Lanes256(Vector256<T> lower, Vector256<T> upper)
    {
        _lower = lower;
        _upper = upper;
    }

    public static int Width => Lanes.Count<T>();

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> left, Lanes256<T> right) =>
        new(left._lower + right._lower, left._upper + right._upper);

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> left, Lanes256<T> right) =>
        new(left._lower - right._lower, left._upper - right._upper);

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> left, Lanes256<T> right) =>
        new(left._lower * right._lower, left._upper * right._upper);

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> left, Lanes256<T> right) =>
        new(left._lower / right._lower, left._upper / right._upper);

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator &(Lanes256<T> left, Lanes256<T> right) =>
        new(left._lower & right._lower, left._upper & right._upper);

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Broadcast(T value)
    {
        Vector256<T> all = Vector256.Create(value);
        return new(all, all);
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Load(T* source) => new(Vector256.Load(source), Vector256.Load(source + Vector256<T>.Count));

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> LoadPartial(T* source, int count)
    {
        T* mask = Lanes.Mask<T>(count);
        return new(LoadMasked(source, mask), LoadMasked(source + Vector256<T>.Count, mask + Vector256<T>.Count));
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Widen(byte* source, nint at) =>
        typeof(T) == typeof(float)
            ? new(
                Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(source + at)).As<float, T>(),
                Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(source + (at + 8))).As<float, T>())
            : new(
                Avx.ConvertToVector256Double(Sse41.ConvertToVector128Int32(source + at)).As<double, T>(),
                Avx.ConvertToVector256Double(Sse41.ConvertToVector128Int32(source + (at + 4))).As<double, T>());

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> WidenPartial(byte* source, int count)
    {
        Vector128<byte> bytes = Lanes.LoadBytes(source, count);
        return typeof(T) == typeof(float)
            ? new(
                Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(bytes)).As<float, T>(),
                Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane(bytes, 8))).As<float, T>())
            : new(
                Avx.ConvertToVector256Double(Sse41.ConvertToVector128Int32(bytes)).As<double, T>(),
                Avx.ConvertToVector256Double(Sse41.ConvertToVector128Int32(Sse2.ShiftRightLogical128BitLane(bytes, 4))).As<double, T>());
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Widen(float* source) =>
        typeof(T) == typeof(float)
            ? Load((T*)source)
            : new(
                Avx.ConvertToVector256Double(Vector128.Load(source)).As<double, T>(),
                Avx.ConvertToVector256Double(Vector128.Load(source + 4)).As<double, T>());

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> WidenPartial(float* source, int count)
    {
        if (typeof(T) == typeof(float))
        {
            return LoadPartial((T*)source, count);
        }

        Vector256<float> eight = Avx.MaskLoad(source, Vector256.Load(Lanes.Mask<float>(count)));
        return new(Vector256.WidenLower(eight).As<double, T>(), Vector256.WidenUpper(eight).As<double, T>());
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Lanes256<T> value, T* destination)
    {
        value._lower.Store(destination);
        value._upper.Store(destination + Vector256<T>.Count);
    }

    [MethodImpl(AggressiveInlining)]
    public static void StorePartial(Lanes256<T> value, T* destination, int count)
    {
        T* mask = Lanes.Mask<T>(count);
        StoreMasked(destination, mask, value._lower);
        StoreMasked(destination + Vector256<T>.Count, mask + Vector256<T>.Count, value._upper);
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) =>
        new(MultiplyAdd(a._lower, b._lower, c._lower), MultiplyAdd(a._upper, b._upper, c._upper));

    [MethodImpl(AggressiveInlining)]
    public static void AddProduct(ref Lanes256<T> sum, Lanes256<T> a, Lanes256<T> b)
    {
        sum._lower = MultiplyAdd(a._lower, b._lower, sum._lower);
        sum._upper = MultiplyAdd(a._upper, b._upper, sum._upper);
    }

    [MethodImpl(AggressiveInlining)]
    public static void AddProduct(ref Lanes256<T> sum, Lanes256<T> a, T* b)
    {
        sum._lower = MultiplyAdd(a._lower, Vector256.Load(b), sum._lower);
        sum._upper = MultiplyAdd(a._upper, Vector256.Load(b + Vector256<T>.Count), sum._upper);
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> MultiplyAddNegated(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) =>
        new(MultiplyAddNegated(a._lower, b._lower, c._lower), MultiplyAddNegated(a._upper, b._upper, c._upper));

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> value) => new(Vector256.Abs(value._lower), Vector256.Abs(value._upper));

    // vminps, vminpd, vmaxps and vmaxpd return their second operand where one is NaN.
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> value, Lanes256<T> limit) => typeof(T) == typeof(float)
        ? new(
            Avx.Min(limit._lower.AsSingle(), value._lower.AsSingle()).As<float, T>(),
            Avx.Min(limit._upper.AsSingle(), value._upper.AsSingle()).As<float, T>())
        : new(
            Avx.Min(limit._lower.AsDouble(), value._lower.AsDouble()).As<double, T>(),
            Avx.Min(limit._upper.AsDouble(), value._upper.AsDouble()).As<double, T>());

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> a, Lanes256<T> b) => typeof(T) == typeof(float)
        ? new(
            Avx.Max(a._lower.AsSingle(), b._lower.AsSingle()).As<float, T>(),
            Avx.Max(a._upper.AsSingle(), b._upper.AsSingle()).As<float, T>())
        : new(
            Avx.Max(a._lower.AsDouble(), b._lower.AsDouble()).As<double, T>(),
            Avx.Max(a._upper.AsDouble(), b._upper.AsDouble()).As<double, T>());

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> SelectLess(Lanes256<T> a, Lanes256<T> b, Lanes256<T> whenTrue, Lanes256<T> whenFalse) => new(
        Blend(whenFalse._lower, whenTrue._lower, Vector256.LessThan(a._lower, b._lower)),
        Blend(whenFalse._upper, whenTrue._upper, Vector256.LessThan(a._upper, b._upper)));

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> SelectNegative(Lanes256<T> sign, Lanes256<T> whenNegative, Lanes256<T> otherwise) =>
        new(Blend(otherwise._lower, whenNegative._lower, sign._lower), Blend(otherwise._upper, whenNegative._upper, sign._upper));

    [MethodImpl(AggressiveInlining)]
    public static bool LessThanAll(Lanes256<T> a, Lanes256<T> b)
    {
        Vector256<T> less = Vector256.LessThan(a._lower, b._lower) & Vector256.LessThan(a._upper, b._upper);
        return less.ExtractMostSignificantBits() == (1u << Vector256<T>.Count) - 1;
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> PowerOfTwo(Lanes256<T> shifted) => new(PowerOfTwo(shifted._lower), PowerOfTwo(shifted._upper));

    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Exponent(Lanes256<T> value) => new(Exponent(value._lower), Exponent(value._upper));

    [MethodImpl(AggressiveInlining)] public static T ToScalar(Lanes256<T> value) => value._lower.ToScalar();

    [MethodImpl(AggressiveInlining)]
    public static T Sum(Lanes256<T> value)
    {
        Vector256<T> folded = value._lower + value._upper;
        return Lanes.Sum(folded.GetLower() + folded.GetUpper());
    }

    [MethodImpl(AggressiveInlining)]
    public static void AddSums(Lanes256<T> first, Lanes256<T> second, Lanes256<T> third, Lanes256<T> fourth, T* sums) => AddSums(
        first._lower + first._upper, second._lower + second._upper, third._lower + third._upper, fourth._lower + fourth._upper, sums);

    /// <summary>The same after lower + upper (k with k + half). Four together need 16 operations fewer than one by one.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void AddSums(Vector256<T> first, Vector256<T> second, Vector256<T> third, Vector256<T> fourth, T* sums)
    {
        // Half with half: the first's (third's) sums are now in the lower 128 bits, the second's (fourth's) in the upper.
        Vector256<double> pair = FoldHalves(first, second).AsDouble();
        Vector256<double> other = FoldHalves(third, fourth).AsDouble();
        Vector256<double> even = Avx.UnpackLow(pair, other);
        Vector256<double> odd = Avx.UnpackHigh(pair, other);
        if (typeof(T) == typeof(double))
        {
            Vector256<double> four = Avx2.Permute4x64(even + odd, 0b11_01_10_00);
            (Vector256.Load((double*)sums) + four).Store((double*)sums);
            return;
        }

        // Here even and odd are pairs of floats: lane k with k + 2, then with its neighbour. The sums stand in lanes 0 and 2 of each half.
        Vector256<float> two = even.AsSingle() + odd.AsSingle();
        two += Avx.DuplicateOddIndexed(two);
        Vector128<float> one = Sse41.Blend(two.GetLower(), Sse3.MoveLowAndDuplicate(two.GetUpper()), 0b1010);
        (Vector128.Load((float*)sums) + one).Store((float*)sums);
    }

    [MethodImpl(AggressiveInlining)]
    public static double SumInDouble(Lanes256<T> value)
    {
        if (typeof(T) == typeof(double))
        {
            return (double)(object)Sum(value);
        }

        Vector256<float> lower = value._lower.AsSingle();
        Vector256<float> upper = value._upper.AsSingle();
        Vector256<double> folded = Vector256.WidenLower(lower) + Vector256.WidenLower(upper)
            + (Vector256.WidenUpper(lower) + Vector256.WidenUpper(upper));
        return Lanes.Sum(folded.GetLower() + folded.GetUpper());
    }

    /// <summary>Chooses by the sign bit, which is all that vblendvps and vblendvpd look at.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector256<T> Blend(Vector256<T> whenClear, Vector256<T> whenSet, Vector256<T> sign) => typeof(T) == typeof(float)
        ? Avx.BlendVariable(whenClear.AsSingle(), whenSet.AsSingle(), sign.AsSingle()).As<float, T>()
        : Avx.BlendVariable(whenClear.AsDouble(), whenSet.AsDouble(), sign.AsDouble()).As<double, T>();

    [MethodImpl(AggressiveInlining)]
    private static Vector256<T> FoldHalves(Vector256<T> a, Vector256<T> b) =>
        Avx2.Permute2x128(a.AsInt32(), b.AsInt32(), 0x20).As<int, T>() + Avx2.Permute2x128(a.AsInt32(), b.AsInt32(), 0x31).As<int, T>();

    [MethodImpl(AggressiveInlining)]
    private static Vector256<T> LoadMasked(T* source, T* mask) =>
        typeof(T) == typeof(float)
            ? Avx.MaskLoad((float*)source, Vector256.Load(mask).AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)source, Vector256.Load(mask).AsDouble()).As<double, T>();

    [MethodImpl(AggressiveInlining)]
    private static void StoreMasked(T* destination, T* mask, Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
        {
            Avx.MaskStore((float*)destination, Vector256.Load(mask).AsSingle(), value.AsSingle());
        }
        else
        {
            Avx.MaskStore((double*)destination, Vector256.Load(mask).AsDouble(), value.AsDouble());
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(AggressiveInlining)]
    private static Vector256<T> MultiplyAddNegated(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float)
            ? Fma.MultiplyAddNegated(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Fma.MultiplyAddNegated(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(AggressiveInlining)]
    private static Vector256<T> PowerOfTwo(Vector256<T> shifted) =>
        typeof(T) == typeof(float)
            ? ((shifted.AsInt32() << 23) + Vector256<float>.One.AsInt32()).As<int, T>()
            : ((shifted.AsInt64() << 52) + Vector256<double>.One.AsInt64()).As<long, T>();

    [MethodImpl(AggressiveInlining)]
    private static Vector256<T> Exponent(Vector256<T> value)
    {
        Vector256<T> magic = Vector256.Create(Lanes.RoundingMagic<T>());
        Vector256<T> shifted = typeof(T) == typeof(float)
            ? (((value.AsInt32() + Vector256.Create(Lanes.Sqrt2ExponentCarry)) >>> 23) | magic.AsInt32()).As<int, T>()
            : (((value.AsInt64() + Vector256.Create(Lanes.Sqrt2ExponentCarryDouble)) >>> 52) | magic.AsInt64()).As<long, T>();
        return shifted - Vector256.Create(Lanes.BiasedRoundingMagic<T>());
    }
}
