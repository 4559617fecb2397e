using System.Text.Json;

namespace VectorLR.Training;

/// <summary>A fitted model: a = sigmoid(w^T x' + b), where x' are the features divided by a scale and, if it was fitted so, standardised.</summary>
/// <remarks>Predictions fold the preprocessing into the weights and allocate nothing; one row has the bits that it has among many.</remarks>
public sealed partial class LogisticRegression
{
    private readonly double[] _storedWeights;
    private readonly float[] _storedSingles;
    private readonly double _storedBias;

    /// <summary>Makes a model of trained parameters.</summary>
    /// <param name="parameters">w, length n_x, and b, all finite. Copied.</param>
    /// <param name="scale">What features were divided by in training; see <see cref="ObjectiveOptions.Scale"/>.</param>
    /// <param name="precision">The arithmetic of the training.</param>
    /// <param name="featureNames">n_x names, or null.</param>
    /// <param name="negativeLabel">The name of class 0.</param>
    /// <param name="positiveLabel">The name of class 1.</param>
    /// <param name="standardization">The means and deviations of the scaled features that training saw as z-scores, or null.</param>
    /// <exception cref="ArgumentException">
    /// A parameter or the scale is not finite, or the names, means and deviations are not n_x; the message says which.
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
                    $"the weight at index {j} is {weights[j]}, for a scale of {scale}; weights and their quotients must be finite", nameof(parameters));
            }
        }

        if (!double.IsFinite(parameters.Bias))
        {
            throw new ArgumentException($"the bias is {parameters.Bias}; it must be finite", nameof(parameters));
        }

        if (featureNames is not null && (featureNames.Count != weights.Length || featureNames.Contains(null)))
        {
            throw new ArgumentException(
                $"there are {featureNames.Count(name => name is not null)} feature names for {weights.Length} weights", nameof(featureNames));
        }

        if (standardization is not null && standardization.Means.Length != weights.Length)
        {
            throw new ArgumentException($"there are {standardization.Means.Length} means for {weights.Length} weights", nameof(standardization));
        }

        Parameters = new(weights, parameters.Bias);
        Scale = scale;
        Precision = precision;
        FeatureNames = featureNames;
        NegativeLabel = negativeLabel;
        PositiveLabel = positiveLabel;
        Standardization = standardization;
        (_storedWeights, _storedBias) = Fold(Parameters, scale, standardization);
        if (!Vectors.AreFinite(_storedWeights) || !double.IsFinite(_storedBias))
        {
            throw new ArgumentException("the weights and bias for the features as stored are not all finite", nameof(standardization));
        }

        _storedSingles = Array.ConvertAll(_storedWeights, weight => (float)weight);
    }

    /// <summary>w and b, for features divided by <see cref="Scale"/> and then standardised, if they were.</summary>
    public Parameters Parameters { get; }

    /// <summary>What features are divided by.</summary>
    public double Scale { get; }

    /// <summary>The means and deviations of the scaled features that training saw as z-scores, or null.</summary>
    public Standardization? Standardization { get; }

    /// <summary>The arithmetic of the training.</summary>
    public Precision Precision { get; }

    /// <summary>The features' names, or null.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The name of class 0.</summary>
    public string NegativeLabel { get; }

    /// <summary>The name of class 1.</summary>
    public string PositiveLabel { get; }

    /// <summary>The name of the class that a probability stands for: class 1 above one half.</summary>
    /// <param name="probability">a.</param>
    /// <returns><see cref="PositiveLabel"/> or <see cref="NegativeLabel"/>.</returns>
    public string Label(double probability) => probability > 0.5 ? PositiveLabel : NegativeLabel;

    /// <summary>Writes the model as JSON, beside the path first and then over it, so that a failure leaves what was there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path) =>
        AtomicFile.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(ModelFile.From(this), ModelFileContext.Default.ModelFile));

    /// <summary>Writes the model as an ONNX file, for other runtimes, beside the path first and then over it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <remarks>
    /// Standard operators of version 13, in double. Input <c>features</c>, (m, n_x) doubles as stored: scaling and standardisation are folded
    /// into the weights. Outputs <c>label</c>, m strings, and <c>probabilities</c>, (m, 2) doubles, of class 0 and class 1.
    /// </remarks>
    public void SaveOnnx(string path) => AtomicFile.WriteAllBytes(path, OnnxFile.From(_storedWeights, _storedBias, NegativeLabel, PositiveLabel));

    /// <summary>Reads a model that <see cref="Save"/> wrote. Every number comes back to the bit.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">The file is not a model, or of a version this library does not know; the message is one line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LogisticRegression Load(string path) =>
        JsonFile.Read(path, "model", ModelFileContext.Default.ModelFile, file => file.ToModel());

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
