using System.Numerics;

namespace VectorLR.Training;

/// <summary>Predictions for one example or many.</summary>
public sealed partial class LogisticRegression
{
    /// <summary>Examples whose probabilities are on the stack at a time while labels are predicted.</summary>
    private const int ChunkExamples = 128;

    /// <summary>Computes the logit, the natural log-odds of class 1, for every example.</summary>
    /// <param name="examples">X as stored, not yet scaled or standardised: m examples of n_x features.</param>
    /// <param name="logits">Receives z, length m.</param>
    /// <exception cref="ArgumentException">The number of features or a length disagrees; the message names both.</exception>
    /// <remarks>
    /// Computed in the type of the destination, by <c>Kernels.Affine</c>; in double and then rounded where that is not finite. Allocates
    /// nothing.
    /// </remarks>
    public void PredictLogit(Examples<double> examples, Span<double> logits) =>
        Kernels.Affine(examples, _storedWeights, _storedBias, logits);

    /// <summary>Computes the probability of class 1 for every example.</summary>
    /// <param name="examples">X as stored, not yet scaled or standardised: m examples of n_x features.</param>
    /// <param name="probabilities">Receives a, length m.</param>
    /// <exception cref="ArgumentException">The number of features or a length disagrees; the message names both.</exception>
    /// <remarks>Computed in the type of the destination, by <c>Kernels.Affine</c> and <c>Kernels.Sigmoid</c>. Allocates nothing.</remarks>
    /// <example>
    /// <code>
    /// double[] probabilities = new double[m];
    /// model.PredictProbability(new Examples&lt;double>(values, m, n), probabilities);
    /// </code>
    /// </example>
    public void PredictProbability(Examples<double> examples, Span<double> probabilities)
    {
        PredictLogit(examples, probabilities);
        Kernels.Sigmoid(probabilities, probabilities);
    }

    /// <summary>Predicts the class of every example: class 1 if its probability is at least 1/2.</summary>
    /// <param name="examples">X as stored, not yet scaled or standardised: m examples of n_x features.</param>
    /// <param name="labels">Receives <see cref="PositiveLabel"/> or <see cref="NegativeLabel"/>, length m.</param>
    /// <exception cref="ArgumentException">
    /// The number of features or a length disagrees (the message names both), or a probability is NaN (the message names the example).
    /// </exception>
    public void PredictLabel(Examples<double> examples, Span<string> labels)
    {
        Require.Length<string>(labels, nameof(labels), examples.Count, "the number of examples");
        Span<double> probabilities = stackalloc double[ChunkExamples];
        for (int start = 0; start < labels.Length; start += ChunkExamples)
        {
            Span<double> chunk = probabilities[..Math.Min(ChunkExamples, labels.Length - start)];
            PredictProbability(examples.Slice(start, chunk.Length), chunk);
            for (int i = 0; i < chunk.Length; i++)
            {
                labels[start + i] = Label(chunk[i], start + i);
            }
        }
    }

    /// <summary>Computes the logit, the natural log-odds of class 1, of one example.</summary>
    /// <param name="example">x as stored, not yet scaled or standardised, length n_x.</param>
    /// <returns>z, bit-identical to the logit of the same example among many.</returns>
    /// <exception cref="ArgumentException">The length is not n_x; the message names both.</exception>
    public double PredictLogit(ReadOnlySpan<double> example) => Kernels.Affine(example, _storedWeights, _storedBias);

    /// <summary>Computes the probability of class 1 of one example.</summary>
    /// <param name="example">x as stored, not yet scaled or standardised, length n_x.</param>
    /// <returns>a, bit-identical to the probability of the same example among many.</returns>
    /// <exception cref="ArgumentException">The length is not n_x; the message names both.</exception>
    /// <example>
    /// <code>
    /// double probability = model.PredictProbability([63, 1.5]);
    /// </code>
    /// </example>
    public double PredictProbability(ReadOnlySpan<double> example) => Kernels.Sigmoid(PredictLogit(example));

    /// <summary>Predicts the class of one example: class 1 if its probability is at least 1/2.</summary>
    /// <param name="example">x as stored, not yet scaled or standardised, length n_x.</param>
    /// <returns><see cref="PositiveLabel"/> or <see cref="NegativeLabel"/>.</returns>
    /// <exception cref="ArgumentException">The length is not n_x (the message names both), or the probability is NaN.</exception>
    /// <example>
    /// <code>
    /// string label = model.PredictLabel([63, 1.5]); // "ill"
    /// </code>
    /// </example>
    public string PredictLabel(ReadOnlySpan<double> example) => Label(PredictProbability(example));

