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

    /// <summary>The cost or the gradient is no longer a finite number; the parameters are the last with a finite one.</summary>
    Diverged,
}
