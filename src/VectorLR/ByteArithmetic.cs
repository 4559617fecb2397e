namespace VectorLR;

/// <summary>How kernels that compute in float multiply with X of bytes.</summary>
/// <remarks>
/// Either way X is read as it is stored, takes as long, and has the same bits on every CPU. Integers are more accurate: for 12288 features a logit
/// is off by 2^-29 of what the largest weight could do, instead of 800 roundings at most. Their results agree within the bounds that each
/// kernel states, not to the bit.
/// </remarks>
public enum ByteArithmetic
{
    /// <summary>
    /// A row's dot product, with the weights where rows are examples and with the residuals where they are features, in exact integers, the vector
    /// rounded to 30 bits: each element to 2^-29 of the largest (of 512 residuals in <c>LogisticGradient</c>). The other product, and all where
    /// an element is not finite or all are below 2^-98 or a row has fewer than 1024 values, as <see cref="Single"/>.
    /// </summary>
    Integer,

    /// <summary>Every byte is converted to float, which is exact, and multiplied there.</summary>
    Single,
}
