namespace VectorLR.Training;

/// <summary>How well probabilities agree with labels.</summary>
/// <remarks>
/// Sample weights are finite and not negative, with a sum above 0. A weight of k counts as k copies of the example, and a weight of 0 as
/// none: its score and label may be anything. Empty weights are 1 for every example. Sums are in double.
/// </remarks>
public static class Metrics
{
    /// <summary>The fraction of examples whose class is predicted correctly: a &gt;= 0.5 predicts class 1.</summary>
    /// <param name="probabilities">a, length m.</param>
    /// <param name="labels">y, length m, 0 or 1.</param>
    /// <param name="sampleWeights">Length m, or empty.</param>
    /// <returns>Between 0 and 1.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ or are 0, a value is NaN, or the sample weights are not valid; the message names the index.
    /// </exception>
    public static double Accuracy(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default)
    {
        Require.NotEmpty(labels.Length, nameof(labels));
        return Confusion(probabilities, labels, sampleWeights).Accuracy;
    }

    /// <summary>Counts predicted against actual classes.</summary>
    /// <param name="probabilities">a, length m.</param>
    /// <param name="labels">y, length m, 0 or 1.</param>
    /// <param name="sampleWeights">Length m, or empty.</param>
    /// <param name="threshold">A probability of at least this predicts class 1.</param>
    /// <returns>Four counts, which sum to m, or four sums of weights.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a value is NaN, or the sample weights are not valid; the message names the index.
    /// </exception>
    public static ConfusionMatrix Confusion(
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> sampleWeights = default,
        double threshold = 0.5)
    {
        RequireNumbers(probabilities, nameof(probabilities), labels, sampleWeights);
        Span<double> sums = stackalloc double[4];
        for (int i = 0; i < labels.Length; i++)
        {
            sums[(labels[i] > 0.5 ? 2 : 0) + (probabilities[i] >= threshold ? 1 : 0)] += WeightOf(sampleWeights, i);
        }

        return new(TruePositive: sums[3], FalsePositive: sums[1], TrueNegative: sums[0], FalseNegative: sums[2]);
    }

    /// <summary>The mean of -y log a - (1 - y) log(1 - a), in nats.</summary>
    /// <param name="probabilities">a, length m, each in [0, 1].</param>
    /// <param name="labels">y, length m, each in [0, 1].</param>
    /// <param name="sampleWeights">Length m, or empty.</param>
    /// <returns>
    /// At least 0; infinite if a label has probability 0. <see cref="LogLossFromLogits"/> is finite and more accurate.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ or are 0, a value is NaN, or the sample weights are not valid; the message names the index.
    /// </exception>
    public static double LogLoss(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default)
    {
        Require.NotEmpty(labels.Length, nameof(labels));
        double total = RequireNumbers(probabilities, nameof(probabilities), labels, sampleWeights);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            // Skip a term with factor 0: 0 times an infinite logarithm is NaN.
            double weight = WeightOf(sampleWeights, i);
            double positive = weight * labels[i];
            double negative = weight * (1 - labels[i]);
            sum -= positive > 0 ? positive * Math.Log(probabilities[i]) : 0;
            sum -= negative > 0 ? negative * double.LogP1(-probabilities[i]) : 0;
        }

