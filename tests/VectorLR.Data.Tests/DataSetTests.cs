namespace VectorLR.Data.Tests;

public class DataSetTests
{
    private static readonly FeatureMatrix s_features = new([1.0, 2, 3, 4, 5, 6], count: 3, features: 2, Layout.ExampleRows);
    private static readonly LabelNames s_names = new("no", "yes");

    [Fact]
    public void It_holds_what_it_was_given()
    {
        string[] names = ["a", "b"];
        DataSet data = new(s_features, new EncodedLabels(new double[] { 0, 1, 1 }, s_names, Inferred: true), names);

        Assert.Same(s_features, data.Features);
        Assert.Equal([0, 1, 1], data.Labels.ToArray());
        Assert.Same(names, data.FeatureNames);
        Assert.Same(s_names, data.LabelNames);
        Assert.True(data.LabelNamesInferred);
    }

    [Fact]
    public void Selected_examples_bring_their_labels_and_names()
    {
        DataSet data = new(s_features, new EncodedLabels(new double[] { 0, 1, 0 }, s_names, Inferred: true), ["a", "b"]);
        DataSet selected = data.SelectExamples([2, 1]);

        Assert.Equal([5, 6, 3, 4], selected.Features.ToDouble().ToArray().Cast<double>());
        Assert.Equal([0, 1], selected.Labels.ToArray());
        Assert.Equal(["a", "b"], selected.FeatureNames!);
        Assert.Equal((s_names, true), (selected.LabelNames, selected.LabelNamesInferred));
        Assert.Throws<ArgumentOutOfRangeException>("indices", () => data.SelectExamples([3]));
    }

    [Fact]
    public void Parts_that_disagree_are_refused_with_both_lengths()
    {
        EncodedLabels labels = new(new double[] { 0, 1, 1 }, s_names, Inferred: false);

        Assert.Throws<ArgumentNullException>("features", () => new DataSet(null!, labels));
        Assert.Throws<ArgumentNullException>("labels", () => new DataSet(s_features, null!));
        Assert.Contains(
            "2 labels for 3 examples",
            Assert.Throws<ArgumentException>("labels", () => new DataSet(s_features, labels with { Labels = new double[2] })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "1 names for 2 features",
            Assert.Throws<ArgumentException>("featureNames", () => new DataSet(s_features, labels, ["a"])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(-1, "-1")]
    [InlineData(double.NaN, "NaN")]
    public void A_label_other_than_0_and_1_is_refused(double label, string shown)
    {
        EncodedLabels labels = new(new double[] { 0, label, 1 }, s_names, Inferred: false);
        Assert.Contains(
            $"Label 1 is {shown}, expected 0 or 1",
            Assert.Throws<ArgumentException>("labels", () => new DataSet(s_features, labels)).Message,
            StringComparison.Ordinal);
    }
}
