using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes db = (1/m) sum_i dz_i.</summary>
    /// <param name="dz">The residuals, length m, at least 1.</param>
    /// <returns>The derivative of the cost with respect to the bias.</returns>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <remarks>
    /// Summed in double, register by register: |error| is at most gamma(m/16 + 5) of the mean of |dz_i| for float, gamma(m/8 + 4) for
    /// double, with u = 2^-53 in both. The same bits on every CPU.
    /// </remarks>
    public static double BiasGradient(ReadOnlySpan<float> dz) => RunBiasGradient(dz);

    /// <inheritdoc cref="BiasGradient(ReadOnlySpan{float})"/>
    public static double BiasGradient(ReadOnlySpan<double> dz) => RunBiasGradient(dz);

    private static double RunBiasGradient<T>(ReadOnlySpan<T> dz)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.NotEmpty(dz.Length, nameof(dz));
        return Dispatch.Run<SumKernel<T>, T, double>(new(dz)) / dz.Length;
    }
}

/// <summary>The sum of a span, in double.</summary>
internal readonly unsafe ref struct SumKernel<T>(ReadOnlySpan<T> x) : IKernel<T, double>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;

    public double Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        fixed (T* x = _x)
        {
            return AddTo<TLanes>(0, x, _x.Length);
        }
    }

    /// <summary>Adds the elements to a sum, register by register, so that whole registers in several calls add up as they do in one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double AddTo<TLanes>(double sum, T* x, int length)
        where TLanes : unmanaged, ILanes<TLanes, T>
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
}
