namespace VectorLR.Training;

/// <summary>The precision of a pass over the examples. Weights, bias and gradient are double between passes.</summary>
public enum Precision
{
    /// <summary>32-bit floats; costs are summed in double.</summary>
    Single,

    /// <summary>64-bit doubles.</summary>
    Double,
}
