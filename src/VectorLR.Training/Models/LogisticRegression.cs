namespace VectorLR.Training;

/// <summary>A fitted model: a = sigmoid(w^T x' + b), where x' is x divided by a scale and, optionally, standardised.</summary>
/// <remarks>
/// Predictions fold the preprocessing into the weights and allocate nothing. The prediction of an example has the same bits alone and
/// among many. A model does not change, so any number of threads may use it at once.
/// </remarks>
public sealed partial class LogisticRegression
{
    private readonly double[] _storedWeights;
    private readonly float[] _storedSingles;
    private readonly double _storedBias;
    private readonly float _storedSingleBias;

    /// <summary>Creates a model from trained parameters.</summary>
    /// <param name="parameters">w, length n_x, and b, all finite. Copied.</param>
    /// <param name="scale">The divisor of the features in training; see <see cref="ObjectiveOptions.Scale"/>.</param>
    /// <param name="precision">The arithmetic of the training.</param>
    /// <param name="featureNames">n_x names, or null. Copied.</param>
    /// <param name="negativeLabel">The name of class 0.</param>
    /// <param name="positiveLabel">The name of class 1.</param>
    /// <param name="standardization">The means and deviations of the scaled features if training standardised them, or null.</param>
    /// <exception cref="ArgumentException">
    /// A parameter is not finite, the scale is not a finite number above 0, or the number of names or means is not n_x. The message says
    /// which.
    /// </exception>
    public LogisticRegression(
        Parameters parameters,
        double scale = 1,
        Precision precision = Precision.Double,
        IReadOnlyList<string>? featureNames = null,
        string negativeLabel = "0",
        string positiveLabel = "1",
        Standardization? standardization = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(negativeLabel);
        ArgumentNullException.ThrowIfNull(positiveLabel);
        if (!(scale > 0) || !double.IsFinite(scale))
        {
            throw new ArgumentException($"the scale is {scale}; it must be a finite number above 0", nameof(scale));
        }

        double[] weights = parameters.Weights.ToArray();
        for (int j = 0; j < weights.Length; j++)
        {
            if (!double.IsFinite(weights[j] / scale))
            {
                throw new ArgumentException(
                    $"the weight at index {j} is {weights[j]} and the scale is {scale}; the weight and weight / scale must be finite",
                    nameof(parameters));
            }
        }

        if (!double.IsFinite(parameters.Bias))
        {
            throw new ArgumentException($"the bias is {parameters.Bias}; it must be finite", nameof(parameters));
        }

        if (featureNames is not null && (featureNames.Count != weights.Length || featureNames.Contains(null)))
        {
            throw new ArgumentException(
                $"there are {featureNames.Count(name => name is not null)} feature names for {weights.Length} weights",
                nameof(featureNames));
        }

        if (standardization is not null && standardization.Means.Length != weights.Length)
        {
            throw new ArgumentException(
                $"there are {standardization.Means.Length} means for {weights.Length} weights", nameof(standardization));
        }

        Parameters = new(weights, parameters.Bias);
        Scale = scale;
        Precision = precision;
        FeatureNames = featureNames is null ? null : [.. featureNames];
        NegativeLabel = negativeLabel;
        PositiveLabel = positiveLabel;
        Standardization = standardization;
        (_storedWeights, _storedBias) = Fold(Parameters, scale, standardization);
        if (!Vectors.AreFinite(_storedWeights) || !double.IsFinite(_storedBias))
        {
            throw new ArgumentException(
                "the weights and bias are not all finite once scale and standardization are folded in", nameof(standardization));
        }

        _storedSingles = Array.ConvertAll(_storedWeights, weight => (float)weight);
        _storedSingleBias = (float)_storedBias;
    }

    /// <summary>
    /// w and b, for features divided by <see cref="Scale"/> and then, if <see cref="Standardization"/> is not null, standardised.
    /// </summary>
    public Parameters Parameters { get; }

    /// <summary>w and b in original units: the logit of an example as stored is w^T x + b.</summary>
    public Parameters OriginalParameters => new(_storedWeights, _storedBias);

    /// <summary>The divisor of the features.</summary>
    public double Scale { get; }

    /// <summary>The means and deviations of the scaled features if training standardised them, or null.</summary>
    public Standardization? Standardization { get; }

    /// <summary>The arithmetic of the training.</summary>
    public Precision Precision { get; }

    /// <summary>The feature names, or null.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The name of class 0.</summary>
    public string NegativeLabel { get; }

    /// <summary>The name of class 1.</summary>
    public string PositiveLabel { get; }

    /// <summary>The name of the class that a probability predicts: class 1 from 1/2 on.</summary>
    /// <param name="probability">a.</param>
    /// <returns><see cref="PositiveLabel"/> or <see cref="NegativeLabel"/>.</returns>
    /// <exception cref="ArgumentException">The probability is NaN.</exception>
    public string Label(double probability) => double.IsNaN(probability)
        ? throw new ArgumentException("the probability is NaN", nameof(probability))
        : probability >= 0.5 ? PositiveLabel : NegativeLabel;

    /// <summary>w and b for the features as stored.</summary>
    private static (double[] Weights, double Bias) Fold(Parameters parameters, double scale, Standardization? standardization)
    {
        double[] weights = parameters.Weights.ToArray();
        double bias = parameters.Bias;
        if (standardization is not null)
        {
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] /= standardization.Deviations.Span[j];
            }

            bias -= Kernels.Dot(weights, standardization.Means.Span);
        }

        return (Array.ConvertAll(weights, weight => weight / scale), bias);
    }
}
