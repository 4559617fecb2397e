namespace VectorLR;

/// <summary>The logical register as 16 floats or 8 doubles in memory: the plainest statement of each operation.</summary>
/// <remarks>The reference, not a fast path. Elementwise functions take <see cref="Lane{T}"/> in its place.</remarks>
[InlineArray(8)]
internal unsafe struct LanesScalar<T> : ILanes<LanesScalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private long _eightBytes;

    public static int Width => Lanes.Count<T>();
    public static LanesScalar<T> operator +(LanesScalar<T> left, LanesScalar<T> right) => Each(left, right, static (a, b) => a + b);
    public static LanesScalar<T> operator -(LanesScalar<T> left, LanesScalar<T> right) => Each(left, right, static (a, b) => a - b);
    public static LanesScalar<T> operator *(LanesScalar<T> left, LanesScalar<T> right) => Each(left, right, static (a, b) => a * b);
    public static LanesScalar<T> operator /(LanesScalar<T> left, LanesScalar<T> right) => Each(left, right, static (a, b) => a / b);

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
        for (int k = 0; k < Width; k++)
        {
            At(ref result, k) = value;
        }

        return result;
    }

    public static LanesScalar<T> Load(T* source) => LoadPartial(source, Width);

    public static LanesScalar<T> LoadPartial(T* source, int count)
    {
        LanesScalar<T> result = default;
        for (int k = 0; k < count; k++)
        {
            At(ref result, k) = source[k];
        }

        return result;
    }

    public static LanesScalar<T> Widen(byte* source, nint at) => WidenPartial(source + at, Width);

    public static LanesScalar<T> WidenPartial(byte* source, int count)
    {
        LanesScalar<T> result = default;
        for (int k = 0; k < count; k++)
        {
            At(ref result, k) = T.CreateTruncating(source[k]);
        }

        return result;
    }

    public static LanesScalar<T> Widen(float* source) => WidenPartial(source, Width);

    public static LanesScalar<T> WidenPartial(float* source, int count)
    {
        LanesScalar<T> result = default;
        for (int k = 0; k < count; k++)
        {
            At(ref result, k) = T.CreateTruncating(source[k]);
        }

        return result;
    }

    public static void Store(LanesScalar<T> value, T* destination) => StorePartial(value, destination, Width);

    public static void StorePartial(LanesScalar<T> value, T* destination, int count)
    {
        for (int k = 0; k < count; k++)
        {
            destination[k] = At(ref value, k);
        }
    }

    public static LanesScalar<T> MultiplyAdd(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> c)
    {
        AddProduct(ref c, a, b);
        return c;
    }

    public static void AddProduct(ref LanesScalar<T> sum, LanesScalar<T> a, LanesScalar<T> b) => AddProduct(ref sum, a, (T*)&b);

    public static void AddProduct(ref LanesScalar<T> sum, LanesScalar<T> a, T* b)
    {
        for (int k = 0; k < Width; k++)
        {
            At(ref sum, k) = T.FusedMultiplyAdd(At(ref a, k), b[k], At(ref sum, k));
        }
    }

    public static LanesScalar<T> MultiplyAddNegated(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> c) =>
        MultiplyAdd(Each(a, a, static (x, _) => -x), b, c);

    public static LanesScalar<T> Abs(LanesScalar<T> value) => Each(value, value, static (x, _) => T.Abs(x));
    public static LanesScalar<T> Min(LanesScalar<T> value, LanesScalar<T> limit) => SelectLess(limit, value, limit, value);
    public static LanesScalar<T> Max(LanesScalar<T> a, LanesScalar<T> b) => SelectLess(b, a, a, b);

    public static LanesScalar<T> SelectLess(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> whenTrue, LanesScalar<T> whenFalse)
    {
        for (int k = 0; k < Width; k++)
        {
            At(ref whenFalse, k) = At(ref a, k) < At(ref b, k) ? At(ref whenTrue, k) : At(ref whenFalse, k);
        }

        return whenFalse;
    }

    public static LanesScalar<T> SelectNegative(LanesScalar<T> sign, LanesScalar<T> whenNegative, LanesScalar<T> otherwise) =>
        SelectLess(Each(sign, sign, static (x, _) => T.CopySign(T.One, x)), default, whenNegative, otherwise);

    public static bool LessThanAll(LanesScalar<T> a, LanesScalar<T> b) =>
        Sum(SelectLess(a, b, default, Broadcast(T.One))) == T.Zero;

    public static LanesScalar<T> PowerOfTwo(LanesScalar<T> shifted) =>
        Each(shifted, shifted, static (x, _) => Lane<T>.ToScalar(Lane<T>.PowerOfTwo(Lane<T>.Broadcast(x))));

    public static LanesScalar<T> Exponent(LanesScalar<T> value) =>
        Each(value, value, static (x, _) => Lane<T>.ToScalar(Lane<T>.Exponent(Lane<T>.Broadcast(x))));

    public static T ToScalar(LanesScalar<T> value) => At(ref value, 0);

    public static T Sum(LanesScalar<T> value)
    {
        for (int half = Width / 2; half > 0; half /= 2)
        {
            for (int k = 0; k < half; k++)
            {
                At(ref value, k) += At(ref value, k + half);
            }
        }

        return At(ref value, 0);
    }

    public static void AddSums(LanesScalar<T> first, LanesScalar<T> second, LanesScalar<T> third, LanesScalar<T> fourth, T* sums) =>
        Lanes.AddSums(first, second, third, fourth, sums);

    public static double SumInDouble(LanesScalar<T> value)
    {
        // 16 -> 8 in double, onto -0, which changes no term; a register of doubles has 8 to begin with.
        LanesScalar<double> folded = LanesScalar<double>.Broadcast(double.NegativeZero);
        for (int k = 0; k < Width; k++)
        {
            LanesScalar<double>.At(ref folded, k % 8) += double.CreateTruncating(At(ref value, k));
        }

        return LanesScalar<double>.Sum(folded);
    }

    private static LanesScalar<T> Each(LanesScalar<T> a, LanesScalar<T> b, Func<T, T, T> operation)
    {
        for (int k = 0; k < Width; k++)
        {
            At(ref a, k) = operation(At(ref a, k), At(ref b, k));
        }

        return a;
    }

    [MethodImpl(AggressiveInlining)]
    private static ref T At(ref LanesScalar<T> register, int lane) => ref Unsafe.Add(ref Unsafe.As<LanesScalar<T>, T>(ref register), lane);
}
