namespace VectorLR;

/// <summary>How kernels that compute in float multiply with X of bytes.</summary>
/// <remarks>Either way X is read as it is stored, and either has the same bits on every CPU; their results agree within the bounds that each kernel states.</remarks>
public enum ByteArithmetic
{
    /// <summary>Every byte is converted to float, which is exact, on the way into the register: the bits that the same values as floats would give.</summary>
    Single,

    /// <summary>
    /// A row's dot product, with the weights where rows are examples and with the residuals where they are features, is a sum of exact integers, the
    /// vector being rounded to 30 bits: each element to 2^-29 of the largest (of 512 residuals in <c>LogisticGradient</c>). For 12288 features a
    /// logit is then off by 2^-29 of what the largest weight could do, where <see cref="Single"/> rounds 770 times. As fast for rows of a thousand
    /// values and more, a fifth slower for 64; a row alone takes three times as long, since the vector is converted first. The other product, and all
    /// where an element is not finite or all are below 2^-98, as <see cref="Single"/>.
    /// </summary>
    Integer,
}
