using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorLR;

/// <summary>The operations of logistic regression on spans: no I/O, no threads, no allocation, the same bits on every CPU.</summary>
public static partial class Kernels
{
    /// <summary>Computes the dot product of two vectors, sum_i x_i y_i.</summary>
    /// <param name="x">Length n.</param>
    /// <param name="y">Length n.</param>
    /// <returns>The sum; 0 for n = 0.</returns> <example><code>float sum = Kernels.Dot([1f, 2f], [3f, 4f]); // 11</code></example>
    /// <exception cref="ArgumentException">The lengths differ; the message names both.</exception>
    /// <remarks>
    /// Four registers of partial sums (one below four registers), each product fused into its sum: |error| is at most
    /// gamma(n/64 + 8) sum |x_i y_i| for float, gamma(n/32 + 7) sum |x_i y_i| for double, where gamma(k) = k u / (1 - k u) and u = 2^-24
    /// or 2^-53 (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1), barring underflow. NaN and infinities follow
    /// IEEE 754. The same bits on every CPU and at any address.
    /// </remarks>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Require.SameLength(x, nameof(x), y, nameof(y));
        return Dispatch.Run<DotKernel<float>, float, float>(new(x, y));
    }

    /// <inheritdoc cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(x, nameof(x), y, nameof(y));
        return Dispatch.Run<DotKernel<double>, double, double>(new(x, y));
    }
}

internal readonly unsafe ref struct DotKernel<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) : IKernel<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From here on as two halves, which gives other bits: a core reads four streams from memory faster than two.</summary>
    private const long FarBytes = 1 << 20;

    private readonly ReadOnlySpan<T> _x = x;
    private readonly ReadOnlySpan<T> _y = y;

    /// <summary>Less than half a register is faster without TLanes. The bits are the same.</summary>
    public static int TinyLimit => Lanes.Count<T>() / 2;

    // Inlined into its callers, so that the spans stay in registers.
    [MethodImpl(AggressiveInlining)]
    T IKernel<T, T>.Run<TLanes>()
    {
        int length = _x.Length;
        if (length < TinyLimit)
        {
            return Tiny(ref MemoryMarshal.GetReference(_x), ref MemoryMarshal.GetReference(_y), length);
        }

        fixed (T* x = _x, y = _y)
        {
            // Four registers next to each other, or two from each half of whole blocks.
            nint lanes = Lanes.Count<T>();
            return length < 4 * lanes ? Short<TLanes>(x, y, length)
                : (long)length * sizeof(T) < FarBytes ? Long<TLanes>(x, y, length, 2 * lanes, 4 * lanes)
                : Long<TLanes>(x, y, length, length / (4 * lanes) * 2 * lanes, 2 * lanes);
        }
    }

    /// <summary>In the order of a register's sum: element k with k + 4, then k + 2, then k + 1, and zeros beyond the last.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Tiny(ref T x, ref T y, int length)
    {
        if (length < 2)
        {
            return length == 0 ? T.Zero : (x * y) + T.Zero;
        }

        if (length >= 4)
        {
            Vector128<T> four = Vector128.LoadUnsafe(ref x) * Vector128.LoadUnsafe(ref y);
            if (length > 4)
            {
                Vector128<T> rest = Vector128.CreateScalar(Unsafe.Add(ref x, 4) * Unsafe.Add(ref y, 4));
                rest = length > 5 ? rest.WithElement(1, Unsafe.Add(ref x, 5) * Unsafe.Add(ref y, 5)) : rest;
                rest = length > 6 ? rest.WithElement(2, Unsafe.Add(ref x, 6) * Unsafe.Add(ref y, 6)) : rest;
                four += rest;
            }

            return Lanes.Sum(four) + T.Zero;
        }

        T even = x * y;
        T odd = Unsafe.Add(ref x, 1) * Unsafe.Add(ref y, 1);
        if (length == 3)
        {
            even += Unsafe.Add(ref x, 2) * Unsafe.Add(ref y, 2);
        }

        // The zeros turn -0 into 0.
        return even + odd + T.Zero;
    }

    /// <summary>Up to four registers' worth, in one register of partial sums: the time is the latency of one chain.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Short<TLanes>(T* x, T* y, int length)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        int whole = length & -lanes;
        TLanes sum = TLanes.LoadPartial(x + whole, length - whole) * TLanes.LoadPartial(y + whole, length - whole);
        for (int i = 0; i < whole; i += lanes)
        {
            TLanes.AddProduct(ref sum, TLanes.Load(x + i), y + i);
        }

        return TLanes.Sum(sum);
    }

    /// <summary>Two registers from a place and two from <paramref name="apart"/> elements on, at every step.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T Long<TLanes>(T* x, T* y, nint length, nint apart, nint step)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        TLanes sum0 = TLanes.Broadcast(T.Zero);
        TLanes sum1 = sum0;
        TLanes sum2 = sum0;
        TLanes sum3 = sum0;
        nint blocks = length / (4 * lanes);
        for (nint block = blocks; block > 0; block--)
        {
            TLanes.AddProduct(ref sum0, TLanes.Load(x), y);
            TLanes.AddProduct(ref sum1, TLanes.Load(x + lanes), y + lanes);
            TLanes.AddProduct(ref sum2, TLanes.Load(x + apart), y + apart);
            TLanes.AddProduct(ref sum3, TLanes.Load(x + apart + lanes), y + apart + lanes);
            x += step;
            y += step;
        }

        nint behind = blocks * ((4 * lanes) - step);
        return AddRest(x + behind, y + behind, (int)(length - (4 * lanes * blocks)), sum0, sum1, sum2, sum3);
    }

    /// <summary>Less than four registers' worth, and the sum of all.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T AddRest<TLanes>(T* x, T* y, int rest, TLanes sum0, TLanes sum1, TLanes sum2, TLanes sum3)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        if (rest >= 2 * lanes)
        {
            TLanes.AddProduct(ref sum0, TLanes.Load(x), y);
            TLanes.AddProduct(ref sum1, TLanes.Load(x + lanes), y + lanes);
            x += 2 * lanes;
            y += 2 * lanes;
            rest -= 2 * lanes;
        }

        if (rest >= lanes)
        {
            TLanes.AddProduct(ref sum2, TLanes.Load(x), y);
            x += lanes;
            y += lanes;
            rest -= lanes;
        }

        if (rest > 0)
        {
            TLanes.AddProduct(ref sum3, TLanes.LoadPartial(x, rest), TLanes.LoadPartial(y, rest));
        }

        return TLanes.Sum(sum0 + sum1 + (sum2 + sum3));
    }
}
