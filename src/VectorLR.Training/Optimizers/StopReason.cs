namespace VectorLR.Training;

/// <summary>Why an optimizer stopped.</summary>
public enum StopReason
{
    /// <summary>The estimated error of the weights, or for gradient descent the gradient, is within the tolerance.</summary>
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
    /// The classes are separable: along some direction no example's loss grows and one's falls, which was checked over all examples. So the
    /// weights grow without bound and there is no optimum: without a penalty on the weights or, if there is one class only, on the bias.
    /// The result has the last parameters.
    /// </summary>
    Separable,

    /// <summary>
    /// No step lowers the cost: the tolerance is below the resolution of the arithmetic. The parameters are optimal to working precision.
    /// </summary>
    PrecisionLimit,
}
