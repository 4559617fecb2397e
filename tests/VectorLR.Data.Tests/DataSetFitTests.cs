using VectorLR.Training;

namespace VectorLR.Data.Tests;

/// <summary>A data set's own fit and metrics.</summary>
public sealed class DataSetFitTests : IDisposable
{
    private const string Table = "age,dose,sick\n60,1.5,yes\n30,2.5,no\n50,0.5,yes\n40,1,no\n45,2,no\n35,0.25,yes\n";

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fit_has_the_names_of_the_table()
    {
        DataSet data = Load(Table);
        FitResult fit = data.Fit(new() { L2 = 0.1, Standardize = true }, cancellation: Stop);
        Assert.Equal(["age", "dose"], fit.Model.FeatureNames!);
        Assert.Equal(("no", "yes"), (fit.Model.NegativeLabel, fit.Model.PositiveLabel));
        FitResult named = data.Fit(new() { L2 = 0.1, FeatureNames = ["x", "y"], PositiveLabel = "ill" }, cancellation: Stop);
        Assert.Equal(["x", "y"], named.Model.FeatureNames!);
        Assert.Equal(("no", "ill"), (named.Model.NegativeLabel, named.Model.PositiveLabel));
        FitResult same = LogisticRegression.Fit(data.Features.AsDoubles(), data.Labels.Span, new() { L2 = 0.1 }, cancellation: Stop);
        Assert.Equal(same.Model.Parameters.Hash(), named.Model.Parameters.Hash());
    }

    [Fact]
    public void Sample_weights_of_the_data_count_unless_the_options_have_others()
    {
        DataSet plain = Load(Table);
        DataSet weighted = new(
            plain.Features, new(plain.Labels, plain.LabelNames, false), plain.FeatureNames, new double[] { 2, 1, 1, 1, 1, 1 });
        static double Probability(DataSet data, params double[] weights) => data
            .Fit(new() { L2 = 0.1, SampleWeights = weights }, cancellation: Stop).Model.PredictProbability([50, 1]);

        // Two fits of one optimum agree within their tolerance; the copy moves the optimum by far more.
        double twice = Probability(plain.SelectExamples([0, 0, 1, 2, 3, 4, 5]));
        Assert.Equal(twice, Probability(weighted), 1e-6);
        Assert.NotEqual(twice, Probability(plain), 1e-3);
        Assert.Equal(Probability(plain), Probability(weighted, 1, 1, 1, 1, 1, 1), 1e-6);
    }

    [Theory]
    [InlineData(null, Precision.Double, Precision.Single, Precision.Single)]
    [InlineData(Precision.Single, Precision.Single, Precision.Single, Precision.Single)]
    [InlineData(Precision.Double, Precision.Double, Precision.Double, Precision.Double)]
    public void Precision_is_that_of_the_features_unless_it_is_chosen(
        Precision? chosen, Precision ofDoubles, Precision ofFloats, Precision ofBytes)
    {
        double[] values = [3, 1, 4, 1, 5, 9];
        FeatureMatrix[] matrices =
        [
            new(values, 6, 1, Layout.ExampleRows), new(Array.ConvertAll(values, value => (float)value), 6, 1, Layout.ExampleRows),
            new(Array.ConvertAll(values, value => (byte)value), 6, 1, Layout.ExampleRows),
        ];
        EncodedLabels labels = new(new double[] { 0, 1, 0, 1, 1, 0 }, new("0", "1"), false);
        Assert.Equal(
            [ofDoubles, ofFloats, ofBytes],
            matrices.Select(matrix =>
                new DataSet(matrix, labels).Fit(new() { L2 = 0.1, Precision = chosen }, cancellation: Stop).Model.Precision));
    }

    [Fact]
    public void Doubles_that_floats_would_round_away_are_computed_in_double()
    {
        DataSet data = Load("t,y\n1700000001,0\n1700000002,1\n1700000003,0\n1700000004,1\n1700000005,1\n1700000006,0\n");
        Assert.Equal(Precision.Double, data.Fit(new() { L2 = 0.1, Precision = Precision.Single }, cancellation: Stop).Model.Precision);
    }

    [Fact]
    public void Metrics_are_of_the_models_classes_whatever_the_order_in_the_data()
    {
        DataSet data = Load(Table);
        LogisticRegression model = data.Fit(new() { L2 = 0.1, Standardize = true }, cancellation: Stop).Model;
        BinaryMetrics metrics = model.Evaluate(data, cancellation: Stop);
        BinaryMetrics swapped = model.Evaluate(CsvTable.Load(_folder.Write("t.csv", Table), "sick", positive: "no"), cancellation: Stop);
        Assert.Equal(0.5, metrics.BaseRate);
        Assert.Equal(metrics, swapped);
        double[] logits = data.Features.PredictLogit(model, Stop);
        Assert.Equal(BinaryMetrics.FromLogits(logits, data.Labels.Span), metrics);
        Assert.Equal(0, model.Evaluate(data, threshold: 1, Stop).Confusion.TruePositive);
    }

    [Theory]
    [InlineData("dose,age,sick\n1,2,no\n3,4,yes\n", "the feature at index 0 is 'dose', and 'age' in the model")]
    [InlineData("age,dose,sick\n1,2,no\n3,4,perhaps\n", "the classes are 'no' and 'perhaps', and 'no' and 'yes' in the model")]
    public void Data_that_are_not_the_models_are_refused(string table, string says)
    {
        LogisticRegression model = Load(Table).Fit(new() { L2 = 0.1 }, cancellation: Stop).Model;
        DataSet other = Load(table);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => model.Evaluate(other, cancellation: Stop));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private DataSet Load(string table)
    {
        string label = table[..table.IndexOf((char)10)].Split((char)44)[^1];
        return CsvTable.Load(_folder.Write("x.csv", table), label);
    }
}
