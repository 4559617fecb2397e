using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>The two loops over the rows of a matrix that every product with X is made of, four rows at a time.</summary>
/// <remarks>
/// Four rows share each load of the vector and are four streams from memory, which one core reads faster than one.
/// A row's arithmetic does not depend on how many stand beside it, so blocking never changes a bit.
/// (BLIS calls these dotxf and axpyf.)
/// </remarks>
internal static unsafe class Rows
{
    /// <summary>sums_i += row_i . vector: one register of partial sums for each row.</summary>
    public static void AddDots<TX, T, TLanes>(TX* x, nint stride, int rows, T* vector, int length, T* sums)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int row = 0;
        for (; row <= rows - 4; row += 4)
        {
            AddFourDots<TX, T, TLanes>(x + (row * stride), stride, vector, length, sums + row);
        }

        for (; row < rows; row++)
        {
            AddDot<TX, T, TLanes>(x + (row * stride), vector, length, sums + row);
        }
    }

    /// <summary>vector += scale_0 row_0 + scale_1 row_1 + ...: fused, in the order of the rows.</summary>
    public static void AddScaled<TX, T, TLanes>(TX* x, nint stride, int rows, T* scales, int length, T* vector)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int row = 0;
        for (; row <= rows - 4; row += 4)
        {
            AddFourScaled<TX, T, TLanes>(x + (row * stride), stride, scales + row, length, vector);
        }

        for (; row < rows; row++)
        {
            AddOneScaled<TX, T, TLanes>(x + (row * stride), scales[row], length, vector);
        }
    }

    private static void AddFourDots<TX, T, TLanes>(TX* x0, nint stride, T* vector, int length, T* sums)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        TX* x1 = x0 + stride;
        TX* x2 = x1 + stride;
        TX* x3 = x2 + stride;
        TLanes sum0 = TLanes.Broadcast(T.Zero);
        TLanes sum1 = sum0;
        TLanes sum2 = sum0;
        TLanes sum3 = sum0;
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            TLanes v = TLanes.Load(vector + j);
            sum0 = MultiplyAdd<TX, T, TLanes>(x0 + j, v, sum0);
            sum1 = MultiplyAdd<TX, T, TLanes>(x1 + j, v, sum1);
            sum2 = MultiplyAdd<TX, T, TLanes>(x2 + j, v, sum2);
            sum3 = MultiplyAdd<TX, T, TLanes>(x3 + j, v, sum3);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes v = TLanes.LoadPartial(vector + j, rest);
            sum0 = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x0 + j, rest), v, sum0);
            sum1 = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x1 + j, rest), v, sum1);
            sum2 = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x2 + j, rest), v, sum2);
            sum3 = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x3 + j, rest), v, sum3);
        }

        sums[0] += TLanes.Sum(sum0);
        sums[1] += TLanes.Sum(sum1);
        sums[2] += TLanes.Sum(sum2);
        sums[3] += TLanes.Sum(sum3);
    }

    private static void AddDot<TX, T, TLanes>(TX* x, T* vector, int length, T* sum)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        TLanes partial = TLanes.Broadcast(T.Zero);
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            partial = MultiplyAdd<TX, T, TLanes>(x + j, TLanes.Load(vector + j), partial);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            partial = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x + j, rest), TLanes.LoadPartial(vector + j, rest), partial);
        }

        *sum += TLanes.Sum(partial);
    }

    private static void AddFourScaled<TX, T, TLanes>(TX* x0, nint stride, T* scales, int length, T* vector)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        TX* x1 = x0 + stride;
        TX* x2 = x1 + stride;
        TX* x3 = x2 + stride;
        TLanes scale0 = TLanes.Broadcast(scales[0]);
        TLanes scale1 = TLanes.Broadcast(scales[1]);
        TLanes scale2 = TLanes.Broadcast(scales[2]);
        TLanes scale3 = TLanes.Broadcast(scales[3]);
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            TLanes v = TLanes.Load(vector + j);
            v = MultiplyAdd<TX, T, TLanes>(x0 + j, scale0, v);
            v = MultiplyAdd<TX, T, TLanes>(x1 + j, scale1, v);
            v = MultiplyAdd<TX, T, TLanes>(x2 + j, scale2, v);
            v = MultiplyAdd<TX, T, TLanes>(x3 + j, scale3, v);
            TLanes.Store(v, vector + j);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes v = TLanes.LoadPartial(vector + j, rest);
            v = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x0 + j, rest), scale0, v);
            v = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x1 + j, rest), scale1, v);
            v = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x2 + j, rest), scale2, v);
            v = TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x3 + j, rest), scale3, v);
            TLanes.StorePartial(v, vector + j, rest);
        }
    }

    private static void AddOneScaled<TX, T, TLanes>(TX* x, T scale, int length, T* vector)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        TLanes scales = TLanes.Broadcast(scale);
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            TLanes.Store(MultiplyAdd<TX, T, TLanes>(x + j, scales, TLanes.Load(vector + j)), vector + j);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes v = TLanes.LoadPartial(vector + j, rest);
            TLanes.StorePartial(TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x + j, rest), scales, v), vector + j, rest);
        }
    }

    /// <summary>x * factor + addend, with x as stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes MultiplyAdd<TX, T, TLanes>(TX* x, TLanes factor, TLanes addend)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        typeof(TX) == typeof(byte)
            ? TLanes.MultiplyAdd(TLanes.Widen((byte*)x), factor, addend)
            : TLanes.MultiplyAdd(factor, (T*)x, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LoadPartial<TX, T, TLanes>(TX* source, int count)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        typeof(TX) == typeof(byte) ? TLanes.WidenPartial((byte*)source, count) : TLanes.LoadPartial((T*)source, count);
}
