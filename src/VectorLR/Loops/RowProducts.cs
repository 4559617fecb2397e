namespace VectorLR;

/// <summary>The loops of the products X v and v X, four rows at a time. (The Gram matrix has loops of its own.)</summary>
/// <remarks>
/// Four rows share each load of the vector (BLIS: dotxf, axpyf). A row's dot product does not depend on the rows beside it. Loops are
/// never inlined: the JIT's inlining budget goes to operations on registers. Optimised at once: a large matrix may make one call only.
/// </remarks>
internal static unsafe class RowProducts<TX, T, TLanes>
    where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>sums[4 i + k] += x_ki . vector, for row i of stream k.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void DotRows(in RowStreams<TX> rows, T* vector, int length, T* sums)
    {
        if (length <= Lanes.Count<T>() && rows.HasSlack)
        {
            DotNarrowRows(rows, vector, length, sums);
            return;
        }

        nint apart = rows.Apart;
        TX* x = rows.Origin;
        for (nint i = 0; i < rows.Count; i++)
        {
            TLanes sum0 = TLanes.Broadcast(T.Zero);
            TLanes sum1 = sum0;
            TLanes sum2 = sum0;
            TLanes sum3 = sum0;
            AddFourDots(x, apart, vector, length, rows.HasSlack, ref sum0, ref sum1, ref sum2, ref sum3);
            TLanes.AddSums(sum0, sum1, sum2, sum3, sums);
            sums += 4;
            x += rows.Stride;
        }
    }

    /// <summary>vector += scales_0i x_0i + ... + scales_3i x_3i, four after four, where scales_ki is scales[4 i + k].</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void AxpyRows(in RowStreams<TX> rows, T* scales, int length, T* vector)
    {
        int lanes = Lanes.Count<T>();
        if (length <= 2 * lanes)
        {
            AxpyNarrowRows(rows, scales, Math.Min(length, lanes), vector);
            if (length > lanes)
            {
                AxpyNarrowRows(rows.From(lanes), scales, length - lanes, vector + lanes);
            }

            return;
        }

        nint apart = rows.Apart;
        TX* x = rows.Origin;
        for (nint i = 0; i < rows.Count; i++)
        {
            TLanes scale0 = TLanes.Broadcast(scales[0]);
            TLanes scale1 = TLanes.Broadcast(scales[1]);
            TLanes scale2 = TLanes.Broadcast(scales[2]);
            TLanes scale3 = TLanes.Broadcast(scales[3]);
            AxpyFour(x, apart, scale0, scale1, scale2, scale3, length, rows.HasSlack, vector);
            scales += 4;
            x += rows.Stride;
        }
    }

    /// <summary>At most a register's worth of columns, which may be read past their end.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void DotNarrowRows(in RowStreams<TX> rows, T* vector, int length, T* sums)
    {
        nint apart = rows.Apart;
        TX* x0 = rows.Origin;
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes mask = TLanes.Load(Lanes.Mask<T>(length));
        TLanes v = TLanes.LoadPartial(vector, length);
        for (nint i = 0; i < rows.Count; i++)
        {
            TX* x1 = x0 + apart;
            TX* x2 = x1 + apart;
            TX* x3 = x2 + apart;
            TLanes sum0 = TLanes.MultiplyAdd(Load(x0, 0) & mask, v, zero);
            TLanes sum1 = TLanes.MultiplyAdd(Load(x1, 0) & mask, v, zero);
            TLanes sum2 = TLanes.MultiplyAdd(Load(x2, 0) & mask, v, zero);
            TLanes sum3 = TLanes.MultiplyAdd(Load(x3, 0) & mask, v, zero);
            TLanes.AddSums(sum0, sum1, sum2, sum3, sums);
            sums += 4;
            x0 += rows.Stride;
        }
    }

    /// <summary>At most a register's worth of columns: the vector stays in a register for all rows.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void AxpyNarrowRows(in RowStreams<TX> rows, T* scales, int length, T* vector)
    {
        nint apart = rows.Apart;
        bool hasSlack = rows.HasSlack;
        TX* x0 = rows.Origin;
        TLanes mask = TLanes.Load(Lanes.Mask<T>(length));
        TLanes v = TLanes.LoadPartial(vector, length);
        for (nint i = 0; i < rows.Count; i++)
        {
            TX* x1 = x0 + apart;
            TX* x2 = x1 + apart;
            TX* x3 = x2 + apart;
            TLanes sum = LoadTail(x0, 0, length, hasSlack, mask) * TLanes.Broadcast(scales[0]);
            TLanes.AddProduct(ref sum, LoadTail(x1, 0, length, hasSlack, mask), TLanes.Broadcast(scales[1]));
            TLanes.AddProduct(ref sum, LoadTail(x2, 0, length, hasSlack, mask), TLanes.Broadcast(scales[2]));
            TLanes.AddProduct(ref sum, LoadTail(x3, 0, length, hasSlack, mask), TLanes.Broadcast(scales[3]));
            v += sum;
            scales += 4;
            x0 += rows.Stride;
        }

        TLanes.StorePartial(v, vector, length);
    }

    /// <summary>row . vector, bit-identical to the row's dot product among four.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static T Dot(TX* x, T* vector, int length) => DotCore(x, vector, length);

    /// <summary>The same, inlined into the caller.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T DotCore(TX* x, T* vector, int length)
    {
        int lanes = Lanes.Count<T>();
        TLanes partial = TLanes.Broadcast(T.Zero);
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            AddProduct(ref partial, x, j, TLanes.Load(vector + j));
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes.AddProduct(ref partial, LoadPartial(x + j, rest), TLanes.LoadPartial(vector + j, rest));
        }

        return TLanes.Sum(partial);
    }

    /// <summary>vector += scale x.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Axpy(T scale, TX* x, int length, T* vector)
    {
        int lanes = Lanes.Count<T>();
        TLanes scales = TLanes.Broadcast(scale);
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            TLanes v = TLanes.Load(vector + j);
            AddProduct(ref v, x, j, scales);
            TLanes.Store(v, vector + j);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes v = TLanes.LoadPartial(vector + j, rest);
            TLanes.AddProduct(ref v, LoadPartial(x + j, rest), scales);
            TLanes.StorePartial(v, vector + j, rest);
        }
    }

    /// <summary>sum_k += x_k . vector.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void AddFourDots(
        TX* x0, nint apart, T* vector, int length, bool hasSlack, ref TLanes sum0, ref TLanes sum1, ref TLanes sum2, ref TLanes sum3)
    {
        int lanes = Lanes.Count<T>();
        TX* x1 = x0 + apart;
        TX* x2 = x1 + apart;
        TX* x3 = x2 + apart;
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            TLanes v = TLanes.Load(vector + j);
            AddProduct(ref sum0, x0, j, v);
            AddProduct(ref sum1, x1, j, v);
            AddProduct(ref sum2, x2, j, v);
            AddProduct(ref sum3, x3, j, v);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes mask = TLanes.Load(Lanes.Mask<T>(rest));
            TLanes v = TLanes.LoadPartial(vector + j, rest);
            TLanes.AddProduct(ref sum0, LoadTail(x0, j, rest, hasSlack, mask), v);
            TLanes.AddProduct(ref sum1, LoadTail(x1, j, rest, hasSlack, mask), v);
            TLanes.AddProduct(ref sum2, LoadTail(x2, j, rest, hasSlack, mask), v);
            TLanes.AddProduct(ref sum3, LoadTail(x3, j, rest, hasSlack, mask), v);
        }
    }

    /// <summary>vector += scale_0 x_0 + ... + scale_3 x_3: the fused sum of four is added to the vector.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void AxpyFour(
        TX* x0, nint apart, TLanes scale0, TLanes scale1, TLanes scale2, TLanes scale3, int length, bool hasSlack, T* vector)
    {
        int lanes = Lanes.Count<T>();
        TX* x1 = x0 + apart;
        TX* x2 = x1 + apart;
        TX* x3 = x2 + apart;
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            TLanes sum = Load(x0, j) * scale0;
            AddProduct(ref sum, x1, j, scale1);
            AddProduct(ref sum, x2, j, scale2);
            AddProduct(ref sum, x3, j, scale3);
            T* at = vector + j;
            TLanes.Store(TLanes.Load(at) + sum, at);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes mask = TLanes.Load(Lanes.Mask<T>(rest));
            TLanes sum = LoadTail(x0, j, rest, hasSlack, mask) * scale0;
            TLanes.AddProduct(ref sum, LoadTail(x1, j, rest, hasSlack, mask), scale1);
            TLanes.AddProduct(ref sum, LoadTail(x2, j, rest, hasSlack, mask), scale2);
            TLanes.AddProduct(ref sum, LoadTail(x3, j, rest, hasSlack, mask), scale3);
            TLanes.StorePartial(TLanes.LoadPartial(vector + j, rest) + sum, vector + j, rest);
        }
    }

    [MethodImpl(AggressiveInlining)]
    public static TLanes Load(TX* x, nint at) =>
        typeof(TX) == typeof(byte) ? TLanes.Widen((byte*)x, at)
        : typeof(TX) == typeof(float) ? TLanes.Widen((float*)x + at)
        : TLanes.Load((T*)x + at);

    /// <summary>At most a register's worth, the other lanes +0. Bytes are read past their end where there is slack.</summary>
    [MethodImpl(AggressiveInlining)]
    private static TLanes LoadTail(TX* x, nint at, int count, bool hasSlack, TLanes mask) =>
        typeof(TX) == typeof(byte) && hasSlack ? Load(x, at) & mask : LoadPartial(x + at, count);

    /// <summary>sum += x * factor. TX is byte or T.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void AddProduct(ref TLanes sum, TX* x, nint at, TLanes factor)
    {
        if (typeof(TX) == typeof(byte))
        {
            TLanes.AddProduct(ref sum, TLanes.Widen((byte*)x, at), factor);
        }
        else
        {
            TLanes.AddProduct(ref sum, factor, (T*)x + at);
        }
    }

    [MethodImpl(AggressiveInlining)]
    public static TLanes LoadPartial(TX* source, int count) =>
        typeof(TX) == typeof(byte) ? TLanes.WidenPartial((byte*)source, count)
        : typeof(TX) == typeof(float) ? TLanes.WidenPartial((float*)source, count)
        : TLanes.LoadPartial((T*)source, count);
}
