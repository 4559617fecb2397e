using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>Fitting and predicting with arrays and rows.</summary>
public sealed partial class LogisticRegression
{
    /// <summary>Fits a model to an array, with arithmetic in double.</summary>
    /// <param name="examples">X, shape (m, n_x): a row is an example. Not copied or changed.</param>
    /// <param name="labels">y, length m, each in [0, 1], and not all 0 or all 1.</param>
    /// <param name="options">The options; null for <see cref="Lbfgs"/> without a penalty.</param>
    /// <param name="progress">Receives every iteration.</param>
    /// <param name="cancellation">Stops the fit after the current pass, and returns the best model so far.</param>
    /// <inheritdoc cref="Fit(Examples{double}, ReadOnlySpan{double}, FitOptions?, IProgress{Iteration}?, CancellationToken)"/>
    /// <example>
    /// <code>
    /// double[,] x = { { 0, 1 }, { 1, 0 }, { 1, 1 }, { 0, 0 } };
    /// double[] y = [0, 1, 1, 1];
    /// FitResult fit = LogisticRegression.Fit(x, y, new() { L2 = 0.1 });
    /// </code>
    /// </example>
    public static FitResult Fit(
        double[,] examples,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return Fit(new Examples<double>(new ReadOnlySpan2D<double>(examples)), labels, options, progress, cancellation);
    }

    /// <summary>
    /// Fits a model to an array, with arithmetic in float; in double if a feature's mean is more than 100 deviations from 0.
    /// </summary>
    /// <inheritdoc cref="Fit(double[,], ReadOnlySpan{double}, FitOptions?, IProgress{Iteration}?, CancellationToken)"/>
    public static FitResult Fit(
        float[,] examples,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return Fit(new Examples<float>(new ReadOnlySpan2D<float>(examples)), labels, options, progress, cancellation);
    }

    /// <summary>Fits a model to rows, which are copied into one array, with arithmetic in double.</summary>
    /// <param name="rows">m examples, at least 1, of n_x values each.</param>
    /// <param name="labels">y, length m, each in [0, 1], and not all 0 or all 1.</param>
    /// <param name="options">The options; null for <see cref="Lbfgs"/> without a penalty.</param>
    /// <param name="progress">Receives every iteration.</param>
    /// <param name="cancellation">Stops the fit after the current pass, and returns the best model so far.</param>
    /// <inheritdoc cref="Fit(Examples{double}, ReadOnlySpan{double}, FitOptions?, IProgress{Iteration}?, CancellationToken)"/>
    public static FitResult Fit(
        IEnumerable<double[]> rows,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        (double[] values, int count, int features) = Gather(rows);
        return Fit(new Examples<double>(values, count, features), labels, options, progress, cancellation);
    }

    /// <summary>
    /// Fits a model to rows, which are copied into one array, with arithmetic in float; in double if a feature's mean is more than 100
    /// deviations from 0.
    /// </summary>
    /// <inheritdoc cref="Fit(IEnumerable{double[]}, ReadOnlySpan{double}, FitOptions?, IProgress{Iteration}?, CancellationToken)"/>
    public static FitResult Fit(
        IEnumerable<float[]> rows,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        (float[] values, int count, int features) = Gather(rows);
        return Fit(new Examples<float>(values, count, features), labels, options, progress, cancellation);
    }

    /// <summary>Computes the probability of class 1 for every example of an array, in double.</summary>
    /// <param name="examples">X as stored, shape (m, n_x): a row is an example.</param>
    /// <returns>a, length m.</returns>
    /// <exception cref="ArgumentException">The number of features disagrees; the message names both.</exception>
    public double[] PredictProbability(double[,] examples)
    {
        double[] probabilities = Logits(examples);
        Kernels.Sigmoid(probabilities, probabilities);
        return probabilities;
    }

