namespace VectorLR.Training;

/// <summary>The standard normal distribution, for printed tables. No weight depends on it.</summary>
internal static class NormalDistribution
{
    // Below this the series converges fast and 1 - erf(x) cancels few digits; above it the continued fraction converges fast.
    private const double SeriesLimit = 2;
    private const int SeriesTerms = 60;
    private const int FractionTerms = 150;

    /// <summary>P(|Z| >= |z|) = erfc(|z| / sqrt 2); NaN for NaN.</summary>
    public static double TwoSidedTail(double z)
    {
        double x = Math.Abs(z) / Math.Sqrt(2);
        return x < SeriesLimit ? 1 - ErrorFunction(x) : Complement(x);
    }

    /// <summary>
    /// erf by a series of positive terms, 2 / sqrt(pi) e^(-x^2) sum_n 2^n x^(2n+1) / (2n+1)!! (Abramowitz and Stegun, 7.1.6).
    /// </summary>
    private static double ErrorFunction(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; n <= SeriesTerms; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc by Laplace's continued fraction (7.1.14), evaluated backward from the last term; NaN for NaN.</summary>
    private static double Complement(double x)
    {
        double fraction = x;
        for (int n = FractionTerms; n >= 1; n--)
        {
            fraction = x + (0.5 * n / fraction);
        }

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }
}
