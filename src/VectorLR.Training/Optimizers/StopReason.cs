namespace VectorLR.Training;

/// <summary>Why an optimizer stopped.</summary>
public enum StopReason
{
    /// <summary>
    /// The largest component of the gradient is within the tolerance. Beyond 1000 features, and where there is no Hessian, classes that are separable in
    /// some direction only are not told from this.
    /// </summary>
    Converged,

    /// <summary>All iterations were used up.</summary>
    IterationLimit,

    /// <summary>The caller asked it to stop.</summary>
    Cancelled,

    /// <summary>
    /// The parameters, the cost or the gradient are no longer finite numbers, or at the last iteration the cost is above that of the start. The
    /// parameters are the last good ones: those before, or those with the lowest cost.
    /// </summary>
    Diverged,

    /// <summary>
    /// The classes are separable, in whole or in some direction, and there is no penalty: the cost falls for ever as the weights grow, so that
    /// there is no optimum to converge to. The parameters are where that was seen.
    /// </summary>
    Separable,

    /// <summary>
    /// No step lowers the cost any more: the tolerance is below what the arithmetic's precision can resolve. The parameters are as good as it gets.
    /// </summary>
    PrecisionLimit,
}
