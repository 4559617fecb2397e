namespace VectorLR.Training;

/// <summary>A fitted model and the result of its optimization.</summary>
/// <param name="Model">The model.</param>
/// <param name="Optimization">Why the optimizer stopped, with cost, gradient norm and duality gap.</param>
public sealed record FitResult(LogisticRegression Model, OptimizationResult Optimization)
{
    /// <summary>The table of coefficients: one row per weight, named by its feature or as x0, x1, ..., then the intercept.</summary>
    /// <returns>n_x + 1 rows. <see cref="Newton"/> provides standard errors; otherwise they are NaN.</returns>
    /// <example>
    /// <code>
    /// foreach (Coefficient row in fit.Coefficients())
    /// {
    ///     Console.WriteLine($"{row.Name}: {row.Estimate:F3}, standard error {row.StandardError:F3}, p {row.P:G2}");
    /// }
    /// </code>
    /// </example>
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
