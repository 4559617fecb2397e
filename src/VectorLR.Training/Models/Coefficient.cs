namespace VectorLR.Training;

/// <summary>One row of a table of coefficients.</summary>
/// <param name="Name">The feature's name, or (intercept).</param>
/// <param name="Estimate">The weight, for the features as training saw them: scaled and, if so, standardised.</param>
/// <param name="StandardError">Its standard error; NaN where there is none.</param>
public readonly record struct Coefficient(string Name, double Estimate, double StandardError)
{
    /// <summary>The estimate in standard errors: Wald's statistic; NaN where there is no standard error.</summary>
    public double Z => Estimate / StandardError;

    /// <summary>The probability of a |z| at least this large if the true weight is 0, by the normal distribution: erfc(|z| / sqrt 2).</summary>
    /// <remarks>Within 1e-10 of itself.</remarks>
    public double P => NormalDistribution.TwoSidedTail(Z);
}
