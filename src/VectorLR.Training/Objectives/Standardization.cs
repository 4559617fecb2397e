using System.Numerics;

namespace VectorLR.Training;

/// <summary>The mean and standard deviation of every feature, for z-scores (x - mean) / deviation.</summary>
/// <remarks>
/// The deviations are population deviations (divisor m), as in scikit-learn's StandardScaler, of the values divided by the scale. A
/// constant feature has deviation 1, so its z-score is 0 and not NaN. Computed in double in two passes, in example order.
/// </remarks>
public sealed class Standardization
{
    // In values: bounds the memory of a source that converts or copies.
    private const int ChunkValues = 1 << 22;

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
    /// <returns>The means and deviations of X / scale.</returns>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <exception cref="InvalidDataException">A feature is NaN or infinite; the message names its [example, feature].</exception>
    public static Standardization Fit(Examples<double> examples, double scale = 1) => Measure(examples, scale);

    /// <summary>Computes the means and deviations of floats.</summary>
    /// <inheritdoc cref="Fit(Examples{double}, double)"/>
    public static Standardization Fit(Examples<float> examples, double scale = 1) => Measure(examples, scale);

    /// <summary>Computes the means and deviations of bytes.</summary>
    /// <inheritdoc cref="Fit(Examples{double}, double)"/>
    public static Standardization Fit(Examples<byte> examples, double scale = 1) => Measure(examples, scale);

    /// <summary>
    /// Computes the means and deviations of a source, one chunk at a time. The chunk size changes no bit: sums carry over.
    /// </summary>
    internal static Standardization Measure<TX>(IExampleSource<TX> source, double scale)
        where TX : unmanaged, INumberBase<TX>
    {
        int chunk = Math.Max(1, ChunkValues / Math.Max(1, source.Features));
        double[] means = new double[source.Features];
        double[] deviations = new double[source.Features];
        double[] zeros = new double[source.Features];
        for (int start = 0; start < source.Count; start += Math.Min(chunk, source.Count - start))
        {
            AddPowers(source.Slice(start, Math.Min(chunk, source.Count - start)), zeros, means, squared: false);
        }

        foreach (ref double mean in means.AsSpan())
        {
            mean /= source.Count;
        }

        for (int start = 0; start < source.Count; start += Math.Min(chunk, source.Count - start))
        {
            AddPowers(source.Slice(start, Math.Min(chunk, source.Count - start)), means, deviations, squared: true);
        }

        if (!Vectors.AreFinite(deviations))
        {
            for (int start = 0; start < source.Count; start += Math.Min(chunk, source.Count - start))
            {
                FiniteFeatures.Require(source.Slice(start, Math.Min(chunk, source.Count - start)), start);
            }
        }

        for (int j = 0; j < means.Length; j++)
        {
            deviations[j] = Math.Sqrt(deviations[j] / source.Count) / scale;
            means[j] /= scale;
            if (deviations[j] == 0)
            {
                deviations[j] = 1;
            }
        }

        return new(means, deviations);
    }

    private static unsafe Standardization Measure<TX>(Examples<TX> examples, double scale)
        where TX : unmanaged, INumberBase<TX>
    {
        Require.NotEmpty(examples.Count, nameof(examples));
        fixed (TX* values = examples.Values)
        {
            return Measure(
                new PinnedExamples<TX>(values, examples.Values.Length, examples.Count, examples.Features, examples.Layout, examples.Stride),
                scale);
        }
    }

    /// <summary>sums_j += (x_ij - center_j), or its square, for every example i in order.</summary>
    private static void AddPowers<TX>(Examples<TX> examples, double[] centers, double[] sums, bool squared)
        where TX : unmanaged, INumberBase<TX>
    {
        bool byExample = examples.Layout == Layout.ExampleRows;
        (int rows, int columns) = byExample ? (examples.Count, examples.Features) : (examples.Features, examples.Count);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<TX> values = examples.Values.Slice(columns == 0 ? 0 : row * examples.Stride, columns);
            for (int column = 0; column < values.Length; column++)
            {
                int j = byExample ? column : row;
                double value = double.CreateTruncating(values[column]) - centers[j];
                sums[j] += squared ? value * value : value;
            }
        }
    }
}
