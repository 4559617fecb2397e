using Microsoft.ML;
using Microsoft.ML.Data;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.ML.Tests;

/// <summary>The estimator in pipelines, against ML.NET's own evaluator and a fit of the same floats.</summary>
public class PipelineTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly DataSet s_table = Samples.BreastCancer();

    [Fact]
    public void A_pipeline_gives_the_fit_of_the_same_floats()
    {
        FitOptions options = new() { Standardize = true, L2 = 0.01 };
        LogisticRegressionTransformer transformer = new LogisticRegressionEstimator(s_ml, options: options).Fit(View());
        LogisticRegression same = LogisticRegression.Fit(
            new Examples<float>(Floats(), s_table.Features.Count, 30), s_table.Labels.Span, options,
            cancellation: TestContext.Current.CancellationToken).Model;
        Assert.Equal(same.Parameters.Hash(), transformer.Model.Parameters.Hash());
        Assert.Equal(StopReason.Converged, transformer.FitResult.Optimization.Stopped);
        Assert.Equal(("False", "True"), (transformer.Model.NegativeLabel, transformer.Model.PositiveLabel));

        float[] probabilities = [.. transformer.Transform(View()).GetColumn<float>("Probability")];
        float[] expected = new float[s_table.Features.Count];
        same.PredictProbability(new Examples<float>(Floats(), expected.Length, 30), expected);
        Assert.Equal(expected, probabilities);
    }

    [Fact]
    public void The_evaluator_of_ML_NET_finds_what_the_librarys_own_metrics_say()
    {
        LogisticRegressionTransformer transformer = new LogisticRegressionEstimator(
            s_ml, options: new() { Standardize = true, L2 = 0.01 }).Fit(View());
        CalibratedBinaryClassificationMetrics metrics = s_ml.BinaryClassification.Evaluate(transformer.Transform(View()));
        BinaryMetrics own = transformer.Model.Evaluate(
            new Examples<float>(Floats(), s_table.Features.Count, 30), s_table.Labels.Span);
        Assert.Equal(own.Confusion.Accuracy, metrics.Accuracy, 1e-12);
        Assert.Equal(own.Confusion.F1, metrics.F1Score, 1e-12);
        Assert.Equal(own.Auc!.Value, metrics.AreaUnderRocCurve, 1e-12);

        // ML.NET's loss is in bits, and of probabilities rounded to floats.
        Assert.Equal(own.LogLoss / Math.Log(2), metrics.LogLoss, 1e-5);
    }

    [Fact]
    public void It_follows_transforms_and_predicts_one_row()
    {
        Row[] rows = [.. Rows()];
        IDataView view = s_ml.Data.LoadFromEnumerable(rows, Shape());
        var pipeline = s_ml.Transforms.NormalizeMeanVariance("Features", fixZero: false)
            .Append(new LogisticRegressionEstimator(s_ml, options: new() { L2 = 0.01 }));
        TransformerChain<LogisticRegressionTransformer> model = pipeline.Fit(view);
        bool[] predicted = [.. model.Transform(view).GetColumn<bool>("PredictedLabel")];
        Assert.InRange(predicted.Zip(rows, (a, row) => a == row.Label ? 1 : 0).Sum(), 555, 569);
        using PredictionEngine<Row, Prediction> engine = s_ml.Model.CreatePredictionEngine<Row, Prediction>(
            model, inputSchemaDefinition: Shape());
        for (int i = 0; i < 20; i++)
        {
            Prediction prediction = engine.Predict(rows[i]);
            Assert.Equal(predicted[i], prediction.PredictedLabel);
            Assert.Equal(1 / (1 + Math.Exp(-prediction.Score)), prediction.Probability, 1e-6);
        }
    }

    [Fact]
    public void A_weight_of_two_is_two_rows_and_slots_name_the_features()
    {
        Weighted[] rows =
        [
            new(1, 5, true, 2), new(2, 3, false, 1), new(3, 8, true, 1), new(4, 1, false, 1), new(5, 6, false, 1), new(6, 7, true, 1),
        ];
        LogisticRegression Fit(IEnumerable<Weighted> data, string? weight) => s_ml.Transforms
            .Concatenate("Features", "Age", "Dose")
            .Append(new LogisticRegressionEstimator(s_ml, weightColumn: weight, options: new() { L2 = 0.1 }))
            .Fit(s_ml.Data.LoadFromEnumerable(data)).LastTransformer.Model;
        LogisticRegression weighted = Fit(rows, "Weight");
        LogisticRegression copied = Fit([rows[0], .. rows], null);
        Assert.Equal(["Age", "Dose"], weighted.FeatureNames!);
        Assert.Equal(copied.PredictProbability([2.0, 4.0]), weighted.PredictProbability([2.0, 4.0]), 1e-5);
        Assert.NotEqual(Fit(rows, null).PredictProbability([2.0, 4.0]), weighted.PredictProbability([2.0, 4.0]), 1e-3);
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused_by_name()
    {
        IDataView view = View();
        ArgumentException missing = Assert.Throws<ArgumentException>(() => new LogisticRegressionEstimator(s_ml, "y").Fit(view));
        Assert.Contains("there is no column 'y' among 'Features', 'Label'", missing.Message, StringComparison.Ordinal);
        ArgumentException type = Assert.Throws<ArgumentException>(
            () => new LogisticRegressionEstimator(s_ml, featureColumn: "Label").Fit(view));
        Assert.Contains("the column 'Label' is Boolean; expected a vector of Single", type.Message, StringComparison.Ordinal);
        Row[] bad = [new() { Features = [1, float.NaN], Label = true }, new() { Features = [1, 2], Label = false }];
        InvalidDataException nan = Assert.Throws<InvalidDataException>(
            () => new LogisticRegressionEstimator(s_ml).Fit(s_ml.Data.LoadFromEnumerable(bad, Shape(2))));
        Assert.Contains("[0, 1]", nan.Message, StringComparison.Ordinal);
    }

    private static float[] Floats() => [.. s_table.Features.ToSingle().ToArray().Cast<float>()];

    private static IEnumerable<Row> Rows()
    {
        float[] floats = Floats();
        return Enumerable.Range(0, s_table.Features.Count).Select(i => new Row
        {
            Features = floats[(i * 30)..((i + 1) * 30)],
            Label = s_table.Labels.Span[i] == 1,
        });
    }

    private static IDataView View() => s_ml.Data.LoadFromEnumerable(Rows(), Shape());

    private static SchemaDefinition Shape(int features = 30)
    {
        SchemaDefinition shape = SchemaDefinition.Create(typeof(Row));
        shape["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        return shape;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed record Weighted(float Age, float Dose, bool Label, float Weight);

    private sealed class Prediction
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }
}
