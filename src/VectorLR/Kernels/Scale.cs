namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes alpha x, element by element.</summary>
    /// <param name="alpha">The factor.</param>
    /// <param name="x">Length n.</param>
    /// <param name="destination">Length n; receives the products. May be <paramref name="x"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths differ or the spans overlap in part; the message names both.</exception>
    /// <remarks>Correctly rounded. The same bits on every CPU. Source: BLAS level 1, scal.</remarks>
    public static void Scale(float alpha, ReadOnlySpan<float> x, Span<float> destination) => Scale(Cpu.Chosen, alpha, x, destination);

    /// <inheritdoc cref="Scale(float, ReadOnlySpan{float}, Span{float})"/>
    public static void Scale(double alpha, ReadOnlySpan<double> x, Span<double> destination) => Scale(Cpu.Chosen, alpha, x, destination);

    internal static void Scale<T>(Isa isa, T alpha, ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength<T, T>(x, nameof(x), destination, nameof(destination));
        Require.SameOrDisjoint<T>(x, nameof(x), destination, nameof(destination));
        Dispatch.Run<BroadcastKernel<MultiplyOperator, T>, T, Unit>(isa, new(x, new ReadOnlySpan<T>(in alpha), destination));
    }
}
