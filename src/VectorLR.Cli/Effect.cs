using VectorLR.Training;

namespace VectorLR.Cli;

/// <summary>What a feature does to the log-odds of class 1.</summary>
/// <param name="Name">The feature.</param>
/// <param name="Weight">The log-odds per unit of the feature as stored.</param>
/// <param name="LogOdds">The log-odds per standard deviation if the model knows it; otherwise the weight.</param>
internal readonly record struct Effect(string Name, double Weight, double LogOdds)
{
    /// <summary>Returns the effects of a model's features, the largest first.</summary>
    public static IReadOnlyList<Effect> Of(LogisticRegression model)
    {
        double[] weights = model.OriginalParameters.Weights.ToArray();
        ReadOnlyMemory<double> logOdds = model.Standardization is null ? weights : model.Parameters.Weights;
        return
        [
            .. Enumerable.Range(0, weights.Length)
                .Select(j => new Effect(model.FeatureNames?[j] ?? $"x{j}", weights[j], logOdds.Span[j]))
                .OrderByDescending(effect => Math.Abs(effect.LogOdds)),
        ];
    }
}
