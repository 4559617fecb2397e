namespace VectorLR.Data;

/// <summary>What the two label values are called in the data.</summary>
/// <param name="Negative">
/// The name of label 0: the class's own name, or "not " and <paramref name="Positive"/> when several classes share it.
/// </param>
/// <param name="Positive">The name of label 1.</param>
public sealed record LabelNames(string Negative, string Positive);
