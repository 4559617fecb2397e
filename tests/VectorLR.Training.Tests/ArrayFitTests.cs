using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Fits, predictions and metrics of arrays and rows, which are those of the same values in spans, and models in streams.</summary>
public class ArrayFitTests
{
    private static readonly double[] s_values = [0, 3, 1, 1, 2, 5, 4, 1, 3, 3, 1, 4];
    private static readonly double[] s_labels = [0, 1, 0, 1, 1, 0];
    private static readonly string[] s_names = ["a", "b"];

    // From probabilities by hand: with these weights the logits are 3 0 -4 8 3 -6 over 2.
    private static readonly LogisticRegression s_model = new(new(new double[] { 1, -1 }, 1.5), scale: 2, featureNames: s_names);

    [Fact]
    public void Arrays_and_rows_give_the_fit_of_the_same_values_in_a_span()
    {
        FitOptions options = new() { L2 = 0.1, FeatureNames = s_names };
        float[] singles = Array.ConvertAll(s_values, value => (float)value);
        FitResult expected = LogisticRegression.Fit(new Examples<double>(s_values, 6, 2), s_labels, options, cancellation: Stop);
        FitResult expectedSingle = LogisticRegression.Fit(new Examples<float>(singles, 6, 2), s_labels, options, cancellation: Stop);
        AssertSame(expected, LogisticRegression.Fit(Square(s_values), s_labels, options, cancellation: Stop));
        AssertSame(expected, LogisticRegression.Fit(s_values.Chunk(2), s_labels, options, cancellation: Stop));
        AssertSame(expectedSingle, LogisticRegression.Fit(Square(singles), s_labels, options, cancellation: Stop));
        AssertSame(expectedSingle, LogisticRegression.Fit(singles.Chunk(2), s_labels, options, cancellation: Stop));
        Assert.NotEqual(expected.Model.ToJson(), expectedSingle.Model.ToJson());
    }

