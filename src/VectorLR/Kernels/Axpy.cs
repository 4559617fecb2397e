namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes y += alpha x, element by element.</summary>
    /// <param name="alpha">The factor.</param>
    /// <param name="x">Length n.</param>
    /// <param name="y">Length n; receives the sums. May be <paramref name="x"/> itself, and may not overlap it otherwise.</param>
    /// <exception cref="ArgumentException">The lengths differ or the spans overlap in part; the message names both.</exception>
    /// <remarks>Each product is fused into its sum, with one rounding. The same bits on every CPU. Source: BLAS level 1, axpy.</remarks>
    public static void Axpy(float alpha, ReadOnlySpan<float> x, Span<float> y) => Axpy(Cpu.Chosen, alpha, x, y);

    /// <inheritdoc cref="Axpy(float, ReadOnlySpan{float}, Span{float})"/>
    public static void Axpy(double alpha, ReadOnlySpan<double> x, Span<double> y) => Axpy(Cpu.Chosen, alpha, x, y);

    internal static void Axpy<T>(Isa isa, T alpha, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength<T, T>(x, nameof(x), y, nameof(y));
        Require.SameOrDisjoint<T>(x, nameof(x), y, nameof(y));
        Dispatch.Run<AxpyKernel<T>, T, Unit>(isa, new(alpha, x, y));
    }
}

internal readonly unsafe ref struct AxpyKernel<T>(T alpha, ReadOnlySpan<T> x, Span<T> y) : IKernel<T, Unit>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _alpha = alpha;
    private readonly ReadOnlySpan<T> _x = x;
    private readonly Span<T> _y = y;

    Unit IKernel<T, Unit>.Run<TLanes>()
    {
        fixed (T* x = _x, y = _y)
        {
            RowProducts<T, T, TLanes>.Axpy(_alpha, x, _y.Length, y);
        }

        return default;
    }
}
