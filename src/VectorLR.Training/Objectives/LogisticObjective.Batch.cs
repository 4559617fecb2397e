namespace VectorLR.Training;

/// <summary>Mini-batches.</summary>
internal sealed partial class LogisticObjective<TX, T>
{
    private T[]? _logits;
    private T[]? _batch;
    private T[]? _batchGradient;
    private TX[]? _batchExamples;

    public LogisticGradientResult EvaluateBatch(
        ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        Require.Length(weights, nameof(weights), Features, "the number of features");
        Require.Length<double>(gradient, nameof(gradient), Features, "the number of features");
        Require.NotEmpty(examples.Length, nameof(examples));
        int count = examples.Length;
        if ((long)count * Features > Array.MaxLength)
        {
            throw new ArgumentException(
                $"a batch of {count} examples of {Features} features has more than {Array.MaxLength} values; choose a smaller batch size",
                nameof(examples));
        }

        if (_batchExamples is null || _batchExamples.Length < count * Features)
        {
            _batchExamples = new TX[count * Features];
        }

        // Labels and weights share one buffer.
        _batch = _batch is null || _batch.Length < 2 * count ? new T[2 * count] : _batch;
        _batchGradient ??= new T[Features];
        Span<T> labels = _batch.AsSpan(0, count);
        Span<T> sampleWeights = _batch.AsSpan(count, count);
        double total = 0;
        for (int k = 0; k < count; k++)
        {
            labels[k] = _labels[examples[k]];
            sampleWeights[k] = _sampleWeights is null ? T.One : _sampleWeights[examples[k]];
            total += double.CreateTruncating(sampleWeights[k]);
            CopyExample(examples[k], _batchExamples.AsSpan(k * Features, Features));
        }

        Fold(weights, bias);
        LogisticGradientResult sums = Kernels.LogisticGradientSum(
            _isa, new Examples<TX>(_batchExamples, count, Features), labels, _weights.Span, _bias, _batchGradient, sampleWeights);

        // A batch of zero weight contributes zero, not NaN.
        double divisor = total == 0 ? 1 : total;
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = double.CreateTruncating(_batchGradient[j]) / (divisor * _options.Scale);
        }

        return new(sums.Cost / divisor, sums.BiasGradient / divisor);
    }

    private void CopyExample(int example, Span<TX> destination)
    {
        Examples<TX> one = _examples.Slice(example, 1);
        if (one.Layout == Layout.ExampleRows)
        {
            one.Values.CopyTo(destination);
            return;
        }

        for (int j = 0; j < destination.Length; j++)
        {
            destination[j] = one.Values[j * one.Stride];
        }
    }
}
