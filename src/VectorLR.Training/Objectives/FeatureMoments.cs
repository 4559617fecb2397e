namespace VectorLR.Training;

/// <summary>The weighted mean and standard deviation of every feature: the coordinates in which optimizers work.</summary>
/// <remarks>
/// Of the values divided by the scale, in double, weighted as the examples are: an example of weight k counts as k copies. A feature whose
/// deviation is within the rounding of its mean is constant, and its deviation is 0.
/// </remarks>
public sealed class FeatureMoments
{
    /// <summary>A deviation up to this many times the rounding of the mean is rounding itself.</summary>
    private const double ConstantLimit = 4;
    private const double Rounding = 1d / (1L << 52);

    /// <summary>Below this a variance has lost digits to the subnormal numbers.</summary>
    private const double MinVariance = 1e-290;

    private readonly double[] _means;
    private readonly double[] _deviations;

    /// <summary>Creates moments from their values. Both are copied.</summary>
    /// <param name="means">Length n_x, finite.</param>
    /// <param name="deviations">Length n_x, finite, at least 0; 0 for a constant feature.</param>
    /// <param name="meanLabel">The weighted mean of the labels.</param>
    /// <exception cref="ArgumentException">The lengths differ; the message names both.</exception>
    public FeatureMoments(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, double meanLabel = 0.5)
    {
        if (means.Length != deviations.Length)
        {
            throw new ArgumentException($"there are {means.Length} means for {deviations.Length} deviations", nameof(means));
        }

        _means = means.ToArray();
        _deviations = deviations.ToArray();
        MeanLabel = meanLabel;
    }

    /// <summary>The means, length n_x.</summary>
    public ReadOnlyMemory<double> Means => _means;

    /// <summary>The population standard deviations, length n_x; 0 for a constant feature.</summary>
    public ReadOnlyMemory<double> Deviations => _deviations;

    /// <summary>The weighted mean of the labels: the share of class 1.</summary>
    public double MeanLabel { get; }

    /// <summary>The largest |mean| / deviation of a feature that is not constant: how many times rounding counts.</summary>
    public double LargestRatio
    {
        get
        {
            double largest = 0;
            for (int j = 0; j < _means.Length; j++)
            {
                largest = _deviations[j] > 0 ? Math.Max(largest, Math.Abs(_means[j]) / _deviations[j]) : largest;
            }

            return largest;
        }
    }

    /// <summary>The deviations from 0, sqrt(mean^2 + deviation^2), in place of those from the mean: for a model without a bias.</summary>
    internal double[] DeviationsFromZero()
    {
        double[] magnitudes = new double[_means.Length];
        for (int j = 0; j < magnitudes.Length; j++)
        {
            magnitudes[j] = Math.Sqrt((_means[j] * _means[j]) + (_deviations[j] * _deviations[j]));
        }

        return magnitudes;
    }

    /// <summary>Computes the moments of a source in two passes: the means, then the deviations about them.</summary>
    /// <param name="source">X, at least one example.</param>
    /// <param name="sampleWeights">s, length m, their sum above 0; null for equal weights.</param>
    /// <param name="scale">The divisor of the values.</param>
    /// <param name="team">The threads. Their number changes no bit.</param>
    /// <param name="meanLabel">The weighted mean of the labels.</param>
    /// <param name="names">The names of the features, for messages; null for their numbers.</param>
    /// <exception cref="InvalidDataException">
    /// A feature is NaN or infinite (the message names its [example, feature]), or the squares of a feature's differences overflow or
    /// vanish (the message names the feature).
    /// </exception>
    internal static FeatureMoments Measure<TX>(
        IExampleSource<TX> source,
        double[]? sampleWeights,
        double scale,
        ThreadTeam team,
        double meanLabel = 0.5,
        IReadOnlyList<string>? names = null)
        where TX : unmanaged, System.Numerics.INumberBase<TX>
    {
        MomentSums<TX> sums = new(source, sampleWeights, team);
        int features = source.Features;
        double[] centers = sums.FirstExample();
        double[] means = new double[features];
        double[] deviations = new double[features];
        double[] differences = new double[features];
        sums.Add(centers, differences, null);
        double total = sums.TotalWeight;
        for (int j = 0; j < features; j++)
        {
            // A constant differs from the first example by 0, so that its mean is itself to the bit.
            means[j] = centers[j] + (differences[j] / total);
        }

        double[] rest = new double[features];
        sums.Add(means, rest, deviations);
        if (!Vectors.AreFinite(means) || !Vectors.AreFinite(deviations))
        {
            sums.RequireFinite();
        }

        for (int j = 0; j < features; j++)
        {
            double variance = (deviations[j] - (rest[j] * rest[j] / total)) / total;
            double deviation = Math.Sqrt(Math.Max(0, variance));
            bool isConstant = deviation <= ConstantLimit * Rounding * Math.Abs(means[j]);
            if (!double.IsFinite(deviation) || (variance < MinVariance && !isConstant) || (variance == 0 && differences[j] != 0))
            {
                string name = names is null ? $"feature {j}" : $"the feature '{names[j]}'";
                throw new InvalidDataException(
                    $"{name} has values too {(variance < MinVariance ? "close to each other" : "large")} for their squares in double; "
                    + $"{(variance < MinVariance ? "multiply" : "divide")} it by a constant in the data");
            }

            deviations[j] = isConstant ? 0 : deviation / scale;
            means[j] /= scale;
        }

        return new(means, deviations, meanLabel);
    }
}
