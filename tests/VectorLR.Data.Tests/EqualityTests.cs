namespace VectorLR.Data.Tests;

public class EqualityTests
{
    [Fact]
    public void Records_with_memory_or_lists_are_compared_by_content()
    {
        EncodedLabels labels = new((double[])[0, 1], new("a", "b"), false);
        EncodedLabels same = new((double[])[0, 1], new("a", "b"), false);
        Assert.Equal(labels, same);
        Assert.Equal(labels.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(labels, same with { Labels = (double[])[1, 1] });
        Assert.NotEqual(labels, same with { Inferred = true });

        FeatureMatrix features = new(new byte[2], 2, 1, Layout.ExampleRows);
        ImageMatrix images = new(features, ["1.png", "2.png"], ["a", "b"]);
        Assert.Equal(images, new(features, ["1.png", "2.png"], ["a", "b"]));
        Assert.Equal(images.GetHashCode(), new ImageMatrix(features, ["1.png", "2.png"], ["a", "b"]).GetHashCode());
        Assert.NotEqual(images, images with { Classes = ["a", "c"] });
    }
}
