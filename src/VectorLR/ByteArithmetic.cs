namespace VectorLR;

/// <summary>How kernels that compute in float multiply with X of bytes.</summary>
/// <remarks>
/// Either way X is read as it is stored, and either has the same bits on every CPU; their results agree within the bounds that each kernel
/// states, not to the bit.
/// </remarks>
public enum ByteArithmetic
{
    /// <summary>
    /// Exact integer products with weights and residuals rounded to 30 bits: a weight to 2^-29 of the largest, a residual to 2^-29 of the
    /// largest of its eight examples (of 512 for <see cref="Layout.FeatureRows"/>). As <see cref="Single"/> where one of them is
    /// not finite or all are below 2^-98, and where a row has fewer than 64 values.
    /// </summary>
    Integer,

    /// <summary>Every byte is converted to float, which is exact, and multiplied there.</summary>
    Single,
}
