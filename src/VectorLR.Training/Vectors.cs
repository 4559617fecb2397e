namespace VectorLR.Training;

/// <summary>What optimizers do with whole vectors, on the kernels.</summary>
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Kernels.Dot(x, y);

    /// <summary>y += scale x.</summary>
    public static void AddScaled(double scale, ReadOnlySpan<double> x, Span<double> y) =>
        Dispatch.Run<AddScaledKernel, double, Nothing>(new(scale, x, y));

    public static double LargestComponent(ReadOnlySpan<double> x)
    {
        double largest = 0;
        foreach (double component in x)
        {
            // Math.Max keeps a NaN, which must be seen.
            largest = Math.Max(largest, Math.Abs(component));
        }

        return largest;
    }

    public static bool AreFinite(ReadOnlySpan<double> x)
    {
        // A sum of zeros unless there is an infinity or a NaN, which times zero is NaN.
        double sum = 0;
        foreach (double component in x)
        {
            sum += component * 0;
        }

        return sum == 0;
    }
}
