using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Benchmarks.Peers;

/// <summary>
/// Whole fits to the optimum with the penalty |w|^2 / 2m, scikit-learn's C = 1. bench/peers.py times scikit-learn on the same data sets.
/// </summary>
internal static class FitWork
{
    // With this tolerance the relative excess over the minimum is below 1e-8 on these data sets, as the error column shows.
    private const double Tolerance = 3e-7;

    public static IEnumerable<Work> Create() =>
    [
        Of("Fit double", new(569, 30), () => Samples.BreastCancer(), scale: 1, standardize: true),
        Of("Fit byte", new(1797, 64), () => Samples.Digits(8), scale: 16, standardize: false),
        Of("Fit byte", new(60_000, 784), () => Synthetic(60_000, 784), scale: 255, standardize: false),
    ];

    private static Work Of(string name, Shape shape, Func<DataSet> load, double scale, bool standardize) => new(
        name,
        [new(shape.ToString(), () => Prepare(name, shape, load(), scale, standardize))],
        [
            () => Prepare(name, new(569, 30), Samples.BreastCancer(), 1, standardize: true),
            () => Prepare(name, new(1797, 64), Samples.Digits(8), 16, standardize: false),
        ]);

    private static ComparisonCase Prepare(string name, Shape shape, DataSet data, double scale, bool standardize)
    {
        FitOptions options = new()
        {
            Scale = scale,
            Standardize = standardize,
            L2 = 1.0 / shape.Count,
            Stopping = new() { Iterations = 100_000, Tolerance = Tolerance },
        };
        FitResult Fit(FitOptions fitOptions) => data.Features.ElementType == ElementType.Byte
            ? LogisticRegression.Fit(data.Features.AsBytes(), data.Labels.Span, fitOptions)
            : LogisticRegression.Fit(data.Features.AsDoubles(), data.Labels.Span, fitOptions);

        Lazy<(IObjective Objective, double Min)> exact = new(() =>
        {
            FitResult best = Fit(options with
            {
                Precision = Precision.Double,
                Stopping = new() { Iterations = 100_000, Tolerance = 1e-12 },
            });
            return (Objective(data, options), best.Optimization.Cost);
        });
        double Excess(ReadOnlySpan<double> weights, double bias) =>
            (exact.Value.Objective.Evaluate(weights, bias, new double[weights.Length]).Cost - exact.Value.Min) / exact.Value.Min;

        FitResult? ours = null;
        double OurExcess()
        {
            Parameters parameters = ours!.Optimization.Parameters;
            return Excess(parameters.Weights.Span, parameters.Bias);
        }

        MicrosoftMl theirs = new(data, options);
        MathNetLbfgs generic = new(Objective(data, options));
        return new(
            name,
            shape.ToString(),
            new("VectorLR", () => ours = Fit(options)) { Error = OurExcess },
            [
                new("ML.NET lbfgs", theirs.Fit) { Error = () => Excess(theirs.Weights, theirs.Bias) },
                new("MathNet's L-BFGS on our objective in double", generic.Fit)
                {
                    Error = () => Excess(generic.Point.AsSpan(..^1), generic.Point[^1]),
                },
            ])
        {
            Bytes = (long)shape.Length * (data.Features.ElementType == ElementType.Byte ? 1 : sizeof(double)),
            Threads = Environment.ProcessorCount,
            ErrorUnit = "of the least objective",
        };
    }

    /// <summary>The objective in double that measures the error of every fit.</summary>
    private static L2Regularized Objective(DataSet data, FitOptions options)
    {
        IObjective inner = data.Features.ElementType == ElementType.Byte
            ? LogisticObjective.Create(data.Features.AsBytes(), data.Labels.Span, Precision.Double, new() { Scale = options.Scale })
            : LogisticObjective.Create(data.Features.AsDoubles(), data.Labels.Span, new() { Scale = options.Scale });
        IObjective scaled = options.Standardize
            ? new StandardizedObjective(
                inner, Standardization.Fit(new Examples<double>(data.Features.ToDouble().Span, data.Features.Layout)))
            : inner;
        return new(scaled, options.L2);
    }

