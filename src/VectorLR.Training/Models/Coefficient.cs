namespace VectorLR.Training;

/// <summary>One row of a table of coefficients.</summary>
/// <param name="Name">The feature's name, or (intercept).</param>
/// <param name="Estimate">The weight of the preprocessed feature: scaled and, with standardisation, as a z-score.</param>
/// <param name="StandardError">The standard error of the estimate; NaN if unknown.</param>
public readonly record struct Coefficient(string Name, double Estimate, double StandardError)
{
    /// <summary>The Wald statistic, estimate / standard error; NaN if the standard error is unknown.</summary>
    public double Z => Estimate / StandardError;

    /// <summary>The two-sided p-value of the Wald test that the true weight is 0: erfc(|z| / sqrt 2), by the normal distribution.</summary>
    /// <remarks>Relative error at most 1e-10.</remarks>
    public double P => NormalDistribution.TwoSidedTail(Z);
}
