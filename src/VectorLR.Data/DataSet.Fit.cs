using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>Fitting a model to a data set.</summary>
public sealed partial class DataSet
{
    /// <summary>Fits a model to the examples and labels, which keeps the names of features and classes.</summary>
    /// <param name="options">
    /// The options; null for <see cref="Lbfgs"/> without a penalty. Names and sample weights that it leaves out are the data set's. Its
    /// precision is for any type of features: with <see cref="Precision.Single"/> doubles are rounded to floats, unless a feature's mean is
    /// more than 100 deviations from 0 or its values are beyond a float.
    /// </param>
    /// <param name="progress">Receives every iteration.</param>
    /// <param name="cancellation">Stops the fit after the current pass, and returns the best model so far.</param>
    /// <returns>The model and why the optimizer stopped.</returns>
    /// <exception cref="ArgumentException">An option is not valid, or all labels are of one class; the message says which.</exception>
    /// <exception cref="InvalidDataException">A feature cannot be used; the message names it.</exception>
    /// <example>
    /// <code>
    /// FitResult fit = CsvTable.Load("patients.csv", "diagnosis").Fit(new() { Standardize = true, L2 = 1e-3 });
    /// </code>
    /// </example>
    public FitResult Fit(FitOptions? options = null, IProgress<Iteration>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        options = options with
        {
            FeatureNames = options.FeatureNames ?? FeatureNames,
            NegativeLabel = options.NegativeLabel ?? LabelNames.Negative,
            PositiveLabel = options.PositiveLabel ?? LabelNames.Positive,
            SampleWeights = options.SampleWeights.IsEmpty ? SampleWeights : options.SampleWeights,
        };
        ReadOnlySpan<double> y = Labels.Span;

        // Bytes stay bytes for every precision. They widen exactly, so a copy in floats would give the same bits but be slower.
        return (ElementType: Features.ElementType, options.Precision) switch
        {
            (ElementType.Byte, _) => LogisticRegression.Fit(Features.AsBytes(), y, options, progress, cancellation),
            (ElementType.Double, null or Precision.Double) => FitDoubles(options, progress, cancellation),

            // Rounded to floats first, the values would be other ones.
            (ElementType.Double, _) when !LogisticRegression.IsForSingle(Features.AsDoubles(), y, options) =>
                FitDoubles(options with { Precision = null }, progress, cancellation),
            _ => LogisticRegression.Fit(Features.AsSingles(), y, options, progress, cancellation),
        };
    }

    private FitResult FitDoubles(FitOptions options, IProgress<Iteration>? progress, CancellationToken cancellation) =>
        LogisticRegression.Fit(Features.AsDoubles(), Labels.Span, options, progress, cancellation);
}
