namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes the cost J = -(1/m) sum_i (y_i log a_i + (1 - y_i) log(1 - a_i)) for a = sigmoid(z), from the logits.</summary>
    /// <param name="z">The logits, length m, at least 1.</param>
    /// <param name="y">The labels, length m, each in [0, 1].</param>
    /// <returns>The mean binary cross-entropy, in nats.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not in [0, 1]; the message names its index.</exception>
    /// <remarks>
    /// Each term is log1p(e^-|z|) + (z &lt; 0 ? y : 1 - y) |z|, which is softplus(z) - y z without its cancellation: within 2 units in
    /// the last place, finite for every finite z, 0 for an infinite logit on the right side, infinite on the wrong one. An e^-|z| below the
    /// normal numbers counts as 0, so that speed does not depend on the logits. Terms are summed in double. The same bits on every CPU.
    /// </remarks>
    public static double LogLoss(ReadOnlySpan<float> z, ReadOnlySpan<float> y) => RunLogLoss(z, y);

    /// <inheritdoc cref="LogLoss(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double LogLoss(ReadOnlySpan<double> z, ReadOnlySpan<double> y) => RunLogLoss(z, y);

    private static double RunLogLoss<T>(ReadOnlySpan<T> z, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength(z, nameof(z), y, nameof(y));
        Require.NotEmpty(z.Length, nameof(z));
        Require.Labels(y, nameof(y));
        return Dispatch.Run<LossSumKernel<T>, T, double>(Cpu.Chosen, new(z, y)) / z.Length;
    }
}

/// <summary>The sum, not the mean, of the examples' losses.</summary>
internal readonly unsafe ref struct LossSumKernel<T>(ReadOnlySpan<T> z, ReadOnlySpan<T> y) : IKernel<T, double>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _z = z;
    private readonly ReadOnlySpan<T> _y = y;

    double IKernel<T, double>.Run<TLanes>()
    {
        fixed (T* z = _z, y = _y)
        {
            return LogisticTerms<T, TLanes>.AddLosses(0, z, y, _z.Length);
        }
    }
}
