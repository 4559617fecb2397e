using System.Numerics;

namespace VectorLR.Training;

/// <summary>Fitting: from examples in memory, from a source, or from an objective.</summary>
public sealed partial class LogisticRegression
{
    /// <summary>
    /// A feature whose mean is more deviations from 0 than this is beyond the arithmetic of float: a logit's rounding, 2^-24 of its
    /// largest term, is some 1e-5 log-odds.
    /// </summary>
    private const double MaxSingleRatio = 100;

    /// <summary>
    /// Features up to this, and of deviations down to its inverse, leave float's exponents room for their sums and weights.
    /// </summary>
    private const double MaxSingle = 1L << 60;

    private delegate IObjective MakeObjective<TX>(
        IExampleSource<TX> examples, ReadOnlySpan<double> labels, Precision precision, ObjectiveOptions options)
        where TX : unmanaged;

    /// <summary>Fits a model to doubles, with arithmetic in double.</summary>
    /// <param name="examples">X: m examples, at least 1, of n_x features, in a span or a 2-D span. Not copied or changed.</param>
    /// <param name="labels">y, length m, each in [0, 1], and not all 0 or all 1.</param>
    /// <param name="options">The options; null for <see cref="Lbfgs"/> without a penalty.</param>
    /// <param name="progress">Receives every iteration.</param>
    /// <param name="cancellation">Stops the fit after the current pass, and returns the best model so far.</param>
    /// <returns>The model and why the optimizer stopped.</returns>
    /// <exception cref="ArgumentException">An argument or an option is not valid; the message says which value was found.</exception>
    /// <exception cref="InvalidDataException">A feature is NaN or infinite; the message names its [example, feature].</exception>
    public static FitResult Fit(
        Examples<double> examples,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default) =>
        Fit(
            examples,
            labels,
            options ?? new(),
            OfDoubles(options),
            static (x, y, _, objectiveOptions) => LogisticObjective.Create(x, y, objectiveOptions),
            progress,
            cancellation);

    /// <summary>
    /// Fits a model to floats, with arithmetic in float; in double if a feature's mean is more than 100 deviations from 0.
    /// </summary>
    /// <inheritdoc cref="Fit(Examples{double}, ReadOnlySpan{double}, FitOptions?, IProgress{Iteration}?, CancellationToken)"/>
    public static FitResult Fit(
        Examples<float> examples,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default) =>
        Fit(
            examples,
            labels,
            options ?? new(),
            options?.Precision ?? Precision.Single,
            CreateFromSingles,
            progress,
            cancellation);

    /// <summary>Fits a model to bytes without converting them in memory, with arithmetic in <see cref="FitOptions.Precision"/>.</summary>
    /// <inheritdoc cref="Fit(Examples{double}, ReadOnlySpan{double}, FitOptions?, IProgress{Iteration}?, CancellationToken)"/>
    /// <example>
    /// <code>
    /// byte[] pixels = new byte[209 * 12288];
    /// FitResult fit = LogisticRegression.Fit(new Examples&lt;byte>(pixels, 209, 12288), y, new() { Scale = 255, L2 = 0.01 });
    /// </code>
    /// </example>
    public static FitResult Fit(
        Examples<byte> examples,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        Precision precision = options?.Precision ?? Precision.Single;
        return Fit(
            examples,
            labels,
            options ?? new(),
            precision,
            static (x, y, arithmetic, objectiveOptions) => LogisticObjective.Create(x, y, arithmetic, objectiveOptions),
            progress,
            cancellation);
    }

    /// <summary>Fits a model to a source of doubles, which may exceed memory, with arithmetic in double.</summary>
    /// <param name="examples">X: m examples, at least 1, of n_x features, read again in each pass.</param>
    /// <param name="labels">y, length m, each in [0, 1], and not all 0 or all 1.</param>
    /// <param name="options">The options; null for <see cref="Lbfgs"/> without a penalty.</param>
    /// <param name="progress">Receives every iteration.</param>
    /// <param name="cancellation">Stops the fit after the current pass, and returns the best model so far.</param>
    /// <returns>The model and why the optimizer stopped, bit-identical to a fit of the same examples in a span.</returns>
    /// <exception cref="ArgumentException">An argument or an option is not valid; the message says which value was found.</exception>
    /// <exception cref="InvalidDataException">A feature is NaN or infinite; the message names its [example, feature].</exception>
    /// <remarks>Exceptions of the source reach the caller.</remarks>
    public static FitResult Fit(
        IExampleSource<double> examples,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default) =>
        Fit(
            examples,
            labels,
            options ?? new(),
            OfDoubles(options),
            static (x, y, _, objectiveOptions) => LogisticObjective.Create(x, y, objectiveOptions),
            progress,
            cancellation);