    /// <inheritdoc cref="PredictLogit(Examples{double}, Span{double})"/>
    public void PredictLogit(Examples<float> examples, Span<float> logits)
    {
        Kernels.Affine(examples, _storedSingles, _storedSingleBias, logits);
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = float.IsFinite(logits[i]) ? logits[i] : LogitInDouble(examples, i);
        }
    }

    /// <inheritdoc cref="PredictProbability(Examples{double}, Span{double})"/>
    public void PredictProbability(Examples<float> examples, Span<float> probabilities)
    {
        PredictLogit(examples, probabilities);
        Kernels.Sigmoid(probabilities, probabilities);
    }

    /// <inheritdoc cref="PredictLabel(Examples{double}, Span{string})"/>
    public void PredictLabel(Examples<float> examples, Span<string> labels)
    {
        Require.Length<string>(labels, nameof(labels), examples.Count, "the number of examples");
        Span<float> probabilities = stackalloc float[ChunkExamples];
        for (int start = 0; start < labels.Length; start += ChunkExamples)
        {
            Span<float> chunk = probabilities[..Math.Min(ChunkExamples, labels.Length - start)];
            PredictProbability(examples.Slice(start, chunk.Length), chunk);
            for (int i = 0; i < chunk.Length; i++)
            {
                labels[start + i] = Label(chunk[i], start + i);
            }
        }
    }

    /// <inheritdoc cref="PredictLogit(ReadOnlySpan{double})"/>
    public float PredictLogit(ReadOnlySpan<float> example)
    {
        float logit = Kernels.Affine(example, _storedSingles, _storedSingleBias);
        return float.IsFinite(logit) ? logit : LogitInDouble(new Examples<float>(example, 1, example.Length), 0);
    }

    /// <inheritdoc cref="PredictProbability(ReadOnlySpan{double})"/>
    public float PredictProbability(ReadOnlySpan<float> example) => Kernels.Sigmoid(PredictLogit(example));

    /// <inheritdoc cref="PredictLabel(ReadOnlySpan{double})"/>
    public string PredictLabel(ReadOnlySpan<float> example) => Label(PredictProbability(example));

    /// <inheritdoc cref="PredictLogit(Examples{double}, Span{double})"/>
    public void PredictLogit(Examples<byte> examples, Span<double> logits) =>
        Kernels.Affine(examples, _storedWeights, _storedBias, logits);

    /// <inheritdoc cref="PredictProbability(Examples{double}, Span{double})"/>
    public void PredictProbability(Examples<byte> examples, Span<double> probabilities)
    {
        PredictLogit(examples, probabilities);
        Kernels.Sigmoid(probabilities, probabilities);
    }

    /// <inheritdoc cref="PredictLabel(Examples{double}, Span{string})"/>
    public void PredictLabel(Examples<byte> examples, Span<string> labels)
    {
        Require.Length<string>(labels, nameof(labels), examples.Count, "the number of examples");
        Span<double> probabilities = stackalloc double[ChunkExamples];
        for (int start = 0; start < labels.Length; start += ChunkExamples)
        {
            Span<double> chunk = probabilities[..Math.Min(ChunkExamples, labels.Length - start)];
            PredictProbability(examples.Slice(start, chunk.Length), chunk);
            for (int i = 0; i < chunk.Length; i++)
            {
                labels[start + i] = Label(chunk[i], start + i);
            }
        }
    }

    /// <inheritdoc cref="PredictLogit(Examples{double}, Span{double})"/>
    public void PredictLogit(Examples<byte> examples, Span<float> logits)
    {
        Kernels.Affine(examples, _storedSingles, _storedSingleBias, logits);
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = float.IsFinite(logits[i]) ? logits[i] : LogitInDouble(examples, i);
        }
    }

    /// <inheritdoc cref="PredictProbability(Examples{double}, Span{double})"/>
    public void PredictProbability(Examples<byte> examples, Span<float> probabilities)
    {
        PredictLogit(examples, probabilities);
        Kernels.Sigmoid(probabilities, probabilities);
    }

    /// <summary>Computes the logit, the natural log-odds of class 1, of one example.</summary>
    /// <param name="example">x as stored, not yet scaled or standardised, length n_x.</param>
    /// <returns>z, bit-identical to the logit of the same example among many in the same arithmetic.</returns>
    /// <exception cref="ArgumentException">The length is not n_x; the message names both.</exception>
    /// <remarks>In the arithmetic of the training (<see cref="Precision"/>).</remarks>
    public double PredictLogit(ReadOnlySpan<byte> example) => Precision == Precision.Single
        ? SingleLogit(example)
        : Kernels.Affine(example, _storedWeights, _storedBias);

    /// <summary>Computes the probability of class 1 of one example.</summary>
    /// <param name="example">x as stored, not yet scaled or standardised, length n_x.</param>
    /// <returns>a, bit-identical to the probability of the same example among many in the same arithmetic.</returns>
    /// <exception cref="ArgumentException">The length is not n_x; the message names both.</exception>
    /// <remarks>In the arithmetic of the training (<see cref="Precision"/>).</remarks>
    public double PredictProbability(ReadOnlySpan<byte> example) => Precision == Precision.Single
        ? Kernels.Sigmoid(SingleLogit(example))
        : Kernels.Sigmoid(Kernels.Affine(example, _storedWeights, _storedBias));

    /// <inheritdoc cref="PredictLabel(ReadOnlySpan{double})"/>
    public string PredictLabel(ReadOnlySpan<byte> example) => Label(PredictProbability(example));

    private float SingleLogit(ReadOnlySpan<byte> example)
    {
        float logit = Kernels.Affine(example, _storedSingles, _storedSingleBias);
        return float.IsFinite(logit) ? logit : LogitInDouble(new Examples<byte>(example, 1, example.Length), 0);
    }

    /// <summary>
    /// Computes a logit again that is not finite in float: a weight may be beyond a float, whose product with a feature of 0 is NaN.
    /// </summary>
    /// <remarks>In order, one product at a time, so that the layout changes no bit. It is rare, and as slow as that.</remarks>
    private float LogitInDouble<TX>(Examples<TX> examples, int example)
        where TX : unmanaged, INumberBase<TX>
    {
        Examples<TX> one = examples.Slice(example, 1);
        double logit = _storedBias;
        for (int j = 0; j < _storedWeights.Length; j++)
        {
            int at = one.Layout == Layout.ExampleRows ? j : j * one.Stride;
            logit += _storedWeights[j] * double.CreateTruncating(one.Values[at]);
        }

        return (float)logit;
    }

    private string Label(double probability, int example) => double.IsNaN(probability)
        ? throw new ArgumentException($"the probability of the example at index {example} is NaN")
        : Label(probability);
}
