using Xunit;

namespace VectorLR.Training.Tests;

public sealed class MetricsTests
{
    [Fact]
    public void Accuracy_is_the_fraction_of_examples_on_the_right_side_of_one_half() =>
        Assert.Equal(0.6, Metrics.Accuracy([0.9, 0.1, 0.6, 0.4, 0.51], [1, 0, 0, 1, 1]));

    [Fact]
    public void A_probability_of_exactly_one_half_counts_as_0()
    {
        Assert.Equal(1, Metrics.Accuracy([0.5], [0]));
        Assert.Equal(0, Metrics.Accuracy([0.5], [1]));
        Assert.Equal(1, Metrics.Accuracy([Math.BitIncrement(0.5)], [1]));
    }

    [Fact]
    public void Lengths_that_differ_and_an_empty_set_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>("labels", () => Metrics.Accuracy([0.5, 0.5], [1]));
        Assert.Contains("labels has length 1, but probabilities has length 2", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("labels", () => Metrics.Accuracy([], []));
    }
}
