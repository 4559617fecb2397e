namespace VectorLR.Training;

/// <summary>Why an optimizer stopped.</summary>
public enum StopReason
{
    /// <summary>
    /// The largest component of the gradient is within the tolerance. With more than 1000 features or without a Hessian, this may include
    /// classes that are separable in some direction only.
    /// </summary>
    Converged,

    /// <summary>The iteration limit is reached.</summary>
    IterationLimit,

    /// <summary>The caller cancelled the run.</summary>
    Cancelled,

    /// <summary>
    /// The parameters, the cost or the gradient are not finite, or the final cost is above that of the start. The result has the parameters
    /// before the failing update, or those of the lowest cost.
    /// </summary>
    Diverged,

    /// <summary>
    /// The classes are separable, completely or in some direction, and there is no penalty, so the weights grow without bound and there is
    /// no optimum. The result has the last parameters.
    /// </summary>
    Separable,

    /// <summary>
    /// No step lowers the cost: the tolerance is below the resolution of the arithmetic. The parameters are optimal to working precision.
    /// </summary>
    PrecisionLimit,
}
