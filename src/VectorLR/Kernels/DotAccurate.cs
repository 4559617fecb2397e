namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes a dot product as if in twice the precision, rounded once at the end.</summary>
    /// <param name="x">Length n.</param>
    /// <param name="y">Length n.</param>
    /// <returns>The sum; 0 for n = 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ; the message names both.</exception>
    /// <remarks>
    /// Floats: products are exact in double, and are summed there: |error| is at most u |x . y| + gamma(n/32 + 10) sum |x_i y_i|, with
    /// u = 2^-24 and gamma for 2^-53. The same bits on every CPU. Barring underflow of the result.
    /// </remarks>
    public static float DotAccurate(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Require.SameLength(x, nameof(x), y, nameof(y));
        return (float)Dispatch.Run<DotInDoubleKernel, double, double>(Cpu.Chosen, new(x, y));
    }

    /// <summary>Computes a dot product as if in twice the precision, rounded once at the end.</summary>
    /// <param name="x">Length n.</param>
    /// <param name="y">Length n.</param>
    /// <returns>The sum; 0 for n = 0. Infinities and overflow end as in <c>Dot</c>.</returns>
    /// <exception cref="ArgumentException">The lengths differ; the message names both.</exception>
    /// <remarks>
    /// Dot2 of Ogita, Rump and Oishi, "Accurate sum and dot product" (2005), lane by lane: the rounding error of every product and every
    /// sum is kept and added up beside them. |error| is at most u |x . y| + gamma(n/8 + 10)^2 sum |x_i y_i|, u = 2^-53, barring underflow:
    /// data of condition 10^15 still has every digit but the last. In the caches about three times Dot's time. The same bits on every CPU.
    /// </remarks>
    public static double DotAccurate(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(x, nameof(x), y, nameof(y));
        return Dispatch.Run<DotAccurateKernel, double, double>(Cpu.Chosen, new(x, y));
    }
}

internal readonly unsafe ref struct DotInDoubleKernel(ReadOnlySpan<float> x, ReadOnlySpan<float> y) : IKernel<double, double>
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _y = y;

    [MethodImpl(NoInlining | AggressiveOptimization)]
    double IKernel<double, double>.Run<TLanes>()
    {
        fixed (float* x = _x, y = _y)
        {
            int lanes = Lanes.Count<double>();
            nint length = _x.Length;
            TLanes sum0 = TLanes.Broadcast(0);
            TLanes sum1 = sum0;
            TLanes sum2 = sum0;
            TLanes sum3 = sum0;
            nint i = 0;
            for (; i <= length - (4 * lanes); i += 4 * lanes)
            {
                TLanes.AddProduct(ref sum0, TLanes.Widen(x + i), TLanes.Widen(y + i));
                TLanes.AddProduct(ref sum1, TLanes.Widen(x + i + lanes), TLanes.Widen(y + i + lanes));
                TLanes.AddProduct(ref sum2, TLanes.Widen(x + i + (2 * lanes)), TLanes.Widen(y + i + (2 * lanes)));
                TLanes.AddProduct(ref sum3, TLanes.Widen(x + i + (3 * lanes)), TLanes.Widen(y + i + (3 * lanes)));
            }

            for (; i <= length - lanes; i += lanes)
            {
                TLanes.AddProduct(ref sum0, TLanes.Widen(x + i), TLanes.Widen(y + i));
            }

            int rest = (int)(length - i);
            if (rest > 0)
            {
                TLanes.AddProduct(ref sum1, TLanes.WidenPartial(x + i, rest), TLanes.WidenPartial(y + i, rest));
            }

            return TLanes.Sum(sum0 + sum1 + (sum2 + sum3));
        }
    }
}

internal readonly unsafe ref struct DotAccurateKernel(ReadOnlySpan<double> x, ReadOnlySpan<double> y) : IKernel<double, double>
{
    private readonly ReadOnlySpan<double> _x = x;
    private readonly ReadOnlySpan<double> _y = y;

    [MethodImpl(NoInlining | AggressiveOptimization)]
    double IKernel<double, double>.Run<TLanes>()
    {
        fixed (double* x = _x, y = _y)
        {
            int lanes = Lanes.Count<double>();
            nint length = _x.Length;
            TLanes sum0 = TLanes.Broadcast(0);
            TLanes sum1 = sum0;
            TLanes compensation0 = sum0;
            TLanes compensation1 = sum0;
            nint i = 0;
            for (; i <= length - (2 * lanes); i += 2 * lanes)
            {
                AddProduct(TLanes.Load(x + i), TLanes.Load(y + i), ref sum0, ref compensation0);
                AddProduct(TLanes.Load(x + i + lanes), TLanes.Load(y + i + lanes), ref sum1, ref compensation1);
            }

            if (i <= length - lanes)
            {
                AddProduct(TLanes.Load(x + i), TLanes.Load(y + i), ref sum0, ref compensation0);
                i += lanes;
            }

            int rest = (int)(length - i);
            if (rest > 0)
            {
                AddProduct(TLanes.LoadPartial(x + i, rest), TLanes.LoadPartial(y + i, rest), ref sum1, ref compensation1);
            }

            AddSum(sum1, ref sum0, ref compensation0);
            return Fold(sum0, compensation0 + compensation1);
        }
    }

    /// <summary>Adds a product to a sum, and the errors of both roundings to the compensation (TwoProduct, TwoSum).</summary>
    [MethodImpl(AggressiveInlining)]
    private static void AddProduct<TLanes>(TLanes x, TLanes y, ref TLanes sum, ref TLanes compensation)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        TLanes product = x * y;

        // The product's rounding error with its sign turned, since that is one instruction: product - x y.
        TLanes minusLow = TLanes.MultiplyAddNegated(x, y, product);
        AddSum(product, ref sum, ref compensation);
        compensation -= minusLow;
    }

    [MethodImpl(AggressiveInlining)]
    private static void AddSum<TLanes>(TLanes value, ref TLanes sum, ref TLanes compensation)
        where TLanes : unmanaged, IElementwiseLanes<TLanes, double>
    {
        TLanes tentativeSum = sum + value;
        TLanes virtualAddend = tentativeSum - sum;
        compensation += sum - (tentativeSum - virtualAddend) + (value - virtualAddend);
        sum = tentativeSum;
    }

    /// <summary>Adds the lanes up one after the other, with their roundings' errors.</summary>
    private static double Fold<TLanes>(TLanes sums, TLanes compensations)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        double* lanes = stackalloc double[Lanes.Count<double>()];
        TLanes.Store(sums, lanes);
        Lane<double> sum = new(lanes[0]);
        Lane<double> compensation = new(TLanes.Sum(compensations));
        for (int k = 1; k < Lanes.Count<double>(); k++)
        {
            AddSum(new(lanes[k]), ref sum, ref compensation);
        }

        // An infinite sum is the answer; its compensation is NaN.
        double result = Lane<double>.ToScalar(sum);
        return double.IsFinite(result) ? Lane<double>.ToScalar(sum + compensation) : result;
    }
}
