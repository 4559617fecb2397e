namespace VectorLR.Training;

/// <summary>Counts of predicted against actual classes, or sums of sample weights.</summary>
/// <param name="TruePositive">Examples of class 1 predicted as 1.</param>
/// <param name="FalsePositive">Examples of class 0 predicted as 1.</param>
/// <param name="TrueNegative">Examples of class 0 predicted as 0.</param>
/// <param name="FalseNegative">Examples of class 1 predicted as 0.</param>
public readonly record struct ConfusionMatrix(double TruePositive, double FalsePositive, double TrueNegative, double FalseNegative)
{
    /// <summary>Gets the fraction of examples whose class is predicted correctly; NaN without examples.</summary>
    public double Accuracy => (TruePositive + TrueNegative) / (TruePositive + FalsePositive + TrueNegative + FalseNegative);

    /// <summary>Gets the fraction of class 1 among the examples predicted as 1; 0 if none is.</summary>
    public double Precision => TruePositive == 0 ? 0 : TruePositive / (TruePositive + FalsePositive);

    /// <summary>Gets the fraction of the examples of class 1 that are predicted as 1; 0 if there is none.</summary>
    public double Recall => TruePositive == 0 ? 0 : TruePositive / (TruePositive + FalseNegative);

    /// <summary>Gets the harmonic mean of precision and recall; 0 if no example of class 1 is predicted as 1.</summary>
    public double F1 => TruePositive == 0 ? 0 : 2 * TruePositive / ((2 * TruePositive) + FalsePositive + FalseNegative);
}
