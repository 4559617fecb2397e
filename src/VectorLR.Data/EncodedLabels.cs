namespace VectorLR.Data;

/// <summary>Labels as 0 and 1, with the names that they had.</summary>
/// <param name="Labels">y, length m: 1 for the positive class, 0 for every other.</param>
/// <param name="Names">What 0 and 1 are called in the data.</param>
/// <param name="Inferred">
/// True when no positive value was given and the two classes are not 0 and 1, so that the order of their names chose.
/// </param>
public sealed record EncodedLabels(ReadOnlyMemory<double> Labels, LabelNames Names, bool Inferred);
