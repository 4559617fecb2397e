namespace VectorLR.Training;

/// <summary>Counts of predicted against actual classes.</summary>
/// <param name="TruePositive">Examples of class 1 predicted as 1.</param>
/// <param name="FalsePositive">Examples of class 0 predicted as 1.</param>
/// <param name="TrueNegative">Examples of class 0 predicted as 0.</param>
/// <param name="FalseNegative">Examples of class 1 predicted as 0.</param>
public readonly record struct ConfusionMatrix(int TruePositive, int FalsePositive, int TrueNegative, int FalseNegative);
