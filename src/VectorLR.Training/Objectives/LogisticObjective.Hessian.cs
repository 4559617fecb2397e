using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance;
using CommunityToolkit.HighPerformance.Buffers;

namespace VectorLR.Training;

/// <summary>The Hessian.</summary>
internal sealed partial class LogisticObjective<TX, T>
{
    /// <summary>Rows of the Hessian in one chunk of work.</summary>
    private const int HessianRows = 32;

    /// <summary>Values of X that are centered at a time: a tile in double, which a last-level cache holds.</summary>
    private const int HessianTileValues = 256 * 1024;

    /// <summary>Values of a tile for a thread: fewer are not worth the wake-up of one.</summary>
    private const int MinChunkOfTile = 64 * 1024;

    private double[]? _curvatures;

    public void Hessian(
        ReadOnlySpan<double> weights,
        double bias,
        ReadOnlySpan<double> centers,
        ReadOnlySpan<double> scales,
        Span2D<double> hessian,
        CancellationToken cancellation = default)
    {
        using OneCaller caller = new(ref _isInUse);
        Require.Length(weights, nameof(weights), Features, "the number of features");
        Require.Length(centers, nameof(centers), Features, "the number of features");
        Require.Length(scales, nameof(scales), Features, "the number of features");
        int size = Features + 1;
        if (hessian.Height != size || hessian.Width != size)
        {
            throw new ArgumentException(
                $"hessian has shape ({hessian.Height}, {hessian.Width}), but n_x + 1 is {size}", nameof(hessian));
        }

        Fold(weights, bias);
        double[] curvatures = Curvatures();

        // (x - center) / scale and a last feature of 1 for the bias, a tile of examples at a time: around the center no sum cancels.
        Scores scores = new(centers, scales, _options.Scale);
        int tileCount = Math.Clamp(HessianTileValues / size, 1, Count);
        int rows = Math.Max(1, MinChunkOfTile / size);
        using MemoryOwner<double> owner = MemoryOwner<double>.Allocate(tileCount * size);
        Memory<double> tile = owner.Memory;
        double[] gram = new double[size * size];
        for (int start = 0, count; start < Count; start += count)
        {
            cancellation.ThrowIfCancellationRequested();
            count = Math.Min(tileCount, Count - start);
            int first = start;
            int length = count;
            _team.Run((count + rows - 1) / rows, chunk =>
                Center(
                    first + (chunk * rows),
                    first + Math.Min(length, (chunk + 1) * rows),
                    scores,
                    tile.Span[(chunk * rows * size)..]));
            _team.Run((size + HessianRows - 1) / HessianRows, chunk =>
            {
                int row = chunk * HessianRows;
                Kernels.WeightedGramRows(
                    _isa,
                    new Examples<double>(tile.Span[..(length * size)], length, size),
                    curvatures.AsSpan(first, length),
                    row,
                    Math.Min(HessianRows, size - row),
                    new Span2D<double>(gram, size, size));
            });
        }

        for (int j = 0; j < size; j++)
        {
            for (int k = j; k < size; k++)
            {
                hessian[j, k] = hessian[k, j] = gram[(j * size) + k] / _total;
            }
        }
    }

    /// <summary>Writes some examples into a buffer, centered and scaled, each with a last feature of 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Center(int start, int end, Scores scores, Span<double> buffer)
    {
        Examples<TX> examples = _examples.Slice(start, end - start);
        int step = examples.Layout == Layout.ExampleRows ? 1 : examples.Stride;
        int apart = examples.Layout == Layout.ExampleRows ? examples.Stride : 1;
        ReadOnlySpan<double> centers = scores.Centers;
        ReadOnlySpan<double> factors = scores.Factors.AsSpan(0, centers.Length);
        for (int i = 0; i < examples.Count; i++)
        {
            ReadOnlySpan<TX> values = examples.Values[(i * apart)..];
            Span<double> row = buffer.Slice(i * (Features + 1), Features + 1);
            row[^1] = 1;
            for (int j = 0; j < centers.Length; j++)
            {
                row[j] = (double.CreateTruncating(values[j * step]) - centers[j]) * factors[j];
            }
        }
    }

    /// <summary>s a (1 - a) for every example, as s sigmoid(z) sigmoid(-z), which does not cancel if a is close to 1.</summary>
    private double[] Curvatures()
    {
        double[] curvatures = _curvatures ??= new double[Count];
        Logits(curvatures);
        double[] negated = new double[Count];
        for (int i = 0; i < Count; i++)
        {
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

    /// <summary>The logits of all examples at the folded weights.</summary>
    private void Logits(double[] logits)
    {
        T[] rounded = _logits ??= new T[Count];
        _team.Run(_partials.Length, chunk => ForEachSlice(chunk, (start, count) =>
            Kernels.Affine(_isa, _examples.Slice(start, count), _weights.Span, _bias, rounded.AsSpan(start, count))));
        for (int i = 0; i < Count; i++)
        {
            logits[i] = double.CreateTruncating(rounded[i]);
        }
    }

    /// <summary>What turns stored values into (x / scale - center) / deviation: first the center, so that large numbers cancel exactly.</summary>
    private readonly struct Scores
    {
        public Scores(ReadOnlySpan<double> centers, ReadOnlySpan<double> deviations, double scale)
        {
            Centers = new double[centers.Length];
            Factors = new double[centers.Length];
            for (int j = 0; j < centers.Length; j++)
            {
                Centers[j] = centers[j] * scale;
                Factors[j] = 1 / (scale * deviations[j]);
            }
        }

        public double[] Centers { get; }

        public double[] Factors { get; }
    }
}
