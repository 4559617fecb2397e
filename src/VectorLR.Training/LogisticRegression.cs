using System.Text.Json;

namespace VectorLR.Training;

/// <summary>A fitted model: a = sigmoid(w^T (x / scale) + b).</summary>
public sealed class LogisticRegression
{
    private readonly double[] _storedWeights;

    /// <summary>Makes a model of trained parameters.</summary>
    /// <param name="parameters">w, length n_x, and b, all finite. Copied.</param>
    /// <param name="scale">What features were divided by in training; see <see cref="ObjectiveOptions.Scale"/>.</param>
    /// <param name="precision">The arithmetic of the training.</param>
    /// <param name="featureNames">n_x names, or null.</param>
    /// <param name="negativeLabel">The name of class 0.</param>
    /// <param name="positiveLabel">The name of class 1.</param>
    /// <exception cref="ArgumentException">A parameter or the scale is not finite, or the names are not n_x; the message says which.</exception>
    public LogisticRegression(
        Parameters parameters,
        double scale = 1,
        Precision precision = Precision.Double,
        IReadOnlyList<string>? featureNames = null,
        string negativeLabel = "0",
        string positiveLabel = "1")
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

        Parameters = new(weights, parameters.Bias);
        Scale = scale;
        Precision = precision;
        FeatureNames = featureNames;
        NegativeLabel = negativeLabel;
        PositiveLabel = positiveLabel;
        _storedWeights = Array.ConvertAll(weights, weight => weight / scale);
    }

    /// <summary>w and b, for features divided by <see cref="Scale"/>.</summary>
    public Parameters Parameters { get; }

    /// <summary>What features are divided by.</summary>
    public double Scale { get; }

    /// <summary>The arithmetic of the training.</summary>
    public Precision Precision { get; }

    /// <summary>The features' names, or null.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The name of class 0.</summary>
    public string NegativeLabel { get; }

    /// <summary>The name of class 1.</summary>
    public string PositiveLabel { get; }

    /// <summary>Computes the probability of class 1 for every example, in double.</summary>
    /// <param name="examples">X as stored, not yet divided by the scale: m examples of n_x features.</param>
    /// <param name="probabilities">Receives a, length m.</param>
    /// <exception cref="ArgumentException">The number of features or a length disagrees; the message names both.</exception>
    public void PredictProbability(Examples<double> examples, Span<double> probabilities)
    {
        Kernels.Affine(examples, _storedWeights, Parameters.Bias, probabilities);
        Kernels.Sigmoid(probabilities, probabilities);
    }

    /// <inheritdoc cref="PredictProbability(Examples{double}, Span{double})"/>
    public void PredictProbability(Examples<byte> examples, Span<double> probabilities)
    {
        Kernels.Affine(examples, _storedWeights, Parameters.Bias, probabilities);
        Kernels.Sigmoid(probabilities, probabilities);
    }

    /// <summary>Computes the probability of class 1 for every example, in float.</summary>
    /// <inheritdoc cref="PredictProbability(Examples{double}, Span{double})"/>
    public void PredictProbability(Examples<float> examples, Span<float> probabilities)
    {
        float[] weights = Array.ConvertAll(_storedWeights, weight => (float)weight);
        Kernels.Affine(examples, weights, (float)Parameters.Bias, probabilities);
        Kernels.Sigmoid(probabilities, probabilities);
    }

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

    /// <summary>Reads a model that <see cref="Save"/> wrote. Every number comes back to the bit.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">The file is not a model, or of a version this library does not know; the message is one line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LogisticRegression Load(string path) =>
        JsonFile.Read(path, "model", ModelFileContext.Default.ModelFile, file => file.ToModel());
}
