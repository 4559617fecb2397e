using System.Numerics;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>The Hessian, and mini-batches.</summary>
internal sealed partial class LogisticObjective<TX, T>
{
    /// <summary>Rows of the Hessian in one chunk of work: these rows and a tile of X fit in a second-level cache.</summary>
    private const int HessianRows = 32;

    private double[]? _curvatures;
    private T[]? _logits;
    private T[]? _batch;
    private T[]? _batchGradient;
    private TX[]? _batchExamples;

    public void Hessian(ReadOnlySpan<double> weights, double bias, Span2D<double> hessian)
    {
        using OneCaller caller = new(ref _isInUse);
        Require.Length(weights, nameof(weights), Features, "the number of features");
        int last = Features;
        if (hessian.Height != last + 1 || hessian.Width != last + 1)
        {
            throw new ArgumentException(
                $"hessian has shape ({hessian.Height}, {hessian.Width}), but n_x + 1 is {last + 1}", nameof(hessian));
        }

        if ((long)Count * Features > int.MaxValue)
        {
            throw new NotSupportedException(
                $"the Hessian supports at most {int.MaxValue} values in X; X has {(long)Count * Features}");
        }

        Fold(weights, bias);
        double[] curvatures = Curvatures();
        double[] gram = new double[last * last];
        _team.Run((last + HessianRows - 1) / HessianRows, chunk =>
        {
            int first = chunk * HessianRows;
            Kernels.WeightedGramRows(
                _isa,
                _examples.Slice(0, Count),
                curvatures,
                first,
                Math.Min(HessianRows, last - first),
                new Span2D<double>(gram, last, last));
        });

        double[] edge = new double[last];
        double corner = AddEdge(curvatures, edge);
        double scale = _options.Scale;
        for (int j = 0; j < last; j++)
        {
            for (int k = j; k < last; k++)
            {
                hessian[j, k] = hessian[k, j] = gram[(j * last) + k] / scale / scale / TotalWeight;
            }

            hessian[j, last] = hessian[last, j] = edge[j] / scale / TotalWeight;
        }

        hessian[last, last] = corner / TotalWeight;
    }

    public LogisticGradientResult EvaluateBatch(
        ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        Require.Length(weights, nameof(weights), Features, "the number of features");
        Require.Length<double>(gradient, nameof(gradient), Features, "the number of features");
        Require.NotEmpty(examples.Length, nameof(examples));
        int count = examples.Length;
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

    /// <summary>s a (1 - a) for every example, as s sigmoid(z) sigmoid(-z), which does not cancel if a is close to 1.</summary>
    private double[] Curvatures()
    {
        T[] logits = _logits ??= new T[Count];
        double[] curvatures = _curvatures ??= new double[Count];
        _team.Run(_partials.Length, chunk =>
        {
            int start = StartOf(chunk);
            int count = StartOf(chunk + 1) - start;
            Kernels.Affine(_isa, _examples.Slice(start, count), _weights.Span, _bias, logits.AsSpan(start, count));
        });
        double[] negated = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            curvatures[i] = double.CreateTruncating(logits[i]);
            negated[i] = -curvatures[i];
        }

        Kernels.Sigmoid<double>(_isa, curvatures, curvatures);
        Kernels.Sigmoid<double>(_isa, negated, negated);
        for (int i = 0; i < Count; i++)
        {
            curvatures[i] *= negated[i] * (_sampleWeights is null ? 1 : double.CreateTruncating(_sampleWeights[i]));
        }

        return curvatures;
    }

    /// <summary>The Hessian's last row: adds sum_i d_i x_i to the edge, in example order, and returns sum_i d_i.</summary>
    private double AddEdge(ReadOnlySpan<double> curvatures, Span<double> edge)
    {
        TX[] example = new TX[Features];
        double corner = 0;
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<TX> values = example;
            if (_examples.Layout == Layout.ExampleRows)
            {
                values = _examples.Slice(i, 1).Values;
            }
            else
            {
                CopyExample(i, example);
            }

            for (int j = 0; j < values.Length; j++)
            {
                edge[j] = Math.FusedMultiplyAdd(curvatures[i], double.CreateTruncating(values[j]), edge[j]);
            }

            corner += curvatures[i];
        }

        return corner;
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
