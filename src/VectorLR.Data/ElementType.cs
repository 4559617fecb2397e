namespace VectorLR.Data;

/// <summary>The storage type of the values of a <see cref="FeatureMatrix"/>.</summary>
public enum ElementType
{
    /// <summary>Unsigned 8-bit integers, such as pixels.</summary>
    Byte,

    /// <summary>32-bit floating point.</summary>
    Single,

    /// <summary>64-bit floating point.</summary>
    Double,
}