    /// <summary>
    /// Fits a model to a source of floats, which may exceed memory, with arithmetic in float; in double if a feature's mean is more than
    /// 100 deviations from 0.
    /// </summary>
    /// <inheritdoc cref="Fit(IExampleSource{double}, ReadOnlySpan{double}, FitOptions?, IProgress{Iteration}?, CancellationToken)"/>
    public static FitResult Fit(
        IExampleSource<float> examples,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default) =>
        Fit(
            examples,
            labels,
            options ?? new(),
            options?.Precision ?? Precision.Single,
            CreateFromSingles,
            progress,
            cancellation);

    /// <summary>
    /// Fits a model to a source of bytes, which may exceed memory, with arithmetic in <see cref="FitOptions.Precision"/>.
    /// </summary>
    /// <inheritdoc cref="Fit(IExampleSource{double}, ReadOnlySpan{double}, FitOptions?, IProgress{Iteration}?, CancellationToken)"/>
    public static FitResult Fit(
        IExampleSource<byte> examples,
        ReadOnlySpan<double> labels,
        FitOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        Precision precision = options?.Precision ?? Precision.Single;
        return Fit(
            examples,
            labels,
            options ?? new(),
            precision,
            static (x, y, arithmetic, objectiveOptions) => LogisticObjective.Create(x, y, arithmetic, objectiveOptions),
            progress,
            cancellation);
    }

    /// <summary>Fits a model by minimising an objective.</summary>
    /// <param name="objective">The cost, without a penalty.</param>
    /// <param name="options">
    /// The options. The objective preprocesses and weighs its examples itself: <see cref="FitOptions.Scale"/> must be the scale that it
    /// divides by, and sample weights, balanced classes, threads and standardising are refused.
    /// </param>
    /// <param name="progress">Receives every iteration.</param>
    /// <param name="cancellation">Stops the fit after the current pass, and returns the best model so far.</param>
    /// <returns>The model and why the optimizer stopped.</returns>
    /// <exception cref="ArgumentException">An argument or an option is not valid; the message says which value was found.</exception>
    public static FitResult Fit(
        IObjective objective, FitOptions? options = null, IProgress<Iteration>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new();
        string? unknown = options switch
        {
            { Standardize: true } => "Standardize needs examples: wrap the objective in StandardizedObjective instead",
            { SampleWeights.IsEmpty: false } => "SampleWeights belong to the options of the objective",
            { BalancedClasses: true } => "BalancedClasses belongs to the options of the objective",
            { Threads: not 0 } => "Threads belongs to the options of the objective",
            _ => null,
        };
        return unknown is not null
            ? throw new ArgumentException(unknown, nameof(options))
            : Fit(objective, options, options.Precision ?? Precision.Single, null, progress, cancellation);
    }

    private static unsafe FitResult Fit<TX>(
        Examples<TX> examples,
        ReadOnlySpan<double> labels,
        FitOptions options,
        Precision precision,
        MakeObjective<TX> make,
        IProgress<Iteration>? progress,
        CancellationToken cancellation)
        where TX : unmanaged, INumberBase<TX>
    {
        // Pinned: the objective's threads read the caller's memory until the fit returns.
        fixed (TX* values = examples.Values)
        {
            return Fit(
                new PinnedExamples<TX>(values, examples.Values.Length, examples.Count, examples.Features, examples.Layout, examples.Stride),
                labels,
                options,
                precision,
                make,
                progress,
                cancellation);
        }
    }