    /// <summary>Computes the probability of class 1 for every row, in double.</summary>
    /// <param name="rows">m examples as stored, of n_x values each.</param>
    /// <returns>a, length m.</returns>
    /// <exception cref="ArgumentException">The number of features disagrees; the message names both.</exception>
    public double[] PredictProbability(IEnumerable<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. rows.Select(row => PredictProbability(row))];
    }

    /// <summary>Computes the probability of class 1 of one example whose values are given by name, in double.</summary>
    /// <param name="features">A value for each of <see cref="FeatureNames"/>. Other names are ignored.</param>
    /// <returns>a.</returns>
    /// <exception cref="ArgumentException">A feature of the model has no value; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The model has no feature names.</exception>
    /// <example>
    /// <code>
    /// double p = model.PredictProbability(new Dictionary&lt;string, double&gt; { ["age"] = 63, ["dose"] = 1.5 });
    /// </code>
    /// </example>
    public double PredictProbability(IReadOnlyDictionary<string, double> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (FeatureNames is null)
        {
            throw new InvalidOperationException("the model has no feature names");
        }

        double[] example = new double[FeatureNames.Count];
        for (int j = 0; j < example.Length; j++)
        {
            if (!features.TryGetValue(FeatureNames[j], out example[j]))
            {
                throw new ArgumentException($"there is no value for the feature '{FeatureNames[j]}'", nameof(features));
            }
        }

        return PredictProbability(example);
    }

    /// <summary>Computes the metrics of the model on labelled examples.</summary>
    /// <param name="examples">X as stored, m examples of n_x features.</param>
    /// <param name="labels">y, length m, 0 or 1.</param>
    /// <param name="sampleWeights">Length m, each finite and not negative, with a sum above 0; or empty.</param>
    /// <param name="threshold">A probability of at least this predicts class 1.</param>
    /// <returns>The metrics, from logits in double.</returns>
    /// <exception cref="ArgumentException">
    /// The number of features or a length disagrees, a logit is NaN, or the sample weights are not valid; the message says which.
    /// </exception>
    /// <example>
    /// <code>
    /// BinaryMetrics metrics = model.Evaluate(new Examples&lt;double>(values, m, n), y);
    /// Console.WriteLine($"{metrics.Confusion.Accuracy:P1}, area under ROC {metrics.Auc:F3}");
    /// </code>
    /// </example>
    public BinaryMetrics Evaluate(
        Examples<double> examples, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default, double threshold = 0.5)
    {
        double[] logits = new double[examples.Count];
        PredictLogit(examples, logits);
        return BinaryMetrics.FromLogits(logits, labels, sampleWeights, threshold);
    }

    /// <param name="examples">X as stored, shape (m, n_x): a row is an example.</param>
    /// <param name="labels">y, length m, 0 or 1.</param>
    /// <param name="sampleWeights">Length m, each finite and not negative, with a sum above 0; or empty.</param>
    /// <param name="threshold">A probability of at least this predicts class 1.</param>
    /// <inheritdoc cref="Evaluate(Examples{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, double)"/>
    public BinaryMetrics Evaluate(
        double[,] examples, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default, double threshold = 0.5) =>
        BinaryMetrics.FromLogits(Logits(examples), labels, sampleWeights, threshold);

    /// <inheritdoc cref="Evaluate(Examples{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, double)"/>
    public BinaryMetrics Evaluate(
        Examples<byte> examples, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default, double threshold = 0.5)
    {
        double[] logits = new double[examples.Count];
        PredictLogit(examples, logits);
        return BinaryMetrics.FromLogits(logits, labels, sampleWeights, threshold);
    }

    /// <returns>The metrics, from logits in float.</returns>
    /// <inheritdoc cref="Evaluate(Examples{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, double)"/>
    public BinaryMetrics Evaluate(
        Examples<float> examples, ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights = default, double threshold = 0.5)
    {
        float[] logits = new float[examples.Count];
        PredictLogit(examples, logits);
        return BinaryMetrics.FromLogits(Array.ConvertAll(logits, logit => (double)logit), labels, sampleWeights, threshold);
    }

    private double[] Logits(double[,] examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        double[] logits = new double[examples.GetLength(0)];
        PredictLogit(new Examples<double>(new ReadOnlySpan2D<double>(examples)), logits);
        return logits;
    }

    /// <summary>Copies rows into one array.</summary>
    private static (T[] Values, int Count, int Features) Gather<T>(IEnumerable<T[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<T[]> all = [.. rows];
        int features = all is [{ Length: var length }, ..] ? length : 0;
        for (int i = 0; i < all.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(all[i], nameof(rows));
            if (all[i].Length != features)
            {
                throw new ArgumentException(
                    $"the row at index {i} has {all[i].Length} values, and the first one has {features}", nameof(rows));
            }
        }

        return ([.. all.SelectMany(row => row)], all.Count, features);
    }
}
