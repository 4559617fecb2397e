namespace VectorLR;

/// <summary>The loops that reduce a vector to a number.</summary>
internal static unsafe class Reductions
{
    /// <summary>Adds the elements to a sum, register by register: calls with whole registers add up as one call does.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static double AddSum<T, TLanes>(double sum, T* x, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        nint i = 0;
        for (; i <= length - lanes; i += lanes)
        {
            sum += TLanes.SumInDouble(TLanes.Load(x + i));
        }

        int rest = length - (int)i;
        return rest > 0 ? sum + TLanes.SumInDouble(TLanes.LoadPartial(x + i, rest)) : sum;
    }

    /// <summary>sum_i (scale x_i)^2, in one register of partial sums.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static double SumOfSquares<TLanes>(double* x, int length, double scale)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        int lanes = Lanes.Count<double>();
        TLanes factor = TLanes.Broadcast(scale);
        TLanes sum = TLanes.Broadcast(0);
        nint i = 0;
        for (; i <= length - lanes; i += lanes)
        {
            TLanes scaled = TLanes.Load(x + i) * factor;
            TLanes.AddProduct(ref sum, scaled, scaled);
        }

        int rest = length - (int)i;
        if (rest > 0)
        {
            TLanes scaled = TLanes.LoadPartial(x + i, rest) * factor;
            TLanes.AddProduct(ref sum, scaled, scaled);
        }

        return TLanes.Sum(sum);
    }
}
