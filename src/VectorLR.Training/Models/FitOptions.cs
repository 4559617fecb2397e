namespace VectorLR.Training;

/// <summary>How <see cref="LogisticRegression"/> is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>The way down.</summary>
    public IOptimizer Optimizer { get; init; } = new Lbfgs();

    /// <summary>When it stops.</summary>
    public StoppingOptions Stopping { get; init; } = new();

    /// <summary>Scale, sample weights, balance of the classes, threads. Its layout is not looked at: the examples have their own.</summary>
    public ObjectiveOptions Objective { get; init; } = new();

    /// <summary>The arithmetic for bytes; floats and doubles have their own.</summary>
    public Precision Precision { get; init; } = Precision.Single;

    /// <summary>lambda of the penalty (lambda / 2) |w|^2 on the weights that training sees, finite and not negative; 0 for none.</summary>
    public double L2 { get; init; }

    /// <summary>Whether training sees every feature as a z-score, by the means and deviations of the examples themselves.</summary>
    public bool Standardize { get; init; }

    /// <summary>Whether there is a bias; without one it is 0.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>A model to begin at, whatever its preprocessing; null to begin at zero.</summary>
    public LogisticRegression? Start { get; init; }

    /// <summary>n_x names for the model, or null.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>What class 0 is called.</summary>
    public string NegativeLabel { get; init; } = "0";

    /// <summary>What class 1 is called.</summary>
    public string PositiveLabel { get; init; } = "1";
}
