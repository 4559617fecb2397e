namespace VectorLR.Training;

/// <summary>A feature that is a linear combination of others, so that the data do not determine its weight.</summary>
/// <param name="Feature">The index of the feature. Its weight stays at the start's.</param>
/// <param name="On">The indices of the features of the combination, which may include the constant; empty for a constant feature.</param>
public readonly record struct FeatureDependence(int Feature, IReadOnlyList<int> On);
