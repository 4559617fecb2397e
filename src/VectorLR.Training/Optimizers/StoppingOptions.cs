namespace VectorLR.Training;

/// <summary>When an optimizer stops, and the checkpoint from which it resumes.</summary>
public sealed record StoppingOptions
{
    /// <summary>The maximum number of updates, including those before a resumed checkpoint.</summary>
    public int Iterations { get; init; } = 1000;

    /// <summary>
    /// The optimizer stops if the estimated error of every weight, and of the bias, is at most this, in log-odds per standard deviation of
    /// the feature: by the step to the minimum of its quadratic model, or in <see cref="Adam"/> by the gradient where every curvature is about
    /// 1. <see cref="GradientDescent"/> stops if no component of the gradient, db included, exceeds this in absolute value.
    /// </summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>
    /// A checkpoint of an earlier run of the same optimizer on the same objective. The run continues from it, and its result is
    /// bit-identical to that of an uninterrupted run. The start is ignored. Null to begin at the start.
    /// </summary>
    public Checkpoint? Resume { get; init; }

    /// <summary>The number of updates between calls of <see cref="OnCheckpoint"/>; at least 1.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>
    /// Receives a checkpoint every <see cref="CheckpointEvery"/> updates, on the calling thread; null for none.
    /// <see cref="OptimizationResult.Checkpoint"/> is the last one.
    /// </summary>
    public Action<Checkpoint>? OnCheckpoint { get; init; }
}