    /// <summary>Bytes whose labels follow a linear rule with noise, so that the optimum is finite.</summary>
    private static DataSet Synthetic(int count, int features)
    {
        Random random = new(6);
        byte[] pixels = new byte[count * features];
        random.NextBytes(pixels);
        double[] rule = [.. Enumerable.Range(0, features).Select(_ => ((random.NextDouble() * 2) - 1) * 10 / Math.Sqrt(features))];
        double[] labels = new double[count];
        for (int i = 0; i < count; i++)
        {
            double logit = 0;
            for (int j = 0; j < features; j++)
            {
                logit += ((pixels[(i * features) + j] / 255.0) - 0.5) * rule[j];
            }

            labels[i] = random.NextDouble() < Kernels.Sigmoid(logit) ? 1 : 0;
        }

        return new(
            new FeatureMatrix(pixels, count, features, Layout.ExampleRows),
            new EncodedLabels(labels, new LabelNames("0", "1"), Inferred: false));
    }

    /// <summary>MathNet's general-purpose optimizer on our objective in double.</summary>
    private sealed class MathNetLbfgs(IObjective objective)
    {
        public double[] Point { get; private set; } = [];

        public void Fit()
        {
            IObjectiveFunction function = ObjectiveFunction.Gradient(vector =>
            {
                double[] point = vector.ToArray();
                double[] gradient = new double[point.Length];
                LogisticGradientResult cost = objective.Evaluate(point.AsSpan(..^1), point[^1], gradient.AsSpan(..^1));
                gradient[^1] = cost.BiasGradient;
                return (cost.Cost, Vector<double>.Build.Dense(gradient));
            });
            LimitedMemoryBfgsMinimizer minimizer = new(
                gradientTolerance: Tolerance,
                parameterTolerance: 1e-12,
                functionProgressTolerance: 1e-12,
                memory: 10,
                maximumIterations: 100_000);
            Point = minimizer.FindMinimum(function, Vector<double>.Build.Dense(objective.Features + 1)).MinimizingPoint.ToArray();
        }
    }

    /// <summary>
    /// ML.NET, which supports only floats. Its data is scaled and standardised beforehand; ours is preprocessed during the fit.
    /// </summary>
    private sealed class MicrosoftMl
    {
        private readonly MLContext _context = new(seed: 1);
        private readonly IDataView _data;
        private readonly LbfgsLogisticRegressionBinaryTrainer.Options _options;

        public MicrosoftMl(DataSet data, FitOptions options)
        {
            int features = data.Features.Features;
            double[] x = data.Features.ToDouble().ToArray().Cast<double>().ToArray();
            double[] means = new double[features];
            double[] deviations = [.. Enumerable.Repeat(options.Scale, features)];
            if (options.Standardize)
            {
                Standardization standardization = Standardization.Fit(new Examples<double>(x, data.Features.Count, features));
                (means, deviations) = (standardization.Means.ToArray(), standardization.Deviations.ToArray());
            }

            Row[] rows = new Row[data.Features.Count];
            for (int i = 0; i < rows.Length; i++)
            {
                float[] values = new float[features];
                for (int j = 0; j < features; j++)
                {
                    values[j] = (float)((x[(i * features) + j] - means[j]) / deviations[j]);
                }

                rows[i] = new() { Features = values, Label = data.Labels.Span[i] == 1 };
            }

            SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
            schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
            _data = _context.Data.LoadFromEnumerable(rows, schema);

            // Its objective is the sum of the losses plus L2 |w|^2 / 2, which is m times ours.
            _options = new()
            {
                L1Regularization = 0,
                L2Regularization = 1,
                OptimizationTolerance = 1e-7f,
                NumberOfThreads = Environment.ProcessorCount,
            };
        }

        public double[] Weights { get; private set; } = [];

        public double Bias { get; private set; }

        public void Fit()
        {
            BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> model =
                _context.BinaryClassification.Trainers.LbfgsLogisticRegression(_options).Fit(_data);
            Weights = [.. model.Model.SubModel.Weights.Select(weight => (double)weight)];
            Bias = model.Model.SubModel.Bias;
        }

        private sealed class Row
        {
            public float[] Features { get; set; } = [];

            public bool Label { get; set; }
        }
    }
}
