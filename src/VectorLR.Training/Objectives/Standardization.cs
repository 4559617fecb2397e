using System.Numerics;

namespace VectorLR.Training;

/// <summary>The mean and standard deviation of every feature, for z-scores (x - mean) / deviation.</summary>
/// <remarks>
/// The deviations are population deviations (divisor m), as in scikit-learn's StandardScaler, of the values divided by the scale. A
/// constant feature has deviation 1, so its z-score is 0 and not NaN. Computed in double in two passes.
/// </remarks>
public sealed class Standardization
{
    private readonly double[] _means;
    private readonly double[] _deviations;

    /// <summary>Creates a standardisation from known means and deviations. Both are copied.</summary>
    /// <param name="means">Length n_x, finite.</param>
    /// <param name="deviations">Length n_x, finite and above 0.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a mean is not finite, or a deviation is not a finite number above 0. The message names both lengths or the
    /// index.
    /// </exception>
    public Standardization(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        if (means.Length != deviations.Length)
        {
            throw new ArgumentException($"there are {means.Length} means for {deviations.Length} deviations", nameof(means));
        }

        for (int j = 0; j < means.Length; j++)
        {
            if (!double.IsFinite(means[j]))
            {
                throw new ArgumentException($"the mean at index {j} is {means[j]}; it must be finite", nameof(means));
            }

            if (!(deviations[j] > 0) || !double.IsFinite(deviations[j]))
            {
                throw new ArgumentException(
                    $"the deviation at index {j} is {deviations[j]}; it must be a finite number above 0", nameof(deviations));
            }
        }

        _means = means.ToArray();
        _deviations = deviations.ToArray();
    }

    /// <summary>The means, length n_x.</summary>
    public ReadOnlyMemory<double> Means => _means;

    /// <summary>The standard deviations, length n_x, each above 0.</summary>
    public ReadOnlyMemory<double> Deviations => _deviations;

    /// <summary>Computes the means and deviations of doubles.</summary>
    /// <param name="examples">X: m examples, at least 1, of n_x features.</param>
    /// <param name="scale">The divisor of every value; see <see cref="ObjectiveOptions.Scale"/>.</param>
    /// <param name="sampleWeights">s, length m, finite, at least 0, not all 0; empty for equal weights.</param>
    /// <returns>The means and deviations of X / scale. A weight of k is k copies of the example.</returns>
    /// <exception cref="ArgumentException">There are no examples, or the sample weights are not valid.</exception>
    /// <exception cref="InvalidDataException">A feature is NaN or infinite; the message names its [example, feature].</exception>
    public static Standardization Fit(Examples<double> examples, double scale = 1, ReadOnlySpan<double> sampleWeights = default) =>
        Measure(examples, scale, sampleWeights);

    /// <summary>Computes the means and deviations of floats.</summary>
    /// <inheritdoc cref="Fit(Examples{double}, double, ReadOnlySpan{double})"/>
    public static Standardization Fit(Examples<float> examples, double scale = 1, ReadOnlySpan<double> sampleWeights = default) =>
        Measure(examples, scale, sampleWeights);

    /// <summary>Computes the means and deviations of bytes.</summary>
    /// <inheritdoc cref="Fit(Examples{double}, double, ReadOnlySpan{double})"/>
    public static Standardization Fit(Examples<byte> examples, double scale = 1, ReadOnlySpan<double> sampleWeights = default) =>
        Measure(examples, scale, sampleWeights);

    /// <summary>The z-scores of known moments; without centers only the deviations are divided by.</summary>
    internal static Standardization From(FeatureMoments moments, bool isCentered = true)
    {
        double[] deviations = moments.Deviations.ToArray();
        foreach (ref double deviation in deviations.AsSpan())
        {
            deviation = deviation == 0 ? 1 : deviation;
        }

        return new(isCentered ? moments.Means.Span : new double[deviations.Length], deviations);
    }

    private static unsafe Standardization Measure<TX>(Examples<TX> examples, double scale, ReadOnlySpan<double> sampleWeights)
        where TX : unmanaged, INumberBase<TX>
    {
        Require.NotEmpty(examples.Count, nameof(examples));
        double[]? weights = sampleWeights.IsEmpty ? null : SampleWeighting.Given(sampleWeights, examples.Count);
        fixed (TX* values = examples.Values)
        {
            PinnedExamples<TX> source = new(
                values, examples.Values.Length, examples.Count, examples.Features, examples.Layout, examples.Stride);
            return From(FeatureMoments.Measure(source, weights, scale, new(threads: 1)));
        }
    }
}
