using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>The two loops over the rows of a matrix that every product with X is made of, four rows at a time.</summary>
/// <remarks>
/// Four rows share each load of the vector and are four streams from memory, which one core reads faster than one.
/// A row's dot product does not depend on how many stand beside it, and fours are counted from the first row, so blocking by multiples of
/// four never changes a bit. (BLIS calls these dotxf and axpyf.) Eight rows at a time in the second loop, which load and store the vector half as often, took
/// 1.13 times as long for bytes and as long for floats (209 and 8192 x 12288, Zen 3).
/// The loops are compiled at once and for good, since a matrix may be so large that its loop runs once, and never inlined: a caller that takes one in
/// exhausts the JIT's budget, and is left with calls for single operations on registers (seven times slower for 569 x 30).
/// </remarks>
internal static unsafe class Rows
{
    /// <summary>Whether X is so large, from 8 MiB on, that it comes from memory: few caches near a core hold as much.</summary>
    public static bool IsFar<TX>(long elements)
        where TX : unmanaged => elements * sizeof(TX) >= 8 << 20;

    /// <summary>sums_i += row_i . vector: one register of partial sums for each row.</summary>
    public static void AddDots<TX, T, TLanes>(TX* x, nint stride, int rows, T* vector, int length, T* sums, Asking asking)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        switch (asking)
        {
            case Asking.Onward:
                AddDots<TX, T, TLanes, AskOnward>(x, stride, rows, vector, length, sums);
                break;
            case Asking.NextRows:
                AddDots<TX, T, TLanes, AskNextRows>(x, stride, rows, vector, length, sums);
                break;
            case Asking.NextGroup:
                AddDots<TX, T, TLanes, AskNextGroup>(x, stride, rows, vector, length, sums);
                break;
            default:
                AddDots<TX, T, TLanes, AskNothing>(x, stride, rows, vector, length, sums);
                break;
        }
    }

    /// <summary>
    /// vector += scale_0 row_0 + scale_1 row_1 + ...: four rows at a time, whose fused sum is added to the vector, and those left over one by one.
    /// </summary>
    public static void AddScaled<TX, T, TLanes>(TX* x, nint stride, int rows, T* scales, int length, T* vector, Asking asking)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        if (length <= 2 * lanes)
        {
            AddScaledNarrow<TX, T, TLanes>(x, stride, asking != Asking.Nothing, rows, scales, Math.Min(length, lanes), vector);
            if (length > lanes)
            {
                AddScaledNarrow<TX, T, TLanes>(x + lanes, stride, asking != Asking.Nothing, rows, scales, length - lanes, vector + lanes);
            }

            return;
        }

        switch (asking)
        {
            case Asking.Onward:
                AddScaled<TX, T, TLanes, AskOnward>(x, stride, rows, scales, length, vector);
                break;
            case Asking.NextRows:
                AddScaled<TX, T, TLanes, AskNextRows>(x, stride, rows, scales, length, vector);
                break;
            case Asking.NextGroup:
                AddScaled<TX, T, TLanes, AskNextGroup>(x, stride, rows, scales, length, vector);
                break;
            default:
                AddScaled<TX, T, TLanes, AskNothing>(x, stride, rows, scales, length, vector);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddDots<TX, T, TLanes, TAsking>(TX* x, nint stride, int rows, T* vector, int length, T* sums)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TAsking : IAsking
    {
        int row = 0;
        for (; row <= rows - 4; row += 4)
        {
            byte* ahead = TAsking.Ahead((byte*)x, stride * sizeof(TX), row, rows, isBackward: false);
            AddFourDots<TX, T, TLanes, TAsking>(x, stride, ahead, vector, length, sums + row);
            x += 4 * stride;
        }

        for (; row < rows; row++)
        {
            sums[row] += Dot<TX, T, TLanes>(x, vector, length);
            x += stride;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled<TX, T, TLanes, TAsking>(TX* x, nint stride, int rows, T* scales, int length, T* vector)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TAsking : IAsking
    {
        int row = 0;
        for (; row <= rows - 4; row += 4)
        {
            byte* ahead = TAsking.Ahead((byte*)x, stride * sizeof(TX), row, rows, isBackward: true);
            AddFourScaled<TX, T, TLanes, TAsking>(x, stride, ahead, scales + row, length, vector);
            x += 4 * stride;
        }

        for (; row < rows; row++)
        {
            AddOneScaled<TX, T, TLanes>(x, scales[row], length, vector);
            x += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFourDots<TX, T, TLanes, TAsking>(TX* x0, nint stride, byte* ahead, T* vector, int length, T* sums)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TAsking : IAsking
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
            TAsking.Ask(ahead, j * sizeof(TX), stride * sizeof(TX), lanes * sizeof(TX));
            TLanes v = TLanes.Load(vector + j);
            AddProduct<TX, T, TLanes>(x0, j, v, ref sum0);
            AddProduct<TX, T, TLanes>(x1, j, v, ref sum1);
            AddProduct<TX, T, TLanes>(x2, j, v, ref sum2);
            AddProduct<TX, T, TLanes>(x3, j, v, ref sum3);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TAsking.Ask(ahead, j * sizeof(TX), stride * sizeof(TX), lanes * sizeof(TX));
            TLanes v = TLanes.LoadPartial(vector + j, rest);
            TLanes.AddProduct(ref sum0, LoadPartial<TX, T, TLanes>(x0 + j, rest), v);
            TLanes.AddProduct(ref sum1, LoadPartial<TX, T, TLanes>(x1 + j, rest), v);
            TLanes.AddProduct(ref sum2, LoadPartial<TX, T, TLanes>(x2 + j, rest), v);
            TLanes.AddProduct(ref sum3, LoadPartial<TX, T, TLanes>(x3 + j, rest), v);
        }

        TLanes.AddSums(sum0, sum1, sum2, sum3, sums);
    }

    /// <summary>row . vector, with the bits that it has among many.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static T Dot<TX, T, TLanes>(TX* x, T* vector, int length)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> => ShortDot<TX, T, TLanes>(x, vector, length);

    /// <summary>The same, inlined, for few elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ShortDot<TX, T, TLanes>(TX* x, T* vector, int length)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        TLanes partial = TLanes.Broadcast(T.Zero);
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            AddProduct<TX, T, TLanes>(x, j, TLanes.Load(vector + j), ref partial);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes.AddProduct(ref partial, LoadPartial<TX, T, TLanes>(x + j, rest), TLanes.LoadPartial(vector + j, rest));
        }

        return TLanes.Sum(partial);
    }

    /// <summary>At most a register's worth of columns, whose sum stays in a register for all rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddScaledNarrow<TX, T, TLanes>(TX* x, nint stride, bool isFar, int rows, T* scales, int length, T* vector)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes v = TLanes.LoadPartial(vector, length);
        nint ahead = isFar ? 4 * stride * Math.Max(1, 2048 / Math.Max(1, 4 * stride * sizeof(TX))) : 0;
        int row = 0;
        for (; row <= rows - 4; row += 4)
        {
            TX* x1 = x + stride;
            TX* x2 = x1 + stride;
            TX* x3 = x2 + stride;
            Lanes.Prefetch(x + ahead);
            Lanes.Prefetch(x1 + ahead);
            Lanes.Prefetch(x2 + ahead);
            Lanes.Prefetch(x3 + ahead);
            TLanes sum = LoadPartial<TX, T, TLanes>(x, length) * TLanes.Broadcast(scales[row]);
            TLanes.AddProduct(ref sum, LoadPartial<TX, T, TLanes>(x1, length), TLanes.Broadcast(scales[row + 1]));
            TLanes.AddProduct(ref sum, LoadPartial<TX, T, TLanes>(x2, length), TLanes.Broadcast(scales[row + 2]));
            v += TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x3, length), TLanes.Broadcast(scales[row + 3]), sum);
            x = x3 + stride;
        }

        for (; row < rows; row++)
        {
            TLanes.AddProduct(ref v, LoadPartial<TX, T, TLanes>(x, length), TLanes.Broadcast(scales[row]));
            x += stride;
        }

        TLanes.StorePartial(v, vector, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFourScaled<TX, T, TLanes, TAsking>(TX* x0, nint stride, byte* ahead, T* scales, int length, T* vector)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TAsking : IAsking
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
            TAsking.Ask(ahead, j * sizeof(TX), stride * sizeof(TX), lanes * sizeof(TX));
            TLanes sum = Multiply<TX, T, TLanes>(x0, j, scale0);
            AddProduct<TX, T, TLanes>(x1, j, scale1, ref sum);
            AddProduct<TX, T, TLanes>(x2, j, scale2, ref sum);
            AddProduct<TX, T, TLanes>(x3, j, scale3, ref sum);
            TLanes.Store(TLanes.Load(vector + j) + sum, vector + j);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TAsking.Ask(ahead, j * sizeof(TX), stride * sizeof(TX), lanes * sizeof(TX));
            TLanes sum = LoadPartial<TX, T, TLanes>(x0 + j, rest) * scale0;
            TLanes.AddProduct(ref sum, LoadPartial<TX, T, TLanes>(x1 + j, rest), scale1);
            TLanes.AddProduct(ref sum, LoadPartial<TX, T, TLanes>(x2 + j, rest), scale2);
            TLanes.AddProduct(ref sum, LoadPartial<TX, T, TLanes>(x3 + j, rest), scale3);
            TLanes.StorePartial(TLanes.LoadPartial(vector + j, rest) + sum, vector + j, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
            TLanes v = TLanes.Load(vector + j);
            AddProduct<TX, T, TLanes>(x, j, scales, ref v);
            TLanes.Store(v, vector + j);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TLanes v = TLanes.LoadPartial(vector + j, rest);
            TLanes.StorePartial(TLanes.MultiplyAdd(LoadPartial<TX, T, TLanes>(x + j, rest), scales, v), vector + j, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Multiply<TX, T, TLanes>(TX* x, nint at, TLanes factor)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        (typeof(TX) == typeof(byte) ? TLanes.Widen((byte*)x, at) : TLanes.Load((T*)x + at)) * factor;

    /// <summary>sum += x * factor, with x as stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct<TX, T, TLanes>(TX* x, nint at, TLanes factor, ref TLanes sum)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LoadPartial<TX, T, TLanes>(TX* source, int count)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        typeof(TX) == typeof(byte) ? TLanes.WidenPartial((byte*)source, count) : TLanes.LoadPartial((T*)source, count);

}