    [Fact]
    public void Rows_of_different_lengths_are_refused_with_the_row()
    {
        ArgumentException longer = Assert.Throws<ArgumentException>(
            "rows", () => LogisticRegression.Fit((double[][])[[1, 2], [3, 4], [5]], [0, 1, 1], cancellation: Stop));
        Assert.StartsWith("the row at index 2 has 1 values, and the first one has 2", longer.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("rows", () => LogisticRegression.Fit((double[][])[[1], null!], [0, 1], cancellation: Stop));
        ArgumentException none = Assert.Throws<ArgumentException>(() => LogisticRegression.Fit((double[][])[], [], cancellation: Stop));
        Assert.Contains("there are no examples", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_the_examples_or_the_objective_decide_are_refused()
    {
        FitOptions single = new() { Precision = Precision.Single };
        ArgumentException precision = Assert.Throws<ArgumentException>(
            "options", () => LogisticRegression.Fit(Square(s_values), s_labels, single, cancellation: Stop));
        Assert.Contains("doubles are computed in double", precision.Message, StringComparison.Ordinal);
        IObjective objective = LogisticObjective.Create(Square(s_values), s_labels);
        foreach ((string name, FitOptions options) in ((string, FitOptions)[])[
            ("SampleWeights", new() { SampleWeights = new double[] { 1, 2, 1, 2, 1, 2 } }),
            ("BalancedClasses", new() { BalancedClasses = true }),
            ("Threads", new() { Threads = 1 }), ("Standardize", new() { Standardize = true })])
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(
                "options", () => LogisticRegression.Fit(objective, options, cancellation: Stop));
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Floats_are_computed_in_double_where_that_is_asked_for()
    {
        float[] singles = Array.ConvertAll(s_values, value => (float)value);
        FitOptions options = new() { L2 = 0.1, Precision = Precision.Double };
        FitResult fit = LogisticRegression.Fit(new Examples<float>(singles, 6, 2), s_labels, options, cancellation: Stop);
        AssertSame(LogisticRegression.Fit(new Examples<double>(s_values, 6, 2), s_labels, options, cancellation: Stop), fit);
    }

    [Fact]
    public void An_array_has_a_probability_for_each_row_and_a_name_for_each_value()
    {
        double[] expected = Array.ConvertAll((double[])[0, 1.5, 0, 3, 1.5, 0], logit => 1 / (1 + Math.Exp(-logit)));
        double[] got = s_model.PredictProbability(Square(s_values));
        Assert.Equal(expected, got, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(got, s_model.PredictProbability(s_values.Chunk(2)));
        Dictionary<string, double> named = new() { ["b"] = 3, ["unused"] = double.NaN, ["a"] = 0 };
        Assert.Equal(got[0], s_model.PredictProbability(named));
        named.Remove("a");
        ArgumentException missing = Assert.Throws<ArgumentException>("features", () => s_model.PredictProbability(named));
        Assert.StartsWith("there is no value for the feature 'a'", missing.Message, StringComparison.Ordinal);
        LogisticRegression nameless = new(new(new double[] { 1, -1 }, 1.5));
        Assert.Throws<InvalidOperationException>(() => nameless.PredictProbability(named));
    }

    [Fact]
    public void Metrics_are_those_of_the_logits()
    {
        // Predicted: 1 everywhere, since no logit is below 0; three of six labels are 1. A weight of 3 on the first makes 3 of 8.
        BinaryMetrics metrics = s_model.Evaluate(new Examples<double>(s_values, 6, 2), s_labels);
        Assert.Equal(new ConfusionMatrix(3, 3, 0, 0), metrics.Confusion);
        BinaryMetrics singles = s_model.Evaluate(new Examples<float>(Array.ConvertAll(s_values, value => (float)value), 6, 2), s_labels);
        BinaryMetrics bytes = s_model.Evaluate(new Examples<byte>(Array.ConvertAll(s_values, value => (byte)value), 6, 2), s_labels);
        Assert.Equal(metrics, bytes);
        Assert.Equal(metrics, s_model.Evaluate(Square(s_values), s_labels));
        Assert.Equal(metrics.LogLoss, singles.LogLoss, 1e-6);
        BinaryMetrics weighted = s_model.Evaluate(new Examples<double>(s_values, 6, 2), s_labels, [3, 1, 1, 1, 1, 1], threshold: 0.9);
        Assert.Equal(new ConfusionMatrix(1, 0, 5, 2), weighted.Confusion);
    }

    [Fact]
    public void Original_parameters_give_the_logit_of_what_is_stored()
    {
        LogisticRegression scores = new(
            new(new double[] { 2, -3 }, 0.5), scale: 4, standardization: new([1, 2], [0.5, 8]));

        // 2 (x/4 - 1) / 0.5 - 3 (x/4 - 2) / 8 + 0.5
        Assert.Equal([1, -0.09375], scores.OriginalParameters.Weights.ToArray());
        Assert.Equal(-2.75, scores.OriginalParameters.Bias);
    }

    [Fact]
    public void Streams_and_strings_keep_every_bit()
    {
        LogisticRegression model = new(
            new(new[] { Math.PI, -1e-300 }, -0.0), 3, Precision.Single, ["ä", "\"b\""], "no", "yes", new([0.1, 0.2], [0.3, 0.4]));
        using MemoryStream stream = new();
        stream.WriteByte(32);
        model.Save(stream);
        stream.Position = 0;
        LogisticRegression[] copies = [LogisticRegression.Load(stream), LogisticRegression.FromJson(model.ToJson())];
        foreach (LogisticRegression copy in copies)
        {
            Assert.Equal(model.ToJson(), copy.ToJson());
            Assert.Equal(model.Parameters.Hash(), copy.Parameters.Hash());
            Assert.Equal(model.FeatureNames, copy.FeatureNames);
        }

        Assert.True(stream.CanRead);
        InvalidDataException cut = Assert.Throws<InvalidDataException>(() => LogisticRegression.FromJson(model.ToJson()[..^2]));
        Assert.StartsWith("not a model file: ", cut.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => LogisticRegression.Load(new MemoryStream()));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static void AssertSame(FitResult expected, FitResult got) => Assert.Equal(expected.Model.ToJson(), got.Model.ToJson());

    private static T[,] Square<T>(T[] values)
    {
        T[,] square = new T[values.Length / 2, 2];
        values.CopyTo(new Span2D<T>(square).TryGetSpan(out Span<T> span) ? span : default);
        return square;
    }
}
