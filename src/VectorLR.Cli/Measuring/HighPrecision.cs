namespace VectorLR.Cli.Measuring;

/// <summary>Results in twice the working precision: the reference for the errors in the table.</summary>
internal static class HighPrecision
{
    /// <summary>Computes a dot product by compensated summation. Source: Ogita, Rump and Oishi (2005), Dot2.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        double compensation = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double product = x[i] * y[i];
            double productError = Math.FusedMultiplyAdd(x[i], y[i], -product);
            double tentativeSum = sum + product;
            double virtualAddend = tentativeSum - sum;
            compensation += sum - (tentativeSum - virtualAddend) + (product - virtualAddend) + productError;
            sum = tentativeSum;
        }

        return sum + compensation;
    }

    /// <summary>Returns the largest error, relative to the largest true value.</summary>
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