    private static FitResult Fit<TX>(
        IExampleSource<TX> examples,
        ReadOnlySpan<double> labels,
        FitOptions options,
        Precision precision,
        MakeObjective<TX> make,
        IProgress<Iteration>? progress,
        CancellationToken cancellation)
        where TX : unmanaged, INumberBase<TX>
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0)
        {
            throw new ArgumentException("there are no examples", nameof(examples));
        }

        RequireNames(options, examples.Features);
        RequireBothClasses(labels, options.SampleWeights.Span);
        ObjectiveOptions objectiveOptions = options.ForObjective();
        IObjective objective = make(examples, labels, precision, objectiveOptions);
        if (precision == Precision.Single && objective.Moments is FeatureMoments stored && !IsForSingle(stored, options.Scale))
        {
            precision = Precision.Double;
            objective = make(examples, labels, precision, objectiveOptions);
        }

        Standardization? standardization = options.Standardize && objective.Moments is FeatureMoments moments
            ? Standardization.From(moments, isCentered: options.Intercept)
            : null;
        return Fit(objective, options, precision, standardization, progress, cancellation);
    }

    /// <summary>Whether floats have room for the values and their sums: otherwise a fit of floats computes in double.</summary>
    internal static bool IsForSingle(IExampleSource<double> examples, ReadOnlySpan<double> labels, FitOptions options) =>
        LogisticObjective.Create(examples, labels, options.ForObjective()).Moments is not FeatureMoments moments
        || IsForSingle(moments, options.Scale);

    private static bool IsForSingle(FeatureMoments moments, double scale)
    {
        for (int j = 0; j < moments.Means.Length; j++)
        {
            double mean = Math.Abs(moments.Means.Span[j]) * scale;
            double deviation = moments.Deviations.Span[j] * scale;
            if (mean + deviation > MaxSingle || deviation is > 0 and < 1 / MaxSingle)
            {
                return false;
            }
        }

        return moments.LargestRatio <= MaxSingleRatio;
    }

    private static Precision OfDoubles(FitOptions? options) => options?.Precision == Precision.Single
        ? throw new ArgumentException("doubles are computed in double; for arithmetic in float, convert the examples", nameof(options))
        : Precision.Double;

    private static IObjective CreateFromSingles(
        IExampleSource<float> examples, ReadOnlySpan<double> labels, Precision precision, ObjectiveOptions options) =>
        precision == Precision.Single
            ? LogisticObjective.Create(examples, labels, options)
            : LogisticObjective.Create(new WidenedExamples(examples), labels, options);

    private static void RequireBothClasses(ReadOnlySpan<double> labels, ReadOnlySpan<double> sampleWeights)
    {
        double? only = null;
        for (int i = 0; i < labels.Length; i++)
        {
            if (i < sampleWeights.Length && sampleWeights[i] == 0)
            {
                continue;
            }

            if (labels[i] is not (0 or 1) || (only is double other && labels[i] != other))
            {
                return;
            }

            only = labels[i];
        }

        if (only is not null)
        {
            string which = sampleWeights.IsEmpty ? $"all {labels.Length} labels" : "all labels of weight above 0";
            throw new ArgumentException($"{which} are {only}; a model needs examples of both classes", nameof(labels));
        }
    }

    private static FitResult Fit(
        IObjective objective,
        FitOptions options,
        Precision precision,
        Standardization? standardization,
        IProgress<Iteration>? progress,
        CancellationToken cancellation)
    {
        RequireNames(options, objective.Features);
        if (!(options.L2 >= 0) || !double.IsFinite(options.L2))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.L2, "the strength of the penalty must be a finite number of at least 0");
        }

        objective = standardization is null ? objective : new StandardizedObjective(objective, standardization);
        objective = options.Intercept ? objective : new WithoutIntercept(objective);
        double scale = options.Scale;
        (string negative, string positive) = (options.NegativeLabel ?? "0", options.PositiveLabel ?? "1");
        LogisticRegression Model(Parameters parameters) => new(
            parameters, scale, precision, options.FeatureNames, negative, positive, standardization);
        objective = options.Best?.Watch(objective, options.L2, Model) ?? objective;
        objective = options.L2 == 0 ? objective : new L2Regularized(objective, options.L2);
        Parameters start = options.Start?.ParametersFor(scale, standardization) ?? Parameters.Zero(objective.Features);
        start = options.Intercept ? start : start with { Bias = 0 };
        OptimizationResult result = options.Optimizer.Minimize(objective, start, options.Stopping, progress, cancellation);
        return new(Model(result.Parameters), result);
    }

    private static void RequireNames(FitOptions options, int features)
    {
        if (options.FeatureNames is IReadOnlyList<string> names && (names.Count != features || names.Contains(null)))
        {
            throw new ArgumentException(
                $"there are {names.Count(name => name is not null)} feature names for {features} weights", nameof(options));
        }
    }

    /// <summary>The parameters that give the same function of the stored features under other preprocessing.</summary>
    private Parameters ParametersFor(double scale, Standardization? standardization)
    {
        if (scale == Scale && standardization is null && Standardization is null)
        {
            return Parameters;
        }

        double[] weights = Array.ConvertAll(_storedWeights, weight => weight * scale);
        double bias = _storedBias;
        if (standardization is not null && standardization.Means.Length == weights.Length)
        {
            bias += Kernels.Dot(weights, standardization.Means.Span);
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] *= standardization.Deviations.Span[j];
            }
        }

        return new(weights, bias);
    }
}
