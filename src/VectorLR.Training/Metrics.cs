namespace VectorLR.Training;

/// <summary>How well probabilities agree with labels.</summary>
public static class Metrics
{
    /// <summary>The fraction of examples on the right side of one half: a &gt; 0.5 counts as 1.</summary>
    /// <param name="probabilities">a, length m.</param>
    /// <param name="labels">y, length m, 0 or 1.</param>
    /// <returns>Between 0 and 1.</returns>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static double Accuracy(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels)
    {
        Require.SameLength(probabilities, nameof(probabilities), labels, nameof(labels));
        Require.NotEmpty(labels.Length, nameof(labels));
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            right += (probabilities[i] > 0.5) == (labels[i] > 0.5) ? 1 : 0;
        }

        return (double)right / labels.Length;
    }
}
