namespace VectorLR.Training;

/// <summary>A way down the cost, from a start to a minimum.</summary>
public interface IOptimizer
{
    /// <summary>Minimises an objective.</summary>
    /// <param name="objective">The cost and its gradient.</param>
    /// <param name="start">Where to begin; its weights have length n_x.</param>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="progress">Told of every iteration, on the calling thread if it is a plain implementation.</param>
    /// <param name="cancellation">Stops after the pass under way; the best so far is returned, not thrown away.</param>
    /// <returns>Where it came to, and why it stopped.</returns>
    /// <exception cref="ArgumentException">The start does not fit the objective.</exception>
    OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default);
}
