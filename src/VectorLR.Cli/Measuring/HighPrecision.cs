namespace VectorLR.Cli.Measuring;

/// <summary>Results with twice the working precision, against which the table states errors.</summary>
internal static class HighPrecision
{
    /// <summary>A dot product by compensated summation: Ogita, Rump and Oishi (2005), Dot2.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        double rest = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double product = x[i] * y[i];
            double productRest = Math.FusedMultiplyAdd(x[i], y[i], -product);
            double next = sum + product;
            double shift = next - sum;
            rest += sum - (next - shift) + (product - shift) + productRest;
            sum = next;
        }

        return sum + rest;
    }

    /// <summary>The largest difference, relative to the largest true value.</summary>
    public static double LargestError(ReadOnlySpan<double> got, ReadOnlySpan<double> expected)
    {
        double largest = 0;
        double error = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            error = Math.Max(error, Math.Abs(got[i] - expected[i]));
        }

        return error / largest;
    }

    public static double[] Widen(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
