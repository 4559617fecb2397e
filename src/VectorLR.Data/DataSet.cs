namespace VectorLR.Data;

/// <summary>Features, labels and their names, ready for training. Immutable.</summary>
public sealed partial class DataSet : IDisposable
{
    /// <summary>Combines features and labels without copying them.</summary>
    /// <param name="features">X: m examples of n_x features.</param>
    /// <param name="labels">y, length m, each 0 or 1, with the names of both classes.</param>
    /// <param name="featureNames">The n_x names in the order of the features, or null when they have none.</param>
    /// <param name="sampleWeights">The weight of each example, length m, none negative; empty when all weights are 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> or <paramref name="labels"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A length disagrees with the features (the message names both), a label is neither 0 nor 1, or a sample weight is negative or NaN.
    /// </exception>
    public DataSet(
        FeatureMatrix features,
        EncodedLabels labels,
        IReadOnlyList<string>? featureNames = null,
        ReadOnlyMemory<double> sampleWeights = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Labels.Length != features.Count)
        {
            throw new ArgumentException($"There are {labels.Labels.Length} labels for {features.Count} examples.", nameof(labels));
        }

        int invalid = labels.Labels.Span.IndexOfAnyExcept(0.0, 1.0);
        if (invalid >= 0)
        {
            throw new ArgumentException(
                $"Label {invalid} is {MessageFormat.Number(labels.Labels.Span[invalid])}, expected 0 or 1.", nameof(labels));
        }

        if (featureNames is not null && featureNames.Count != features.Features)
        {
            throw new ArgumentException($"There are {featureNames.Count} names for {features.Features} features.", nameof(featureNames));
        }

        if (sampleWeights.Length > 0 && sampleWeights.Length != features.Count)
        {
            throw new ArgumentException(
                $"There are {sampleWeights.Length} sample weights for {features.Count} examples.", nameof(sampleWeights));
        }

        foreach (double weight in sampleWeights.Span)
        {
            if (!(weight >= 0))
            {
                throw new ArgumentException(
                    $"A sample weight is {MessageFormat.Number(weight)}, expected one that is not negative.", nameof(sampleWeights));
            }
        }

        Features = features;
        SampleWeights = sampleWeights;
        Labels = labels.Labels;
        LabelNames = labels.Names;
        LabelNamesInferred = labels.Inferred;
        FeatureNames = featureNames;
    }

    /// <summary>X: m examples of n_x features.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>y, length m: 1 for the positive class, 0 for every other.</summary>
    public ReadOnlyMemory<double> Labels { get; }

    /// <summary>The weight of each example, length m; empty when all weights are 1.</summary>
    public ReadOnlyMemory<double> SampleWeights { get; }

    /// <summary>The n_x names in the order of the features, or null when the data has none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The names of labels 0 and 1 in the data.</summary>
    public LabelNames LabelNames { get; }

    /// <summary>
    /// True when the classes are not 0 and 1 and no positive value was given, so their order decides. A tool should then
    /// report which class is 1.
    /// </summary>
    public bool LabelNamesInferred { get; }

    /// <summary>Closes the file of the features if they are mapped; see <see cref="FeatureMatrix.Dispose"/>.</summary>
    public void Dispose() => Features.Dispose();

    /// <summary>Copies the chosen examples, their labels and their weights into a new set with the same names.</summary>
    /// <param name="indices">Indices of the examples, in the order of the new set. An index may repeat. Length 0 is valid.</param>
    /// <returns>A set of <c>indices.Length</c> examples: example k is this set's example <c>indices[k]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative, or not below the number of examples.</exception>
    public DataSet SelectExamples(ReadOnlySpan<int> indices)
    {
        FeatureMatrix features = Features.SelectExamples(indices);
        double[] labels = new double[indices.Length];
        for (int k = 0; k < labels.Length; k++)
        {
            labels[k] = Labels.Span[indices[k]];
        }

        double[] sampleWeights = [];
        if (!SampleWeights.IsEmpty)
        {
            sampleWeights = new double[indices.Length];
            for (int k = 0; k < sampleWeights.Length; k++)
            {
                sampleWeights[k] = SampleWeights.Span[indices[k]];
            }
        }

        return new DataSet(features, new EncodedLabels(labels, LabelNames, LabelNamesInferred), FeatureNames, sampleWeights);
    }
}
