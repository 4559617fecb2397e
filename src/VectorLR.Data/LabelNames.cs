namespace VectorLR.Data;

/// <summary>The names of the two label values in the data.</summary>
/// <param name="Negative">
/// The name of label 0: the name of its class, or "not " and <paramref name="Positive"/> when it stands for several classes.
/// </param>
/// <param name="Positive">The name of label 1.</param>
public sealed record LabelNames(string Negative, string Positive);
