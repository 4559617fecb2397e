namespace VectorLR.Training;

/// <summary>The examples of one score, or their weights.</summary>
internal readonly record struct TiedScores(double Score, double Positives, double Negatives)
{
    /// <summary>Groups the examples whose weight is not 0 by their score, the highest first.</summary>
    public static List<TiedScores> Descending(
        ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights)
    {
        double[] keys = scores.ToArray();
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(keys, order);
        List<TiedScores> groups = [];
        for (int end = keys.Length, start; end > 0; end = start)
        {
            double positives = 0;
            double negatives = 0;
            for (start = end; start > 0 && keys[start - 1].Equals(keys[end - 1]); start--)
            {
                int example = order[start - 1];
                double weight = sampleWeights.IsEmpty ? 1 : sampleWeights[example];
                (positives, negatives) = labels[example] > 0.5 ? (positives + weight, negatives) : (positives, negatives + weight);
            }

            if (positives + negatives > 0)
            {
                groups.Add(new(keys[end - 1], positives, negatives));
            }
        }

        return groups;
    }
}
