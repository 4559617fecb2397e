namespace VectorLR.Training;

/// <summary>The result of an optimizer.</summary>
/// <param name="Parameters">w and b.</param>
/// <param name="Cost">J at the parameters, in nats.</param>
/// <param name="GradientNorm">The largest absolute component of the gradient at the parameters, db included.</param>
/// <param name="Iterations">The number of updates made.</param>
/// <param name="Passes">The number of passes over X.</param>
/// <param name="Stopped">Why the optimizer stopped.</param>
/// <param name="Elapsed">The elapsed time.</param>
/// <param name="History">One entry per update, in order. If the run diverged, the last entry is the update that was undone.</param>
/// <remarks>Equality compares the contents of the history and of the standard errors.</remarks>
public sealed record OptimizationResult(
    Parameters Parameters,
    double Cost,
    double GradientNorm,
    int Iterations,
    int Passes,
    StopReason Stopped,
    TimeSpan Elapsed,
    IReadOnlyList<Iteration> History)
{
    private readonly ListContents<Iteration> _history = new(History);
    private readonly MemoryContents<double>? _standardErrors;

    /// <summary>One entry per update, in order. If the run diverged, the last entry is the update that was undone.</summary>
    public IReadOnlyList<Iteration> History
    {
        get => _history.List;
        init => _history = new(value);
    }

    /// <summary>
    /// The largest estimated error of a weight, in log-odds per standard deviation of its feature, by which convergence is judged; null if
    /// it is judged by the gradient, as in <see cref="GradientDescent"/>, or the parameters are not the last iterate.
    /// </summary>
    public double? EstimatedError { get; init; }

    /// <summary>
    /// With an L2 penalty, an upper bound on J minus its minimum, in nats; otherwise null. See <see cref="L2Regularized.DualityGap"/>.
    /// </summary>
    public double? DualityGap { get; init; }

    /// <summary>
    /// The standard error of every weight and, last, of the bias, if <see cref="Newton"/> reached the optimum; otherwise null. They are the
    /// square roots of the diagonal of the inverse of the observed information, which is the total weight times the Hessian. NaN if the
    /// data do not determine a parameter. With a penalty they are the deviations of the normal approximation to the posterior.
    /// </summary>
    public ReadOnlyMemory<double>? StandardErrors
    {
        get => _standardErrors?.Memory;
        init => _standardErrors = value is ReadOnlyMemory<double> errors ? new(errors) : null;
    }

    /// <summary>
    /// The features whose weights the data do not determine, if <see cref="Newton"/> reached the optimum; otherwise empty. Their standard
    /// errors are NaN.
    /// </summary>
    public IReadOnlyList<FeatureDependence> DependentFeatures { get; init; } = [];

    /// <summary>
    /// The state from which the optimizer can continue, with more iterations or after an interruption; null if the run diverged.
    /// </summary>
    public Checkpoint? Checkpoint { get; init; }
}
