using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>The logical register as 16 floats or 8 doubles in memory and a loop: any CPU, and the plainest statement of each operation.</summary>
/// <remarks>
/// The reference, not a fast path: on x86-64 a dot takes about twice the for-loop's time and a sigmoid ten times, since the JIT copies the register through
/// memory. Sixteen separate fields instead of the array were a quarter faster for Dot, no faster for Sigmoid (Zen 3), and not worth their length.
/// </remarks>
[InlineArray(8)]
internal unsafe struct LanesScalar<T> : ILanes<LanesScalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private long _eightBytes;

    private static int Count => Lanes.Count<T>();

    public static LanesScalar<T> operator +(LanesScalar<T> left, LanesScalar<T> right)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref left, k) += At(ref right, k);
        }

        return left;
    }

    public static LanesScalar<T> operator -(LanesScalar<T> left, LanesScalar<T> right)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref left, k) -= At(ref right, k);
        }

        return left;
    }

    public static LanesScalar<T> operator *(LanesScalar<T> left, LanesScalar<T> right)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref left, k) *= At(ref right, k);
        }

        return left;
    }

    public static LanesScalar<T> operator /(LanesScalar<T> left, LanesScalar<T> right)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref left, k) /= At(ref right, k);
        }

        return left;
    }

    public static LanesScalar<T> operator &(LanesScalar<T> left, LanesScalar<T> right)
    {
        for (int k = 0; k < 8; k++)
        {
            left[k] &= right[k];
        }

        return left;
    }

    public static LanesScalar<T> Broadcast(T value)
    {
        LanesScalar<T> result = default;
        for (int k = 0; k < Count; k++)
        {
            At(ref result, k) = value;
        }

        return result;
    }

    public static LanesScalar<T> Load(T* source) => LoadPartial(source, Count);

    public static LanesScalar<T> LoadPartial(T* source, int count)
    {
        LanesScalar<T> result = default;
        for (int k = 0; k < count; k++)
        {
            At(ref result, k) = source[k];
        }

        return result;
    }

    public static LanesScalar<T> Widen(byte* source, nint at) => WidenPartial(source + at, Count);

    public static LanesScalar<T> WidenPartial(byte* source, int count)
    {
        LanesScalar<T> result = default;
        for (int k = 0; k < count; k++)
        {
            At(ref result, k) = typeof(T) == typeof(float) ? (T)(object)(float)source[k] : (T)(object)(double)source[k];
        }

        return result;
    }

    public static LanesScalar<T> Widen(float* source) => WidenPartial(source, Count);

    public static LanesScalar<T> WidenPartial(float* source, int count)
    {
        LanesScalar<T> result = default;
        for (int k = 0; k < count; k++)
        {
            At(ref result, k) = typeof(T) == typeof(float) ? (T)(object)source[k] : (T)(object)(double)source[k];
        }

        return result;
    }

    public static void Store(LanesScalar<T> value, T* destination) => StorePartial(value, destination, Count);

    public static void StorePartial(LanesScalar<T> value, T* destination, int count)
    {
        for (int k = 0; k < count; k++)
        {
            destination[k] = At(ref value, k);
        }
    }

    public static LanesScalar<T> MultiplyAdd(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> c)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref c, k) = T.FusedMultiplyAdd(At(ref a, k), At(ref b, k), At(ref c, k));
        }

        return c;
    }

    public static void AddProduct(ref LanesScalar<T> sum, LanesScalar<T> a, LanesScalar<T> b)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref sum, k) = T.FusedMultiplyAdd(At(ref a, k), At(ref b, k), At(ref sum, k));
        }
    }

    public static void AddProduct(ref LanesScalar<T> sum, LanesScalar<T> a, T* b)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref sum, k) = T.FusedMultiplyAdd(At(ref a, k), b[k], At(ref sum, k));
        }
    }

    public static LanesScalar<T> MultiplyAddNegated(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> c)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref c, k) = T.FusedMultiplyAdd(-At(ref a, k), At(ref b, k), At(ref c, k));
        }

        return c;
    }

    public static LanesScalar<T> Abs(LanesScalar<T> value)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref value, k) = T.Abs(At(ref value, k));
        }

        return value;
    }

    public static LanesScalar<T> Min(LanesScalar<T> value, LanesScalar<T> limit) => SelectLess(limit, value, limit, value);

    public static LanesScalar<T> Max(LanesScalar<T> a, LanesScalar<T> b) => SelectLess(b, a, a, b);

    public static LanesScalar<T> SelectLess(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> whenTrue, LanesScalar<T> whenFalse)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref whenFalse, k) = At(ref a, k) < At(ref b, k) ? At(ref whenTrue, k) : At(ref whenFalse, k);
        }

        return whenFalse;
    }

    public static LanesScalar<T> SelectNegative(LanesScalar<T> sign, LanesScalar<T> whenNegative, LanesScalar<T> otherwise)
    {
        for (int k = 0; k < Count; k++)
        {
            At(ref otherwise, k) = T.IsNegative(At(ref sign, k)) ? At(ref whenNegative, k) : At(ref otherwise, k);
        }

        return otherwise;
    }

    public static bool LessThanAll(LanesScalar<T> a, LanesScalar<T> b)
    {
        for (int k = 0; k < Count; k++)
        {
            if (!(At(ref a, k) < At(ref b, k)))
            {
                return false;
            }
        }

        return true;
    }

    public static LanesScalar<T> PowerOfTwo(LanesScalar<T> shifted)
    {
        for (int k = 0; k < Count; k++)
        {
            T lane = At(ref shifted, k);
            At(ref shifted, k) = typeof(T) == typeof(float)
                ? (T)(object)BitConverter.Int32BitsToSingle(
                    (BitConverter.SingleToInt32Bits((float)(object)lane) << 23) + BitConverter.SingleToInt32Bits(1f))
                : (T)(object)BitConverter.Int64BitsToDouble(
                    (BitConverter.DoubleToInt64Bits((double)(object)lane) << 52) + BitConverter.DoubleToInt64Bits(1d));
        }

        return shifted;
    }

    public static LanesScalar<T> Exponent(LanesScalar<T> value)
    {
        for (int k = 0; k < Count; k++)
        {
            T lane = At(ref value, k);
            At(ref value, k) = typeof(T) == typeof(float)
                ? (T)(object)(float)(((BitConverter.SingleToInt32Bits((float)(object)lane) + Lanes.Sqrt2ExponentCarry) >>> 23) - 127)
                : (T)(object)(double)(((BitConverter.DoubleToInt64Bits((double)(object)lane) + Lanes.Sqrt2ExponentCarryDouble) >>> 52) - 1023);
        }

        return value;
    }

    public static T ToScalar(LanesScalar<T> value) => At(ref value, 0);

    public static T Sum(LanesScalar<T> value)
    {
        for (int half = Count / 2; half > 0; half /= 2)
        {
            for (int k = 0; k < half; k++)
            {
                At(ref value, k) += At(ref value, k + half);
            }
        }

        return At(ref value, 0);
    }

    public static void AddSums(LanesScalar<T> first, LanesScalar<T> second, LanesScalar<T> third, LanesScalar<T> fourth, T* sums)
    {
        sums[0] += Sum(first);
        sums[1] += Sum(second);
        sums[2] += Sum(third);
        sums[3] += Sum(fourth);
    }

    public static double SumInDouble(LanesScalar<T> value)
    {
        if (typeof(T) == typeof(double))
        {
            return (double)(object)Sum(value);
        }

        LanesScalar<double> folded = default;
        for (int k = 0; k < LanesScalar<double>.Count; k++)
        {
            LanesScalar<double>.At(ref folded, k) =
                (double)(float)(object)At(ref value, k) + (double)(float)(object)At(ref value, k + LanesScalar<double>.Count);
        }

        return LanesScalar<double>.Sum(folded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T At(ref LanesScalar<T> register, int lane) => ref Unsafe.Add(ref Unsafe.As<LanesScalar<T>, T>(ref register), lane);
}
