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
        return Dispatch.Run<SumKernel<T>, T, double>(Cpu.Chosen, new(dz)) / dz.Length;
    }
}
