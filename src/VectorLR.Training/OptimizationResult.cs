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
    IReadOnlyList<Iteration> History);
