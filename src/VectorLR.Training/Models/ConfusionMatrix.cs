namespace VectorLR.Training;

/// <summary>How many examples were called what, and were what.</summary>
/// <param name="TruePositive">Class 1, called 1.</param>
/// <param name="FalsePositive">Class 0, called 1.</param>
/// <param name="TrueNegative">Class 0, called 0.</param>
/// <param name="FalseNegative">Class 1, called 0.</param>
public readonly record struct ConfusionMatrix(int TruePositive, int FalsePositive, int TrueNegative, int FalseNegative);
