namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes dz = a - y, the derivative of the cross-entropy with respect to the logit, for every example.</summary>
    /// <param name="a">The probabilities, length m.</param>
    /// <param name="y">The labels, length m.</param>
    /// <param name="dz">Receives the residuals, length m. May be an input itself, and may not overlap one otherwise.</param>
    /// <exception cref="ArgumentException">Lengths differ or spans overlap in part; the message names both.</exception>
    /// <remarks>
    /// Correctly rounded, but 0 where the magnitude is below 2^-100 (float) or 2^-996 (double): then a product with a feature above 2^-26
    /// is no subnormal number, which some CPUs take a hundred cycles for. The same bits on every CPU.
    /// </remarks>
    public static void Residual(ReadOnlySpan<float> a, ReadOnlySpan<float> y, Span<float> dz) => RunResidual(a, y, dz);

    /// <inheritdoc cref="Residual(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Residual(ReadOnlySpan<double> a, ReadOnlySpan<double> y, Span<double> dz) => RunResidual(a, y, dz);

    private static void RunResidual<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> y, Span<T> dz)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength(a, nameof(a), y, nameof(y));
        Require.SameLength<T, T>(a, nameof(a), dz, nameof(dz));
        Require.SameOrDisjoint<T>(a, nameof(a), dz, nameof(dz));
        Require.SameOrDisjoint<T>(y, nameof(y), dz, nameof(dz));
        Dispatch.Run<BroadcastKernel<ResidualOperator, T>, T, Unit>(Cpu.Chosen, new(a, y, dz));
    }
}
