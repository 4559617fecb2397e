using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>The logical register as one Vector512: x86-64 with AVX-512. Elsewhere the runtime emulates it, for the tests.</summary>
internal readonly unsafe struct Lanes512<T> : ILanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _all;

    [MethodImpl(AggressiveInlining)] private Lanes512(Vector512<T> all) => _all = all;

    public static int Width => Lanes.Count<T>();

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> left, Lanes512<T> right) => new(left._all + right._all);
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> left, Lanes512<T> right) => new(left._all - right._all);
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> left, Lanes512<T> right) => new(left._all * right._all);
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> left, Lanes512<T> right) => new(left._all / right._all);
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator &(Lanes512<T> left, Lanes512<T> right) => new(left._all & right._all);

    [MethodImpl(AggressiveInlining)] public static Lanes512<T> Broadcast(T value) => new(Vector512.Create(value));
    [MethodImpl(AggressiveInlining)] public static Lanes512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> LoadPartial(T* source, int count)
    {
#if NET10_0_OR_GREATER // .NET 9 has no masked loads and stores of 512 bits.
        if (Avx512F.IsSupported)
        {
            T* mask = Lanes.Mask<T>(count);
            return new(typeof(T) == typeof(float)
                ? Avx512F.MaskLoad((float*)source, Vector512.Load(mask).AsSingle(), Vector512<float>.Zero).As<float, T>()
                : Avx512F.MaskLoad((double*)source, Vector512.Load(mask).AsDouble(), Vector512<double>.Zero).As<double, T>());
        }
#endif
        Vector512<T> buffer = default;
        Unsafe.CopyBlockUnaligned(&buffer, source, (uint)(count * sizeof(T)));
        return new(buffer);
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Widen(byte* source, nint at) =>
        Widen(typeof(T) == typeof(float) ? Vector128.Load(source + at) : Vector128.CreateScalar(*(ulong*)(source + at)).AsByte());

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> WidenPartial(byte* source, int count) => Widen(Lanes.LoadBytes(source, count));

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Widen(float* source) => typeof(T) == typeof(float) ? Load((T*)source) : Widen(Vector256.Load(source));

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> WidenPartial(float* source, int count)
    {
        if (typeof(T) == typeof(float))
        {
            return LoadPartial((T*)source, count);
        }

        if (Avx512F.IsSupported)
        {
            return Widen(Avx.MaskLoad(source, Vector256.Load(Lanes.Mask<float>(count))));
        }

        Vector256<float> buffer = default;
        Unsafe.CopyBlockUnaligned(&buffer, source, (uint)(count * sizeof(float)));
        return Widen(buffer);
    }

    [MethodImpl(AggressiveInlining)] public static void Store(Lanes512<T> value, T* destination) => value._all.Store(destination);

    [MethodImpl(AggressiveInlining)]
    public static void StorePartial(Lanes512<T> value, T* destination, int count)
    {
#if NET10_0_OR_GREATER
        if (Avx512F.IsSupported)
        {
            T* mask = Lanes.Mask<T>(count);
            if (typeof(T) == typeof(float))
            {
                Avx512F.MaskStore((float*)destination, Vector512.Load(mask).AsSingle(), value._all.AsSingle());
            }
            else
            {
                Avx512F.MaskStore((double*)destination, Vector512.Load(mask).AsDouble(), value._all.AsDouble());
            }

            return;
        }
#endif
        Vector512<T> buffer = value._all;
        Unsafe.CopyBlockUnaligned(destination, &buffer, (uint)(count * sizeof(T)));
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> MultiplyAdd(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) =>
        new(typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a._all.AsSingle(), b._all.AsSingle(), c._all.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a._all.AsDouble(), b._all.AsDouble(), c._all.AsDouble()).As<double, T>());

    [MethodImpl(AggressiveInlining)]
    public static void AddProduct(ref Lanes512<T> sum, Lanes512<T> a, Lanes512<T> b) => sum = MultiplyAdd(a, b, sum);

    [MethodImpl(AggressiveInlining)]
    public static void AddProduct(ref Lanes512<T> sum, Lanes512<T> a, T* b) => sum = MultiplyAdd(a, Load(b), sum);

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> MultiplyAddNegated(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c)
    {
        if (!Avx512F.IsSupported)
        {
            return MultiplyAdd(new(-a._all), b, c);
        }

        return new(typeof(T) == typeof(float)
            ? Avx512F.FusedMultiplyAddNegated(a._all.AsSingle(), b._all.AsSingle(), c._all.AsSingle()).As<float, T>()
            : Avx512F.FusedMultiplyAddNegated(a._all.AsDouble(), b._all.AsDouble(), c._all.AsDouble()).As<double, T>());
    }

    [MethodImpl(AggressiveInlining)] public static Lanes512<T> Abs(Lanes512<T> value) => new(Vector512.Abs(value._all));

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> value, Lanes512<T> limit)
    {
        if (!Avx512F.IsSupported)
        {
            return SelectLess(limit, value, limit, value);
        }

        // NaN as in Lanes256.
        return new(typeof(T) == typeof(float)
            ? Avx512F.Min(limit._all.AsSingle(), value._all.AsSingle()).As<float, T>()
            : Avx512F.Min(limit._all.AsDouble(), value._all.AsDouble()).As<double, T>());
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> a, Lanes512<T> b)
    {
        if (!Avx512F.IsSupported)
        {
            return SelectLess(b, a, a, b);
        }

        return new(typeof(T) == typeof(float)
            ? Avx512F.Max(a._all.AsSingle(), b._all.AsSingle()).As<float, T>()
            : Avx512F.Max(a._all.AsDouble(), b._all.AsDouble()).As<double, T>());
    }

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> SelectLess(Lanes512<T> a, Lanes512<T> b, Lanes512<T> whenTrue, Lanes512<T> whenFalse) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a._all, b._all), whenTrue._all, whenFalse._all));

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> SelectNegative(Lanes512<T> sign, Lanes512<T> whenNegative, Lanes512<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.IsNegative(sign._all), whenNegative._all, otherwise._all));

    [MethodImpl(AggressiveInlining)] public static bool LessThanAll(Lanes512<T> a, Lanes512<T> b) => Vector512.LessThanAll(a._all, b._all);

    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> PowerOfTwo(Lanes512<T> shifted) =>
        new(typeof(T) == typeof(float)
            ? ((shifted._all.AsInt32() << 23) + Vector512<float>.One.AsInt32()).As<int, T>()
            : ((shifted._all.AsInt64() << 52) + Vector512<double>.One.AsInt64()).As<long, T>());

    [MethodImpl(AggressiveInlining)] public static Lanes512<T> Exponent(Lanes512<T> value) => new(Exponent(value._all));
    [MethodImpl(AggressiveInlining)] public static T ToScalar(Lanes512<T> value) => value._all.ToScalar();

    [MethodImpl(AggressiveInlining)]
    public static T Sum(Lanes512<T> value)
    {
        Vector256<T> folded = FoldHalves(value);
        return Lanes.Sum(folded.GetLower() + folded.GetUpper());
    }

    [MethodImpl(AggressiveInlining)]
    public static void AddSums(Lanes512<T> first, Lanes512<T> second, Lanes512<T> third, Lanes512<T> fourth, T* sums)
    {
        if (Avx2.IsSupported)
        {
            Lanes256<T>.AddSums(FoldHalves(first), FoldHalves(second), FoldHalves(third), FoldHalves(fourth), sums);
        }
        else
        {
            Lanes.AddSums(first, second, third, fourth, sums);
        }
    }

    [MethodImpl(AggressiveInlining)]
    public static double SumInDouble(Lanes512<T> value)
    {
        if (typeof(T) == typeof(double))
        {
            return (double)(object)Sum(value);
        }

        Vector512<float> all = value._all.AsSingle();
        return Lanes512<double>.Sum(new(Vector512.WidenLower(all) + Vector512.WidenUpper(all)));
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector256<T> FoldHalves(Lanes512<T> value) => value._all.GetLower() + value._all.GetUpper();

    [MethodImpl(AggressiveInlining)]
    private static Lanes512<T> Widen(Vector256<float> eight) =>
        new(Vector512.Create(Vector256.WidenLower(eight), Vector256.WidenUpper(eight)).As<double, T>());

    [MethodImpl(AggressiveInlining)]
    private static Lanes512<T> Widen(Vector128<byte> bytes)
    {
        if (typeof(T) == typeof(double))
        {
            Vector128<ushort> words = Vector128.WidenLower(bytes);
            Vector256<int> eight = Avx512F.IsSupported
                ? Avx2.ConvertToVector256Int32(bytes)
                : Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
            return new(Avx512F.IsSupported
                ? Avx512F.ConvertToVector512Double(eight).As<double, T>()
                : Vector512.ConvertToDouble(Vector512.Create(Vector256.WidenLower(eight), Vector256.WidenUpper(eight))).As<double, T>());
        }

        if (Avx512F.IsSupported)
        {
            return new(Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(bytes)).As<float, T>());
        }

        Vector256<ushort> sixteen = Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
        Vector512<uint> wide = Vector512.Create(Vector256.WidenLower(sixteen), Vector256.WidenUpper(sixteen));
        return new(Vector512.ConvertToSingle(wide.AsInt32()).As<float, T>());
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector512<T> Exponent(Vector512<T> value)
    {
        Vector512<T> magic = Vector512.Create(Lanes.RoundingMagic<T>());
        Vector512<T> shifted = typeof(T) == typeof(float)
            ? (((value.AsInt32() + Vector512.Create(Lanes.Sqrt2ExponentCarry)) >>> 23) | magic.AsInt32()).As<int, T>()
            : (((value.AsInt64() + Vector512.Create(Lanes.Sqrt2ExponentCarryDouble)) >>> 52) | magic.AsInt64()).As<long, T>();
        return shifted - Vector512.Create(Lanes.BiasedRoundingMagic<T>());
    }
}
