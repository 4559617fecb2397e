namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes the probabilities a = sigmoid(w^T X + b), one for each example.</summary>
    /// <param name="examples">X: <c>Count</c> (m) examples of <c>Features</c> (n_x) values.</param>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="a">Receives the probabilities, length m. Must not overlap an input.</param>
    /// <exception cref="ArgumentException">A length disagrees with the shape, or a overlaps an input; the message names both.</exception>
    /// <remarks>The bits of <c>Affine</c> and <c>Sigmoid</c> one after the other; their accuracy and special values.</remarks>
    public static void PredictProbability(Examples<float> examples, ReadOnlySpan<float> weights, float bias, Span<float> a) =>
        RunPredict(examples, weights, bias, a);

    /// <inheritdoc cref="PredictProbability(Examples{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static void PredictProbability(Examples<double> examples, ReadOnlySpan<double> weights, double bias, Span<double> a) =>
        RunPredict(examples, weights, bias, a);

    /// <inheritdoc cref="PredictProbability(Examples{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static void PredictProbability(Examples<byte> examples, ReadOnlySpan<float> weights, float bias, Span<float> a) =>
        RunPredict(examples, weights, bias, a);

    /// <inheritdoc cref="PredictProbability(Examples{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static void PredictProbability(Examples<byte> examples, ReadOnlySpan<double> weights, double bias, Span<double> a) =>
        RunPredict(examples, weights, bias, a);

    private static void RunPredict<TX, T>(Examples<TX> examples, ReadOnlySpan<T> weights, T bias, Span<T> a)
        where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RunAffine(in examples, weights, bias, a);
        Sigmoid<T>(Cpu.Chosen, a, a);
    }
}
