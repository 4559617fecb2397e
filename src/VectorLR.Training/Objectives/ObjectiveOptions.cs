namespace VectorLR.Training;

/// <summary>How an objective reads and weights its examples.</summary>
/// <remarks>Equality compares the contents of the sample weights.</remarks>
public sealed record ObjectiveOptions
{
    private readonly MemoryContents<double> _sampleWeights;

    /// <summary>
    /// The divisor of every stored feature value (255 for pixels); a finite number above 0. It is folded into the weights before a pass and
    /// into the gradient after it, so the examples are not changed or copied.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>
    /// s, the weight of each example: m finite numbers of at least 0, not all 0; empty for equal weights. J becomes the weighted mean,
    /// sum_i s_i loss_i / sum_i s_i, computed in the same pass.
    /// </summary>
    public ReadOnlyMemory<double> SampleWeights
    {
        get => _sampleWeights.Memory;
        init => _sampleWeights = new(value);
    }

    /// <summary>
    /// Whether each example's weight is multiplied by m / (2 m_c), where m_c is the number of examples of its class. Both classes then have
    /// equal influence. Labels must be 0 or 1, and both must occur.
    /// </summary>
    public bool BalancedClasses { get; init; }

    /// <summary>The maximum number of threads; 0 for all cores. Results are bit-identical for every number.</summary>
    public int Threads { get; init; }

    /// <summary>The names of the features, for messages; null for their numbers.</summary>
    internal IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>The instruction set, for tests; null for the process's default.</summary>
    internal Isa? Isa { get; init; }
}
