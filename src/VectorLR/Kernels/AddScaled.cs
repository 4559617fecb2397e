namespace VectorLR;

/// <summary>y += scale x, each product fused into its sum: BLAS calls it axpy. Optimizers move along directions with it.</summary>
internal readonly unsafe ref struct AddScaledKernel(double scale, ReadOnlySpan<double> x, Span<double> y) : IKernel<double, Nothing>
{
    private readonly double _scale = scale;
    private readonly ReadOnlySpan<double> _x = x;
    private readonly Span<double> _y = y;

    public Nothing Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        int lanes = Lanes.Count<double>();
        TLanes scale = TLanes.Broadcast(_scale);
        fixed (double* x = _x, y = _y)
        {
            nint i = 0;
            for (; i <= _y.Length - lanes; i += lanes)
            {
                TLanes sum = TLanes.Load(y + i);
                TLanes.AddProduct(ref sum, scale, x + i);
                TLanes.Store(sum, y + i);
            }

            int rest = _y.Length - (int)i;
            if (rest > 0)
            {
                TLanes.StorePartial(TLanes.MultiplyAdd(scale, TLanes.LoadPartial(x + i, rest), TLanes.LoadPartial(y + i, rest)), y + i, rest);
            }
        }

        return default;
    }
}
