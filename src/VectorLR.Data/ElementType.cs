namespace VectorLR.Data;

/// <summary>How one value of a <see cref="FeatureMatrix"/> is stored.</summary>
public enum ElementType
{
    /// <summary>Unsigned 8-bit integers, as pixels arrive.</summary>
    Byte,

    /// <summary>32-bit floating point.</summary>
    Single,

    /// <summary>64-bit floating point.</summary>
    Double,
}
