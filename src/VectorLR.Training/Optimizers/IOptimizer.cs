namespace VectorLR.Training;

/// <summary>An algorithm that minimises the cost from a start.</summary>
public interface IOptimizer
{
    /// <summary>Minimises an objective.</summary>
    /// <param name="objective">The cost and its gradient.</param>
    /// <param name="start">The start; its weights have length n_x.</param>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="progress">Receives every iteration. <c>Report</c> is called on the calling thread.</param>
    /// <param name="cancellation">Stops the run after the current pass, and returns the best parameters so far.</param>
    /// <returns>The parameters, and why the optimizer stopped.</returns>
    /// <exception cref="ArgumentException">The start or the checkpoint does not match the objective.</exception>
    OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default);
}
