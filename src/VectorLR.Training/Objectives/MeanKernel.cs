using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR.Training;

/// <summary>The chunks' partial sums, added in their order in double and divided.</summary>
/// <remarks>
/// 32 sums at a time stay in registers while the chunks are gone through. With eight at a time, and one of doubles, steps of gradient descent took 1.01 (bytes), 1.03
/// (floats) and 1.05 times as long (doubles, 209 x 12288, Zen 3); what is left is waiting for what the other cores wrote.
/// </remarks>
internal readonly unsafe ref struct MeanKernel<T>(ReadOnlySpan<AlignedArray<T>> partials, double divisor, Span<double> mean) : IKernel<double, Nothing>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<AlignedArray<T>> _partials = partials;
    private readonly double _divisor = divisor;
    private readonly Span<double> _mean = mean;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public Nothing Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        int lanes = Lanes.Count<double>();
        TLanes divisor = TLanes.Broadcast(_divisor);
        fixed (double* mean = _mean)
        {
            nint j = 0;
            for (; j <= _mean.Length - (4 * lanes); j += 4 * lanes)
            {
                TLanes first = TLanes.Broadcast(0);
                TLanes second = first;
                TLanes third = first;
                TLanes fourth = first;
                for (int chunk = 0; chunk < _partials.Length; chunk++)
                {
                    T* sums = _partials[chunk].Pointer + j;
                    first += Load<TLanes>(sums);
                    second += Load<TLanes>(sums + lanes);
                    third += Load<TLanes>(sums + (2 * lanes));
                    fourth += Load<TLanes>(sums + (3 * lanes));
                }

                TLanes.Store(first / divisor, mean + j);
                TLanes.Store(second / divisor, mean + j + lanes);
                TLanes.Store(third / divisor, mean + j + (2 * lanes));
                TLanes.Store(fourth / divisor, mean + j + (3 * lanes));
            }

            for (; j < _mean.Length; j += lanes)
            {
                int count = Math.Min(lanes, _mean.Length - (int)j);
                TLanes sum = TLanes.Broadcast(0);
                for (int chunk = 0; chunk < _partials.Length; chunk++)
                {
                    T* sums = _partials[chunk].Pointer + j;
                    sum += typeof(T) == typeof(float) ? TLanes.WidenPartial((float*)sums, count) : TLanes.LoadPartial((double*)sums, count);
                }

                TLanes.StorePartial(sum / divisor, mean + j, count);
            }
        }

        return default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load<TLanes>(T* sums)
        where TLanes : unmanaged, ILanes<TLanes, double> => typeof(T) == typeof(float) ? TLanes.Widen((float*)sums) : TLanes.Load((double*)sums);
}
