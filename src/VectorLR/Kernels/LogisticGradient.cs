namespace VectorLR;

public static partial class Kernels
{
    /// <summary>
    /// One step's work, X piece by piece: z = w^T X + b, a = sigmoid(z), the cost J, dz = a - y, dw = (1/m) X dz^T and db = (1/m) sum dz.
    /// </summary>
    /// <param name="examples">X: <c>Count</c> (m, at least 1) examples of <c>Features</c> (n_x) values.</param>
    /// <param name="y">The labels, length m, each in [0, 1].</param>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="dw">Receives the gradient with respect to w, length n_x. Must not overlap an input.</param>
    /// <param name="sampleWeights">s, length m: finite, not negative, not all 0. Empty: 1 for every example.</param>
    /// <returns>J and db.</returns>
    /// <example><code>var step = Kernels.LogisticGradient(new Examples&lt;float>(x0, m, n), y0, w, b, dw);</code></example>
    /// <exception cref="ArgumentException">No examples, a wrong length, an overlap, or sample weights without a positive sum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not in [0, 1], or a sample weight is negative or not finite.</exception>
    /// <remarks>
    /// With sample weights, means are weighted: sum_i s_i (...) / sum_i s_i. A weight of 0 leaves out the example's loss and residual.
    /// For <see cref="Layout.ExampleRows"/> every result has the bits that <c>Affine</c>, <c>Sigmoid</c>, <c>LogLoss</c>, <c>Residual</c>,
    /// <c>BiasGradient</c> and <c>WeightGradient</c> give one after the other; for <see cref="Layout.FeatureRows"/> dw is summed over
    /// 512 examples at a time and agrees within WeightGradient's bound. The same bits on every CPU. A NaN feature makes
    /// J, db and all of dw NaN; an infinite one makes its example certain, and its own dw infinite or NaN. Formulas: the gradient of the
    /// mean binary cross-entropy (Bishop, Pattern Recognition and Machine Learning, section 4.3.2).
    /// </remarks>
    public static LogisticGradientResult LogisticGradient(
        Examples<float> examples, ReadOnlySpan<float> y, ReadOnlySpan<float> weights, float bias, Span<float> dw,
        ReadOnlySpan<float> sampleWeights = default) =>
        MeanLogisticGradient(Cpu.Chosen, examples, y, weights, bias, dw, sampleWeights);

    /// <inheritdoc cref="LogisticGradient(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float},
    /// ReadOnlySpan{float})"/>
    public static LogisticGradientResult LogisticGradient(
        Examples<double> examples, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double bias, Span<double> dw,
        ReadOnlySpan<double> sampleWeights = default) =>
        MeanLogisticGradient(Cpu.Chosen, examples, y, weights, bias, dw, sampleWeights);

    /// <inheritdoc cref="LogisticGradient(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float},
    /// ReadOnlySpan{float})"/>
    public static LogisticGradientResult LogisticGradient(
        Examples<byte> examples, ReadOnlySpan<float> y, ReadOnlySpan<float> weights, float bias, Span<float> dw,
        ReadOnlySpan<float> sampleWeights = default) =>
        MeanLogisticGradient(Cpu.Chosen, examples, y, weights, bias, dw, sampleWeights);

    /// <inheritdoc cref="LogisticGradient(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float},
    /// ReadOnlySpan{float})"/>
    public static LogisticGradientResult LogisticGradient(
        Examples<byte> examples, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double bias, Span<double> dw,
        ReadOnlySpan<double> sampleWeights = default) =>
        MeanLogisticGradient(Cpu.Chosen, examples, y, weights, bias, dw, sampleWeights);

    /// <summary>As <c>LogisticGradient</c>, but sums over the examples, not means: parts of a larger X can be added up.</summary>
    /// <param name="examples">X: <c>Count</c> (m) examples of <c>Features</c> (n_x) values; m may be 0.</param>
    /// <param name="y">The labels, length m, each in [0, 1].</param>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="dw">Receives X dz^T, length n_x. Must not overlap an input.</param>
    /// <param name="sampleWeights">s, length m: finite and not negative. Empty: 1 for every example.</param>
    /// <returns>The sum of the losses, in nats, and the sum of dz.</returns>
    /// <exception cref="ArgumentException">A length disagrees with the shape, or dw overlaps an input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not in [0, 1], or a sample weight is negative or not finite.</exception>
    /// <remarks>Accuracy, special values and determinism are those of <c>LogisticGradient</c>.</remarks>
    public static LogisticGradientResult LogisticGradientSum(
        Examples<float> examples, ReadOnlySpan<float> y, ReadOnlySpan<float> weights, float bias, Span<float> dw,
        ReadOnlySpan<float> sampleWeights = default) =>
        LogisticGradientSum(Cpu.Chosen, examples, y, weights, bias, dw, sampleWeights);

