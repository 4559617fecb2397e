namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes sum_i x_i.</summary>
    /// <param name="x">Length n.</param>
    /// <returns>The sum; 0 for n = 0.</returns>
    /// <remarks>
    /// Summed in double, register by register: |error| is at most gamma(n/16 + 5) sum |x_i| for float, gamma(n/8 + 4) sum |x_i| for
    /// double, with u = 2^-53 in both. NaN and infinities follow IEEE 754. The same bits on every CPU.
    /// </remarks>
    public static double Sum(ReadOnlySpan<float> x) => Sum(Cpu.Chosen, x);

    /// <inheritdoc cref="Sum(ReadOnlySpan{float})"/>
    public static double Sum(ReadOnlySpan<double> x) => Sum(Cpu.Chosen, x);

    internal static double Sum<T>(Isa isa, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Dispatch.Run<SumKernel<T>, T, double>(isa, new(x));
}

/// <summary>The sum of a span, in double.</summary>
internal readonly unsafe ref struct SumKernel<T>(ReadOnlySpan<T> x) : IKernel<T, double>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;

    double IKernel<T, double>.Run<TLanes>()
    {
        fixed (T* x = _x)
        {
            return Reductions.AddSum<T, TLanes>(0, x, _x.Length);
        }
    }
}
