using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>What a model does with a data set.</summary>
public static class DataSetExtensions
{
    /// <summary>Computes the metrics of a model on a data set, weighted by its sample weights.</summary>
    /// <param name="model">A model of the data's features.</param>
    /// <param name="data">The examples and labels. Their classes may be in the other order than the model's.</param>
    /// <param name="threshold">A probability of at least this predicts class 1; in [0, 1].</param>
    /// <param name="cancellation">Stops between pieces of the data.</param>
    /// <returns>The metrics. Class 1 is the model's.</returns>
    /// <exception cref="ArgumentException">
    /// The number of features differs, both have feature names and these differ, the data have a class that the model does not know, or a
    /// logit is NaN. The message says which.
    /// </exception>
    /// <example>
    /// <code>
    /// LogisticRegression model = LogisticRegression.Load("patients.json");
    /// BinaryMetrics metrics = model.Evaluate(CsvTable.Load("new.csv", "diagnosis", featureColumns: model.FeatureNames));
    /// </code>
    /// </example>
    public static BinaryMetrics Evaluate(
        this LogisticRegression model, DataSet data, double threshold = 0.5, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        RequireSameNames(model.FeatureNames, data.FeatureNames);
        bool isSwapped = IsSwapped(data.LabelNames, model);
        double[] labels = isSwapped ? [.. data.Labels.ToArray().Select(label => 1 - label)] : data.Labels.ToArray();
        return BinaryMetrics.FromLogits(
            data.Features.PredictLogit(model, cancellation), labels, data.SampleWeights.Span, threshold);
    }

    private static void RequireSameNames(IReadOnlyList<string>? expected, IReadOnlyList<string>? found)
    {
        if (expected is null || found is null || expected.Count != found.Count)
        {
            return;
        }

        for (int j = 0; j < expected.Count; j++)
        {
            if (expected[j] != found[j])
            {
                throw new ArgumentException(
                    $"the feature at index {j} is '{found[j]}', and '{expected[j]}' in the model; load the model's feature columns");
            }
        }
    }

    private static bool IsSwapped(LabelNames found, LogisticRegression model)
    {
        bool isSwapped = (found.Negative, found.Positive) == (model.PositiveLabel, model.NegativeLabel);
        return isSwapped || (found.Negative, found.Positive) == (model.NegativeLabel, model.PositiveLabel)
            ? isSwapped
            : throw new ArgumentException(
                $"the classes are '{found.Negative}' and '{found.Positive}', "
                + $"and '{model.NegativeLabel}' and '{model.PositiveLabel}' in the model");
    }
}