    /// <inheritdoc cref="LogisticGradientSum(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float},
    /// ReadOnlySpan{float})"/>
    public static LogisticGradientResult LogisticGradientSum(
        Examples<double> examples, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double bias, Span<double> dw,
        ReadOnlySpan<double> sampleWeights = default) =>
        LogisticGradientSum(Cpu.Chosen, examples, y, weights, bias, dw, sampleWeights);

    /// <inheritdoc cref="LogisticGradientSum(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float},
    /// ReadOnlySpan{float})"/>
    public static LogisticGradientResult LogisticGradientSum(
        Examples<byte> examples, ReadOnlySpan<float> y, ReadOnlySpan<float> weights, float bias, Span<float> dw,
        ReadOnlySpan<float> sampleWeights = default) =>
        LogisticGradientSum(Cpu.Chosen, examples, y, weights, bias, dw, sampleWeights);

    /// <inheritdoc cref="LogisticGradientSum(Examples{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float},
    /// ReadOnlySpan{float})"/>
    public static LogisticGradientResult LogisticGradientSum(
        Examples<byte> examples, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double bias, Span<double> dw,
        ReadOnlySpan<double> sampleWeights = default) =>
        LogisticGradientSum(Cpu.Chosen, examples, y, weights, bias, dw, sampleWeights);

    /// <summary>The sums, on an instruction set that the caller names; added to those before, whose examples were whole tiles.</summary>
    internal static LogisticGradientResult LogisticGradientSum<TX, T>(
        Isa isa, Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, Span<T> dw,
        ReadOnlySpan<T> sampleWeights = default, LogisticGradientResult? before = null)
        where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLogisticGradient(examples, y, weights, dw, sampleWeights);
        if (before is null)
        {
            dw.Clear();
        }

        return Dispatch.Run<FusedLogisticGradient<TX, T>, T, LogisticGradientResult>(
            isa, new(examples, y, weights, bias, dw, sampleWeights, before ?? default));
    }

    /// <summary>The means, on an instruction set that the caller names.</summary>
    internal static LogisticGradientResult MeanLogisticGradient<TX, T>(
        Isa isa, Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, Span<T> dw,
        ReadOnlySpan<T> sampleWeights = default)
        where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.NotEmpty(examples.Count, nameof(examples));
        RequireLogisticGradient(examples, y, weights, dw, sampleWeights);
        double total = sampleWeights.IsEmpty ? examples.Count : Dispatch.Run<SumKernel<T>, T, double>(isa, new(sampleWeights));
        if (!(total > 0 && double.IsFinite(total)))
        {
            throw new ArgumentException($"the sample weights sum to {total}; a mean needs a finite sum above 0", nameof(sampleWeights));
        }

        dw.Clear();
        LogisticGradientResult sums = Dispatch.Run<FusedLogisticGradient<TX, T>, T, LogisticGradientResult>(
            isa, new(examples, y, weights, bias, dw, sampleWeights));
        T divisor = T.CreateTruncating(total);
        Dispatch.Run<BroadcastKernel<DivideOperator, T>, T, Unit>(isa, new(dw, new ReadOnlySpan<T>(in divisor), dw));
        return new(sums.Cost / total, sums.BiasGradient / total);
    }

    private static void RequireLogisticGradient<TX, T>(
        Examples<TX> examples, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, Span<T> dw, ReadOnlySpan<T> sampleWeights)
        where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Length(y, nameof(y), examples.Count, "the number of examples");
        Require.Labels(y, nameof(y));
        Require.Length(weights, nameof(weights), examples.Features, "the number of features");
        Require.Length<T>(dw, nameof(dw), examples.Features, "the number of features");
        Require.Disjoint<TX, T>(examples.Values, nameof(examples), dw, nameof(dw));
        Require.Disjoint<T, T>(y, nameof(y), dw, nameof(dw));
        Require.Disjoint<T, T>(weights, nameof(weights), dw, nameof(dw));
        if (!sampleWeights.IsEmpty)
        {
            Require.Length(sampleWeights, nameof(sampleWeights), examples.Count, "the number of examples");
            Require.SampleWeights(sampleWeights, nameof(sampleWeights));
            Require.Disjoint<T, T>(sampleWeights, nameof(sampleWeights), dw, nameof(dw));
        }
    }
}
