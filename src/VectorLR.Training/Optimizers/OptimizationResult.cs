namespace VectorLR.Training;

/// <summary>Where an optimizer came to.</summary>
/// <param name="Parameters">w and b.</param>
/// <param name="Cost">J there, in nats.</param>
/// <param name="GradientNorm">The largest absolute component of the gradient there, db included.</param>
/// <param name="Iterations">The number of updates made.</param>
/// <param name="Passes">How often X was read.</param>
/// <param name="Stopped">Why it stopped.</param>
/// <param name="Elapsed">The time it took.</param>
/// <param name="History">One entry for each update, in order; where it diverged, the last is the update that was taken back.</param>
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
    /// <summary>With an L2 penalty, how far above its minimum J is at most, in nats; null without one. See <see cref="L2Regularized.DualityGap"/>.</summary>
    public double? DualityGap { get; init; }

    /// <summary>
    /// Where <see cref="Newton"/> came to its optimum, the standard error of every weight and, last, of the bias: the square roots of the diagonal
    /// of the inverse of the observed information, which is the total weight times the Hessian. NaN where the data do not determine a parameter;
    /// with a penalty, the deviations of the normal approximation to the posterior. Null elsewhere.
    /// </summary>
    public ReadOnlyMemory<double>? StandardErrors { get; init; }

    /// <summary>From where the optimizer can go on, with more iterations or after an interruption; null where it diverged.</summary>
    public Checkpoint? Checkpoint { get; init; }
}
