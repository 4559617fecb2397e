namespace VectorLR.Data.Tests;

public class LabelEncodingTests
{
    [Theory]
    [InlineData("0 1 1", null, "0 1 1", "0", "1", false)]
    [InlineData("1 0", null, "1 0", "0", "1", false)]
    [InlineData("0 1 1", "0", "1 0 0", "1", "0", false)]
    [InlineData("0.0 1.00 1e0", null, "0 1 1", "0.0", "1", false)]
    [InlineData("0.0 1.0 0.0", null, "0 1 0", "0.0", "1.0", false)]
    [InlineData("01 1 01", null, "0 1 0", "01", "1", true)]
    [InlineData("7 007 7", null, "1 0 1", "007", "7", true)]
    [InlineData("+2 2 2", null, "0 1 1", "+2", "2", true)]
    [InlineData("1 1.0", "1", "1 0", "1.0", "1", false)]
    [InlineData("01 1 2", "1", "0 1 0", "not 1", "1", false)]
    [InlineData("3 3.0 4 30e-1", "3.00", "1 1 0 1", "4", "3", false)]
    [InlineData("-0 0 1", null, "0 0 1", "0", "1", false)]
    [InlineData("no yes no", null, "0 1 0", "no", "yes", true)]
    [InlineData("no yes no", "yes", "0 1 0", "no", "yes", false)]
    [InlineData("no yes no", "no", "1 0 1", "yes", "no", false)]
    [InlineData("b B", null, "1 0", "B", "b", true)]
    [InlineData("9 10 9", null, "0 1 0", "9", "10", true)]
    [InlineData("9 10 9", "9.0", "1 0 1", "10", "9", false)]
    [InlineData("-1 1", null, "0 1", "-1", "1", true)]
    [InlineData("9 10x", null, "1 0", "10x", "9", true)]
    [InlineData("a b c a", "a", "1 0 0 1", "not a", "a", false)]
    [InlineData("3 8 5", "8", "0 1 0", "not 8", "8", false)]
    [InlineData("9007199254740992 9007199254740993", null, "0 1", "9007199254740992", "9007199254740993", true)]
    [InlineData("0 0x1", null, "0 1", "0", "0x1", true)]
    public void Names_become_0_and_1(
        string labels, string? positive, string encoded, string negativeName, string positiveName, bool inferred)
    {
        EncodedLabels result = LabelEncoding.Encode(labels.Split(' '), positive, "f");

        Assert.Equal(encoded.Split(' ').Select(double.Parse), result.Labels.ToArray());
        Assert.Equal(new LabelNames(negativeName, positiveName), result.Names);
        Assert.Equal(inferred, result.Inferred);
    }

    [Theory]
    [InlineData(new double[] { 0, 1, 1 }, null, "0 1 1", "0", "1", false)]
    [InlineData(new double[] { -0.0, 1 }, null, "0 1", "0", "1", false)]
    [InlineData(new double[] { 10, 9 }, null, "1 0", "9", "10", true)]
    [InlineData(new double[] { 0.5, -2 }, null, "1 0", "-2", "0.5", true)]
    [InlineData(new double[] { 10, 9, 8 }, "9", "0 1 0", "not 9", "9", false)]
    [InlineData(new double[] { 0, 2 }, "0", "1 0", "2", "0", false)]
    public void Numbers_become_0_and_1(
        double[] labels, string? positive, string encoded, string negativeName, string positiveName, bool inferred)
    {
        EncodedLabels result = LabelEncoding.Encode(labels.AsSpan(), positive, "f");

        Assert.Equal(encoded.Split(' ').Select(double.Parse), result.Labels.ToArray());
        Assert.Equal(new LabelNames(negativeName, positiveName), result.Names);
        Assert.Equal(inferred, result.Inferred);
    }

    [Theory]
    [InlineData("a", null, ": found only one class, 'a', in all 1 labels, expected two classes")]
    [InlineData("0 0 0", null, ": found only one class, '0', in all 3 labels, expected two classes")]
    [InlineData("1 1.0 1e0", "1", ": found only one class, '1', in all 3 labels, expected two classes")]
    [InlineData("1 01 2", null, ": found 3 classes ('01', '1', '2'), expected two, or --positive VALUE to name class 1")]
    [InlineData("x x", "x", ": found only one class, 'x', in all 2 labels, expected two classes")]
    [InlineData("c a b", null, ": found 3 classes ('a', 'b', 'c'), expected two, or --positive VALUE to name class 1")]
    [InlineData("0 1 ?", null, ": found 3 classes ('0', '1', '?'), expected two, or --positive VALUE to name class 1")]
    [InlineData("a b", "A", ": found no label equal to the positive value 'A', expected one of 'a', 'b'")]
    [InlineData("0 1", "yes", ": found no label equal to the positive value 'yes', expected one of '0', '1'")]
    [InlineData("0 1", "", ": found no label equal to the positive value '', expected one of '0', '1'")]
    public void Labels_that_break_the_rule_are_refused(string labels, string? positive, string message) =>
        Refusal.Is("f", message, () => LabelEncoding.Encode(labels.Split(' '), positive, "f"));

    [Fact]
    public void At_most_ten_classes_are_listed_numbers_in_their_order()
    {
        double[] labels = [.. Enumerable.Range(0, 12).Select(label => (double)label)];
        const string Ten = "'0', '1', '2', '3', '4', '5', '6', '7', '8', '9' and 2 more";

        Refusal.Is(
            "f", $": found 12 classes ({Ten}), expected two, or --positive VALUE to name class 1",
            () => LabelEncoding.Encode(labels.AsSpan(), null, "f"));
        Refusal.Is(
            "f", $": found no label equal to the positive value '12', expected one of {Ten}",
            () => LabelEncoding.Encode(labels.AsSpan(), "12", "f"));
    }

    [Fact]
    public void A_long_name_is_cut_in_the_message()
    {
        string name = new('x', 41);
        Refusal.Is(
            "f", $": found only one class, '{name[..40]}...', in all 1 labels, expected two classes",
            () => LabelEncoding.Encode([name], null, "f"));
    }

    [Fact]
    public void No_labels_are_refused()
    {
        Refusal.Is("f", ": found no labels, expected two classes", () => LabelEncoding.Encode(Array.Empty<string>(), null, "f"));
        Refusal.Is("f", ": found no labels, expected two classes", () => LabelEncoding.Encode(ReadOnlySpan<double>.Empty, null, "f"));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_label_that_is_no_number_is_refused_with_its_index(double label, string shown) =>
        Refusal.Is("f", $": [2]: found {shown}, expected a finite label", () => LabelEncoding.Encode([0, 1, label], null, "f"));

    [Fact]
    public void Null_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>("labels", () => LabelEncoding.Encode((IReadOnlyList<string>)null!, null, "f"));
        Assert.Throws<ArgumentNullException>("place", () => LabelEncoding.Encode(["a", "b"], null, null!));
        Assert.Throws<ArgumentNullException>("place", () => LabelEncoding.Encode([0, 1], null, null!));
    }
}
