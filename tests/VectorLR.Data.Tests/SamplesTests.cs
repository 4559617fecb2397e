namespace VectorLR.Data.Tests;

public class SamplesTests
{
    [Fact]
    public void The_digits_are_the_published_set()
    {
        DataSet digits = Samples.Digits(8);

        Assert.Equal(ElementType.Byte, digits.Features.ElementType);
        Assert.Equal((1797, 64, Layout.ExampleRows), (digits.Features.Count, digits.Features.Features, digits.Features.Layout));
        byte[] pixels = [.. digits.Features.Bytes.ToArray().Cast<byte>()];
        Assert.Equal(16, pixels.Max());
        Assert.Equal(561718, pixels.Sum(pixel => pixel));
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], pixels[..8]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 0], digits.Labels[..10].ToArray());
        Assert.Equal(new LabelNames("not 8", "8"), digits.LabelNames);
        Assert.False(digits.LabelNamesInferred);
        Assert.Null(digits.FeatureNames);
    }

    [Fact]
    public void Each_digit_is_as_frequent_as_published()
    {
        int[] frequencies = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];
        Assert.Equal(frequencies, Enumerable.Range(0, 10).Select(digit => (int)Samples.Digits(digit).Labels.ToArray().Sum()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Only_digits_can_be_asked_for(int digit) =>
        Assert.Throws<ArgumentOutOfRangeException>("positiveDigit", () => Samples.Digits(digit));

    [Fact]
    public void The_tumours_are_the_published_set()
    {
        DataSet tumours = Samples.BreastCancer();

        Assert.Equal(ElementType.Double, tumours.Features.ElementType);
        Assert.Equal((569, 30, Layout.ExampleRows), (tumours.Features.Count, tumours.Features.Features, tumours.Features.Layout));
        double[,] values = tumours.Features.ToDouble().ToArray();
        Assert.Equal((17.99, 0.1189, 7.76, 0.07039), (values[0, 0], values[0, 29], values[568, 0], values[568, 29]));
        Assert.Equal(212, tumours.Labels.ToArray().Sum());
        Assert.Equal((1, 0), (tumours.Labels.Span[0], tumours.Labels.Span[568]));
        Assert.Equal(new LabelNames("benign", "malignant"), tumours.LabelNames);
        Assert.False(tumours.LabelNamesInferred);
        Assert.Equal(("mean_radius", "worst_fractal_dimension"), (tumours.FeatureNames![0], tumours.FeatureNames[29]));
    }

    [Theory]
    [InlineData(Samples.DigitsAttribution, "Alpaydin")]
    [InlineData(Samples.BreastCancerAttribution, "Wolberg")]
    public void The_attributions_name_author_source_and_licence(string attribution, string author)
    {
        Assert.Contains(author, attribution, StringComparison.Ordinal);
        Assert.Contains("UCI Machine Learning Repository, CC BY 4.0", attribution, StringComparison.Ordinal);
    }
}
