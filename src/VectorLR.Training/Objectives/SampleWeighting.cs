namespace VectorLR.Training;

/// <summary>The weight of each example: the caller's sample weights times the class weights.</summary>
internal static class SampleWeighting
{
    /// <summary>One weight per example, or null for equal weights.</summary>
    public static double[]? Of(ReadOnlySpan<double> labels, ObjectiveOptions options)
    {
        ReadOnlySpan<double> given = options.SampleWeights.Span;
        if (given.IsEmpty && !options.BalancedClasses)
        {
            return null;
        }

        double[] weights = new double[labels.Length];
        if (given.IsEmpty)
        {
            weights.AsSpan().Fill(1);
        }
        else
        {
            Check(given, labels.Length);
            given.CopyTo(weights);
        }

        if (options.BalancedClasses)
        {
            Balance(weights, labels);
        }

        return weights;
    }

    private static void Check(ReadOnlySpan<double> weights, int count)
    {
        if (weights.Length != count)
        {
            throw new ArgumentException($"there are {weights.Length} sample weights for {count} examples", nameof(weights));
        }

        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || !double.IsFinite(weights[i]))
            {
                throw new ArgumentException(
                    $"the sample weight at index {i} is {weights[i]}; sample weights must be finite numbers of at least 0",
                    nameof(weights));
            }

            sum += weights[i];
        }

        if (sum == 0 || !double.IsFinite(sum))
        {
            throw new ArgumentException(
                $"the {weights.Length} sample weights sum to {sum}; their sum must be a finite number above 0", nameof(weights));
        }
    }

    private static void Balance(Span<double> weights, ReadOnlySpan<double> labels)
    {
        int positives = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not (0 or 1))
            {
                throw new ArgumentException(
                    $"the label at index {i} is {labels[i]}; balanced classes need labels of 0 and 1", nameof(labels));
            }

            positives += labels[i] == 1 ? 1 : 0;
        }

        if (positives == 0 || positives == labels.Length)
        {
            throw new ArgumentException(
                $"all {labels.Length} labels are {(positives == 0 ? 0 : 1)}; balanced classes need examples of both", nameof(labels));
        }

        double positive = labels.Length / (2.0 * positives);
        double negative = labels.Length / (2.0 * (labels.Length - positives));
        for (int i = 0; i < labels.Length; i++)
        {
            weights[i] *= labels[i] == 1 ? positive : negative;
        }
    }
}
