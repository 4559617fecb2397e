namespace VectorLR.Images;

/// <summary>
/// Resizes one dimension by the triangle (bilinear) filter. When shrinking, the filter is widened by the reduction factor so that every
/// pixel counts.
/// </summary>
/// <remarks>
/// Output i has its centre at c = (i + 1/2) from/to. Source j has the weight max(0, 1 - |j + 1/2 - c| / max(1, from/to)). Weights are
/// scaled by 2 max(from, to) to integers and the arithmetic is in integers, so the bytes are the same on every machine. Equal sizes copy.
/// Source: P. Heckbert's zoom; BILINEAR in Pillow.
/// </remarks>
internal sealed class TriangleFilter
{
    private readonly int[] _starts;
    private readonly long[][] _weights;
    private readonly long[] _sums;

    public TriangleFilter(int from, int to)
    {
        _starts = new int[to];
        _weights = new long[to][];
        _sums = new long[to];
        long reach = 2L * Math.Max(from, to);
        for (int i = 0; i < to; i++)
        {
            // In units of 1/(2 to) of a source pixel: the centre of output i is at (2 i + 1) from, that of source j at (2 j + 1) to.
            long centre = ((2L * i) + 1) * from;
            long Weight(long j) => reach - Math.Abs((((2 * j) + 1) * to) - centre);
            int first = (int)Math.Max(0, (centre - reach) / (2L * to));
            while (Weight(first) <= 0)
            {
                first++;
            }

            List<long> weights = [];
            for (int j = first; j < from && Weight(j) > 0; j++)
            {
                weights.Add(Weight(j));
            }

            _starts[i] = first;
            _weights[i] = [.. weights];
            _sums[i] = weights.Sum();
        }
    }

    /// <summary>The largest number of sources of an output.</summary>
    public int Longest => _weights.Max(weights => weights.Length);

    /// <summary>The first source of an output.</summary>
    public int Start(int output) => _starts[output];

    /// <summary>The source after the last one of an output.</summary>
    public int End(int output) => _starts[output] + _weights[output].Length;

    /// <summary>The weights of the sources of an output.</summary>
    public ReadOnlySpan<long> Weights(int output) => _weights[output];

    /// <summary>The sum of the weights of an output.</summary>
    public long Sum(int output) => _sums[output];

    /// <summary>Filters one line.</summary>
    /// <param name="source">The values: <paramref name="channels"/> values at each position.</param>
    /// <param name="channels">The number of values at each position, each filtered independently.</param>
    /// <param name="multiplier">The factor applied to results before rounding to nearest.</param>
    /// <param name="destination">Receives the values.</param>
    public void Apply(ReadOnlySpan<ushort> source, int channels, long multiplier, Span<ushort> destination)
    {
        for (int i = 0; i < _starts.Length; i++)
        {
            ReadOnlySpan<long> weights = _weights[i];
            long total = _sums[i];
            for (int channel = 0; channel < channels; channel++)
            {
                long sum = 0;
                int at = (_starts[i] * channels) + channel;
                foreach (long weight in weights)
                {
                    sum += weight * source[at];
                    at += channels;
                }

                destination[(i * channels) + channel] = (ushort)(((sum * multiplier) + (total / 2)) / total);
            }
        }
    }
}
