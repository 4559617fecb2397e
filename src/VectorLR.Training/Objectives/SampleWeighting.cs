namespace VectorLR.Training;

/// <summary>The weight of each example: the caller's sample weights times the class weights.</summary>
internal static class SampleWeighting
{
    /// <summary>The sum of the weights as given: m without weights. Class weights do not change it.</summary>
    public static double Total(ReadOnlySpan<double> given, int count)
    {
        double total = 0;
        foreach (double weight in given)
        {
            total += weight;
        }

        return given.IsEmpty ? count : total;
    }

    /// <summary>One weight per example, or null for equal weights. Their mean is about 1, which no precision overflows.</summary>
    public static double[]? Of(ReadOnlySpan<double> labels, ObjectiveOptions options)
    {
        ReadOnlySpan<double> given = options.SampleWeights.Span;
        if (given.IsEmpty && !options.BalancedClasses)
        {
            return null;
        }

        double[] weights = Given(given, labels.Length);
        if (options.BalancedClasses)
        {
            Balance(weights, labels);
        }

        return weights;
    }

    /// <summary>The given weights, or 1 for each example, divided by a power of two, which rounds none.</summary>
    public static double[] Given(ReadOnlySpan<double> given, int count)
    {
        double[] weights = new double[count];
        if (given.IsEmpty)
        {
            weights.AsSpan().Fill(1);
            return weights;
        }

        Check(given, count);
        int exponent = Math.ILogB(Total(given, count) / count);
        for (int i = 0; i < count; i++)
        {
            weights[i] = Math.ScaleB(given[i], -exponent);
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

    /// <summary>Gives both classes the same total weight: a weight of k counts as k examples.</summary>
    private static void Balance(Span<double> weights, ReadOnlySpan<double> labels)
    {
        double positives = 0;
        double negatives = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not (0 or 1))
            {
                throw new ArgumentException(
                    $"the label at index {i} is {labels[i]}; balanced classes need labels of 0 and 1", nameof(labels));
            }

            positives += labels[i] == 1 ? weights[i] : 0;
            negatives += labels[i] == 1 ? 0 : weights[i];
        }

        if (positives == 0 || negatives == 0)
        {
            int only = positives == 0 ? 0 : 1;
            string which = labels.IndexOfAnyExcept((double)only) < 0 ? $"all {labels.Length} labels" : "all labels of weight above 0";
            throw new ArgumentException($"{which} are {only}; balanced classes need examples of both", nameof(labels));
        }

        double total = positives + negatives;
        for (int i = 0; i < labels.Length; i++)
        {
            weights[i] *= total / (2 * (labels[i] == 1 ? positives : negatives));
        }
    }
}
