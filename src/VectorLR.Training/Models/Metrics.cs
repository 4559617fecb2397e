namespace VectorLR.Training;

/// <summary>How well probabilities agree with labels.</summary>
public static class Metrics
{
    /// <summary>The fraction of examples whose class is predicted correctly: a &gt; 0.5 predicts class 1.</summary>
    /// <param name="probabilities">a, length m.</param>
    /// <param name="labels">y, length m, 0 or 1.</param>
    /// <returns>Between 0 and 1.</returns>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is NaN; the message names its index.</exception>
    public static double Accuracy(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels)
    {
        Require.SameLength(probabilities, nameof(probabilities), labels, nameof(labels));
        Require.NotEmpty(labels.Length, nameof(labels));
        RequireNumbers(probabilities, labels);
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            correct += (probabilities[i] > 0.5) == (labels[i] > 0.5) ? 1 : 0;
        }

        return (double)correct / labels.Length;
    }

    /// <summary>Counts predicted against actual classes: a &gt; 0.5 predicts class 1.</summary>
    /// <param name="probabilities">a, length m.</param>
    /// <param name="labels">y, length m, 0 or 1.</param>
    /// <returns>Four counts, which sum to m.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a value is NaN; the message names its index.</exception>
    public static ConfusionMatrix Confusion(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels)
    {
        Require.SameLength(probabilities, nameof(probabilities), labels, nameof(labels));
        RequireNumbers(probabilities, labels);
        Span<int> counts = stackalloc int[4];
        for (int i = 0; i < labels.Length; i++)
        {
            counts[(labels[i] > 0.5 ? 2 : 0) + (probabilities[i] > 0.5 ? 1 : 0)]++;
        }

        return new(TruePositive: counts[3], FalsePositive: counts[1], TrueNegative: counts[0], FalseNegative: counts[2]);
    }

    /// <summary>The mean of -y log a - (1 - y) log(1 - a), in nats.</summary>
    /// <param name="probabilities">a, length m, each in [0, 1].</param>
    /// <param name="labels">y, length m, each in [0, 1].</param>
    /// <returns>
    /// At least 0; infinite if a label has probability 0. From logits, <c>Kernels.LogLoss</c> is finite and more accurate.
    /// </returns>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is NaN; the message names its index.</exception>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels)
    {
        Require.SameLength(probabilities, nameof(probabilities), labels, nameof(labels));
        Require.NotEmpty(labels.Length, nameof(labels));
        RequireNumbers(probabilities, labels);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            // Skip the term with factor 0: 0 times an infinite logarithm is NaN.
            sum -= labels[i] > 0 ? labels[i] * Math.Log(probabilities[i]) : 0;
            sum -= labels[i] < 1 ? (1 - labels[i]) * double.LogP1(-probabilities[i]) : 0;
        }

        return sum / labels.Length;
    }

    /// <summary>
    /// The area under the ROC curve: the probability that a positive example scores above a negative one. A tie counts one half.
    /// </summary>
    /// <param name="scores">Probabilities or logits, length m, none NaN.</param>
    /// <param name="labels">y, length m, 0 or 1. Both classes must occur.</param>
    /// <returns>Between 0 and 1; 1/2 for constant scores. Exact counts (the Mann-Whitney U), then two rounded divisions.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score or a label is NaN, or only one class occurs.</exception>
    public static double RocAuc(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels)
    {
        Require.SameLength(scores, nameof(scores), labels, nameof(labels));
        double[] sorted = scores.ToArray();
        bool[] isPositive = new bool[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            isPositive[i] = labels[i] > 0.5;
            if (double.IsNaN(sorted[i]) || double.IsNaN(labels[i]))
            {
                throw new ArgumentException(
                    $"the {(double.IsNaN(sorted[i]) ? "score" : "label")} at index {i} is NaN", nameof(scores));
            }
        }

        Array.Sort(sorted, isPositive);
        long positives = 0;
        long negatives = 0;
        long twiceAbove = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            long tiedPositives = 0;
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                tiedPositives += isPositive[end] ? 1 : 0;
            }

            long tiedNegatives = end - start - tiedPositives;
            twiceAbove += tiedPositives * ((2 * negatives) + tiedNegatives);
            positives += tiedPositives;
            negatives += tiedNegatives;
        }

        return positives > 0 && negatives > 0
            ? twiceAbove / 2.0 / positives / negatives
            : throw new ArgumentException(
                $"all {sorted.Length} labels are of one class; the area under the ROC curve needs both", nameof(labels));
    }

    /// <summary>Requires that no value is NaN, which would count as class 0.</summary>
    private static void RequireNumbers(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (double.IsNaN(probabilities[i]))
            {
                throw new ArgumentException($"the probability at index {i} is NaN", nameof(probabilities));
            }

            if (double.IsNaN(labels[i]))
            {
                throw new ArgumentException($"the label at index {i} is NaN", nameof(labels));
            }
        }
    }
}
