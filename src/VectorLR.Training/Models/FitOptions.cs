namespace VectorLR.Training;

/// <summary>How <see cref="LogisticRegression"/> is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>The optimizer.</summary>
    public IOptimizer Optimizer { get; init; } = new Lbfgs();

    /// <summary>When the optimizer stops.</summary>
    public StoppingOptions Stopping { get; init; } = new();

    /// <summary>Scale, sample weights, balanced classes and threads. The layout is ignored: the examples state their own.</summary>
    public ObjectiveOptions Objective { get; init; } = new();

    /// <summary>The arithmetic for byte examples. Floats and doubles use their own type.</summary>
    public Precision Precision { get; init; } = Precision.Single;

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

    /// <summary>The name of class 0.</summary>
    public string NegativeLabel { get; init; } = "0";

    /// <summary>The name of class 1.</summary>
    public string PositiveLabel { get; init; } = "1";

    /// <summary>Receives the best parameters while the fit runs; null for nothing.</summary>
    internal BestSoFar? Best { get; init; }
}
