namespace VectorLR.Training;

/// <summary>The metrics of a model on labelled examples. Sample weights count as copies, as in <see cref="Metrics"/>.</summary>
public sealed record BinaryMetrics
{
    private BinaryMetrics()
    {
    }

    /// <summary>Gets m, the number of examples, those of weight 0 included.</summary>
    public required int Examples { get; init; }

    /// <summary>Gets the share of class 1.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Gets the mean log loss in nats, from the logits.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Gets the mean squared error of the probabilities.</summary>
    public required double Brier { get; init; }

    /// <summary>Gets the area under the ROC curve; null if only one class occurs.</summary>
    public required double? Auc { get; init; }

    /// <summary>Gets the average precision; null if class 1 does not occur.</summary>
    public required double? AveragePrecision { get; init; }

    /// <summary>Gets the threshold of <see cref="Confusion"/>: a probability of at least this predicts class 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>Gets the counts of predicted against actual classes, or their sums of weights: accuracy, precision, recall and F1.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Gets the threshold with the largest F1; null if class 1 does not occur.</summary>
    public required double? BestThreshold { get; init; }

    /// <summary>Computes all metrics from logits.</summary>
    /// <param name="logits">z, length m, at least 1, none NaN.</param>
    /// <param name="labels">y, length m, 0 or 1.</param>
    /// <param name="sampleWeights">Length m, each finite and not negative, with a sum above 0; or empty.</param>
    /// <param name="threshold">A probability of at least this predicts class 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ or are 0, a value is NaN, or the sample weights are not valid; the message names the index.
    /// </exception>
    /// <remarks>The loss and the two areas are of the logits, which still differ where probabilities round to 0 or 1.</remarks>
    public static BinaryMetrics FromLogits(
        ReadOnlySpan<double> logits,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> sampleWeights = default,
        double threshold = 0.5)
    {
        double logLoss = Metrics.LogLossFromLogits(logits, labels, sampleWeights);
        double[] probabilities = new double[logits.Length];
        Kernels.Sigmoid(logits, probabilities);
        ConfusionMatrix confusion = Metrics.Confusion(probabilities, labels, sampleWeights, threshold);
        double positives = confusion.TruePositive + confusion.FalseNegative;
        double negatives = confusion.TrueNegative + confusion.FalsePositive;
        return new()
        {
            Examples = logits.Length,
            BaseRate = positives / (positives + negatives),
            LogLoss = logLoss,
            Brier = Metrics.Brier(probabilities, labels, sampleWeights),
            Auc = positives > 0 && negatives > 0 ? Metrics.RocAuc(logits, labels, sampleWeights) : null,
            AveragePrecision = positives > 0 ? Metrics.AveragePrecision(logits, labels, sampleWeights) : null,
            Threshold = threshold,
            Confusion = confusion,
            BestThreshold = positives > 0 ? Metrics.BestThreshold(probabilities, labels, sampleWeights).Threshold : null,
        };
    }
}
