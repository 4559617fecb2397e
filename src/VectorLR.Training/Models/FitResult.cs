namespace VectorLR.Training;

/// <summary>A fitted model and how it came about.</summary>
/// <param name="Model">The model.</param>
/// <param name="Optimization">Why the optimizer stopped, and what is certified.</param>
public sealed record FitResult(LogisticRegression Model, OptimizationResult Optimization)
{
    /// <summary>The table of coefficients: every weight by its feature's name or its index, then the intercept.</summary>
    /// <returns>n_x + 1 rows; with standard errors where <see cref="Newton"/> ran.</returns>
    public IReadOnlyList<Coefficient> Coefficients()
    {
        double[] estimates = [.. Model.Parameters.Weights.Span, Model.Parameters.Bias];
        Coefficient[] rows = new Coefficient[estimates.Length];
        for (int j = 0; j < rows.Length; j++)
        {
            string name = j == rows.Length - 1 ? "(intercept)" : Model.FeatureNames?[j] ?? $"x{j}";
            rows[j] = new(name, estimates[j], Optimization.StandardErrors?.Span[j] ?? double.NaN);
        }

        return rows;
    }
}
