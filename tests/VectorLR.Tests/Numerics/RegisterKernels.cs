using System.Numerics;

namespace VectorLR.Tests;

/// <summary>Runs the log loss register by register without its sum, to see every term.</summary>
internal readonly unsafe ref struct LossTermsKernel<T>(ReadOnlySpan<T> z, ReadOnlySpan<T> y, Span<T> losses) : IKernel<T, Unit>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _z = z;
    private readonly ReadOnlySpan<T> _y = y;
    private readonly Span<T> _losses = losses;

    public Unit Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        fixed (T* z = _z, y = _y, losses = _losses)
        {
            for (int i = 0; i < _z.Length; i += lanes)
            {
                int count = Math.Min(lanes, _z.Length - i);
                TLanes terms = Logistic<T, TLanes>.Loss(TLanes.LoadPartial(z + i, count), TLanes.LoadPartial(y + i, count));
                TLanes.StorePartial(terms, losses + i, count);
            }
        }

        return default;
    }
}