        return sum / total;
    }

    /// <summary>The mean of log(1 + e^z) - y z, in nats: the log loss of sigmoid(z), which does not round to 0 or 1 on the way.</summary>
    /// <param name="logits">z, length m.</param>
    /// <param name="labels">y, length m, each in [0, 1].</param>
    /// <param name="sampleWeights">Length m, or empty.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ or are 0, a value is NaN, or the sample weights are not valid; the message names the index.
    /// </exception>
    public static double LogLossFromLogits(
        ReadOnlySpan<double> logits, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default)
    {
        Require.NotEmpty(labels.Length, nameof(labels));
        double total = RequireNumbers(logits, nameof(logits), labels, sampleWeights);
        double[] negated = new double[logits.Length];
        double[] losses = new double[logits.Length];
        Kernels.Scale(-1, logits, negated);
        Kernels.Softplus(negated, negated);
        Kernels.Softplus(logits, losses);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double weight = WeightOf(sampleWeights, i);
            double positive = weight * labels[i];
            double negative = weight * (1 - labels[i]);
            sum += (positive > 0 ? positive * negated[i] : 0) + (negative > 0 ? negative * losses[i] : 0);
        }

        return sum / total;
    }

    /// <summary>The mean of (a - y)^2: Brier's score.</summary>
    /// <param name="probabilities">a, length m, each in [0, 1].</param>
    /// <param name="labels">y, length m, each in [0, 1].</param>
    /// <param name="sampleWeights">Length m, or empty.</param>
    /// <returns>Between 0 and 1; 1/4 if every probability is one half.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ or are 0, a value is NaN, or the sample weights are not valid; the message names the index.
    /// </exception>
    public static double Brier(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default)
    {
        Require.NotEmpty(labels.Length, nameof(labels));
        double total = RequireNumbers(probabilities, nameof(probabilities), labels, sampleWeights);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double weight = WeightOf(sampleWeights, i);
            double error = probabilities[i] - labels[i];
            sum += weight > 0 ? weight * error * error : 0;
        }

        return sum / total;
    }

    /// <summary>
    /// The area under the ROC curve: the probability that a positive example scores above a negative one. A tie counts one half.
    /// </summary>
    /// <param name="scores">Probabilities or logits, length m, none NaN.</param>
    /// <param name="labels">y, length m, 0 or 1. Both classes must occur with a weight above 0.</param>
    /// <param name="sampleWeights">Length m, or empty.</param>
    /// <returns>
    /// Between 0 and 1; 1/2 for constant scores. Without weights the pairs are counted exactly (the Mann-Whitney U) up to 2^52 of them.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a value is NaN, the sample weights are not valid, or only one class occurs.
    /// </exception>
    public static double RocAuc(
        ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default)
    {
        RequireNumbers(scores, nameof(scores), labels, sampleWeights);
        double positives = 0;
        double negatives = 0;
        double twiceBelow = 0;
        foreach (TiedScores tied in TiedScores.Descending(scores, labels, sampleWeights))
        {
            twiceBelow += tied.Negatives * ((2 * positives) + tied.Positives);
            positives += tied.Positives;
            negatives += tied.Negatives;
        }

        return positives > 0 && negatives > 0
            ? twiceBelow / 2 / positives / negatives
            : throw new ArgumentException(
                $"all {labels.Length} labels are of one class; the area under the ROC curve needs both", nameof(labels));
    }

    /// <summary>
    /// The average precision: the mean of the precision at each distinct score as threshold, weighted by the recall that it adds.
    /// </summary>
    /// <param name="scores">Probabilities or logits, length m, none NaN.</param>
    /// <param name="labels">y, length m, 0 or 1. Class 1 must occur with a weight above 0.</param>
    /// <param name="sampleWeights">Length m, or empty.</param>
    /// <returns>Between 0 and 1; the share of class 1 for constant scores.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a value is NaN, the sample weights are not valid, or class 1 does not occur.
    /// </exception>
    public static double AveragePrecision(
        ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default)
    {
        RequireNumbers(scores, nameof(scores), labels, sampleWeights);
        double positives = 0;
        double predicted = 0;
        double sum = 0;
        foreach (TiedScores tied in TiedScores.Descending(scores, labels, sampleWeights))
        {
            positives += tied.Positives;
            predicted += tied.Positives + tied.Negatives;
            sum += tied.Positives > 0 ? tied.Positives * (positives / predicted) : 0;
        }

        return positives > 0
            ? sum / positives
            : throw new ArgumentException($"none of {labels.Length} labels is 1; the average precision needs some", nameof(labels));
    }

    /// <summary>The threshold with the largest F1, and its F1: a probability of at least the threshold predicts class 1.</summary>
    /// <param name="probabilities">a, length m.</param>
    /// <param name="labels">y, length m, 0 or 1. Class 1 must occur with a weight above 0.</param>
    /// <param name="sampleWeights">Length m, or empty.</param>
    /// <returns>One of the probabilities, the largest if several share the F1.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a value is NaN, the sample weights are not valid, or class 1 does not occur.
    /// </exception>
    public static (double Threshold, double F1) BestThreshold(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default)
    {
        RequireNumbers(probabilities, nameof(probabilities), labels, sampleWeights);
        List<TiedScores> descending = TiedScores.Descending(probabilities, labels, sampleWeights);
        double all = descending.Sum(tied => tied.Positives);
        (double Threshold, double F1) best = (double.NaN, double.NegativeInfinity);
        double positives = 0;
        double predicted = 0;
        foreach (TiedScores tied in descending)
        {
            positives += tied.Positives;
            predicted += tied.Positives + tied.Negatives;
            double f1 = 2 * positives / (predicted + all);
            best = f1 > best.F1 ? (tied.Score, f1) : best;
        }

        return all > 0
            ? best
            : throw new ArgumentException($"none of {labels.Length} labels is 1; the best threshold needs some", nameof(labels));
    }

    private static double WeightOf(ReadOnlySpan<double> sampleWeights, int i) => sampleWeights.IsEmpty ? 1 : sampleWeights[i];

    /// <summary>
    /// Requires equal lengths, valid weights and, where the weight is not 0, no NaN, which would count as class 0. Returns the total weight.
    /// </summary>
    private static double RequireNumbers(
        ReadOnlySpan<double> scores, string name, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights)
    {
        Require.SameLength(scores, name, labels, nameof(labels));
        double total = labels.Length;
        if (!sampleWeights.IsEmpty)
        {
            Require.Length(sampleWeights, nameof(sampleWeights), labels.Length, "the number of labels");
            Require.SampleWeights(sampleWeights, nameof(sampleWeights));
            total = Kernels.Sum(sampleWeights);
            if (!(total > 0 && double.IsFinite(total)))
            {
                throw new ArgumentException(
                    $"the sample weights sum to {total}; a metric needs a finite sum above 0", nameof(sampleWeights));
            }
        }

        for (int i = 0; i < labels.Length; i++)
        {
            if ((double.IsNaN(scores[i]) || double.IsNaN(labels[i])) && WeightOf(sampleWeights, i) > 0)
            {
                bool isLabel = !double.IsNaN(scores[i]);
                throw new ArgumentException($"{(isLabel ? "labels" : name)}[{i}] is NaN", isLabel ? nameof(labels) : name);
            }
        }

        return total;
    }
}
