namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes the Euclidean norm, sqrt(sum_i x_i^2).</summary>
    /// <param name="x">Length n.</param>
    /// <returns>The norm; 0 for n = 0, NaN if an element is NaN, otherwise infinity if one is infinite.</returns>
    /// <remarks>
    /// |error| is at most gamma(n/16 + 10) of the norm, with u = 2^-53: squares are summed in double. Where they would overflow or
    /// underflow, the elements are scaled by a power of two first. The same bits on every CPU. Source: BLAS level 1, nrm2.
    /// </remarks>
    public static double Norm(ReadOnlySpan<float> x) => Norm(Cpu.Chosen, x);

    /// <inheritdoc cref="Norm(ReadOnlySpan{float})"/>
    public static double Norm(ReadOnlySpan<double> x) => Norm(Cpu.Chosen, x);

    internal static double Norm(Isa isa, ReadOnlySpan<float> x) =>
        Math.Sqrt(Dispatch.Run<DotInDoubleKernel, double, double>(isa, new(x, x)));

    internal static double Norm(Isa isa, ReadOnlySpan<double> x)
    {
        const double Smallest = 1e-280;
        double sum = Dispatch.Run<SumOfSquaresKernel, double, double>(isa, new(x, 1));
        if (double.IsNaN(sum) || (sum > Smallest && double.IsFinite(sum)))
        {
            return Math.Sqrt(sum);
        }

        double largest = 0;
        foreach (double value in x)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        // Clamped, since 2^-exponent itself may be out of range.
        int exponent = Math.ILogB(largest);
        double scale = Math.ScaleB(1, Math.Clamp(-exponent, -1000, 1000));
        return Math.Sqrt(Dispatch.Run<SumOfSquaresKernel, double, double>(isa, new(x, scale))) / scale;
    }
}

/// <summary>The sum of the squares of scaled elements.</summary>
internal readonly unsafe ref struct SumOfSquaresKernel(ReadOnlySpan<double> x, double scale) : IKernel<double, double>
{
    private readonly ReadOnlySpan<double> _x = x;

    double IKernel<double, double>.Run<TLanes>()
    {
        fixed (double* x = _x)
        {
            return Reductions.SumOfSquares<TLanes>(x, _x.Length, scale);
        }
    }
}
