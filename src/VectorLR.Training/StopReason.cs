namespace VectorLR.Training;

/// <summary>Why an optimizer stopped.</summary>
public enum StopReason
{
    /// <summary>The largest component of the gradient is within the tolerance.</summary>
    Converged,

    /// <summary>All iterations were used up.</summary>
    IterationLimit,

    /// <summary>The caller asked it to stop.</summary>
    Cancelled,

    /// <summary>The parameters, the cost or the gradient are no longer finite numbers; the parameters are the last where all were.</summary>
    Diverged,
}
