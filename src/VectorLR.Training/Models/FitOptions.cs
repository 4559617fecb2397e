namespace VectorLR.Training;

/// <summary>How <see cref="LogisticRegression"/> is fitted.</summary>
/// <remarks>Equality compares the contents of the sample weights.</remarks>
/// <example>
/// <code>
/// FitOptions options = new() { Standardize = true, L2 = 1e-3, Optimizer = new Newton() };
/// </code>
/// </example>
public sealed record FitOptions
{
    private readonly MemoryContents<double> _sampleWeights;

    /// <summary>The optimizer.</summary>
    public IOptimizer Optimizer { get; init; } = new Lbfgs();

    /// <summary>When the optimizer stops.</summary>
    public StoppingOptions Stopping { get; init; } = new();

    /// <summary>
    /// The divisor of every stored feature value (255 for pixels); a finite number above 0. X is neither changed nor copied.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>
    /// s, the weight of each example: m finite numbers of at least 0, not all 0; empty for equal weights. A weight of k is k copies.
    /// </summary>
    public ReadOnlyMemory<double> SampleWeights
    {
        get => _sampleWeights.Memory;
        init => _sampleWeights = new(value);
    }

    /// <summary>
    /// Whether both classes get equal influence: the weight of each example is multiplied by m / (2 m_c), with m_c examples of its class.
    /// </summary>
    public bool BalancedClasses { get; init; }

    /// <summary>The maximum number of threads; 0 for all cores. Results are bit-identical for every number.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// The arithmetic; null for that of the examples: double for doubles, single for floats and bytes. Doubles are not computed in single.
    /// </summary>
    public Precision? Precision { get; init; }

    /// <summary>
    /// lambda of the penalty (lambda / 2) |w|^2 on the weights of the preprocessed features; finite, at least 0; 0 for no penalty.
    /// </summary>
    public double L2 { get; init; }

    /// <summary>Whether features are standardised to z-scores, with the examples' own means and deviations.</summary>
    public bool Standardize { get; init; }

    /// <summary>Whether the model has a bias. Without an intercept the bias is 0.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>A model to start from, of any preprocessing; null to start from zero.</summary>
    public LogisticRegression? Start { get; init; }

    /// <summary>The n_x feature names of the model, or null.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>The name of class 0; null for "0".</summary>
    public string? NegativeLabel { get; init; }

    /// <summary>The name of class 1; null for "1".</summary>
    public string? PositiveLabel { get; init; }

    /// <summary>Receives the best parameters while the fit runs; null for nothing.</summary>
    internal BestSoFar? Best { get; init; }

    /// <summary>The part of the options that an objective takes.</summary>
    internal ObjectiveOptions ForObjective() => new()
    {
        Scale = Scale,
        SampleWeights = SampleWeights,
        BalancedClasses = BalancedClasses,
        Threads = Threads,
        FeatureNames = FeatureNames,
    };
}
