using Xunit;

namespace VectorLR.Training.Tests;

public sealed class MetricsTests
{
    [Fact]
    public void Accuracy_is_the_fraction_of_examples_on_the_right_side_of_one_half() =>
        Assert.Equal(0.6, Metrics.Accuracy([0.9, 0.1, 0.6, 0.4, 0.51], [1, 0, 0, 1, 1]));

    [Fact]
    public void A_probability_of_exactly_the_threshold_predicts_1()
    {
        Assert.Equal(0, Metrics.Accuracy([0.5], [0]));
        Assert.Equal(1, Metrics.Accuracy([0.5], [1]));
        Assert.Equal(0, Metrics.Accuracy([Math.BitDecrement(0.5)], [1]));
        Assert.Equal(1, Metrics.Confusion([0.25], [1], threshold: 0.25).TruePositive);
        Assert.Equal(1, Metrics.Confusion([0.25], [1], threshold: Math.BitIncrement(0.25)).FalseNegative);
    }

    [Fact]
    public void Lengths_that_differ_and_an_empty_set_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>("labels", () => Metrics.Accuracy([0.5, 0.5], [1]));
        Assert.Contains("labels has length 1, but probabilities has length 2", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("labels", () => Metrics.Accuracy([], []));
    }

    [Fact]
    public void Confusion_counts_each_of_the_four()
    {
        ConfusionMatrix counts = Metrics.Confusion([0.9, 0.8, 0.7, 0.5, 0.2, 0.6], [1, 1, 0, 1, 0, 0]);
        Assert.Equal(new(TruePositive: 3, FalsePositive: 2, TrueNegative: 1, FalseNegative: 0), counts);
    }

    [Fact]
    public void Log_loss_is_the_mean_of_minus_the_logarithms()
    {
        Assert.Equal((Math.Log(2) + Math.Log(4)) / 2, Metrics.LogLoss([0.5, 0.75], [1, 0]), 1e-15);
        Assert.Equal(0, Metrics.LogLoss([1, 0], [1, 0]));
        Assert.Equal(double.PositiveInfinity, Metrics.LogLoss([1, 0], [1, 1]));
        double[] z = [-3, 0.5, 2];
        double[] a = new double[3];
        Kernels.Sigmoid(z, a);
        Assert.Equal(Kernels.LogLoss(z, [0, 1, 0.25]), Metrics.LogLoss(a, [0, 1, 0.25]), 1e-15);
    }

    [Fact]
    public void Roc_auc_is_the_share_of_pairs_in_order_with_ties_as_halves()
    {
        Random random = new(1);
        for (int trial = 0; trial < 300; trial++)
        {
            int count = random.Next(2, 40);
            double[] scores = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(trial % 20 + 1))];
            double[] labels = [.. Enumerable.Range(0, count).Select(i => i == 0 ? 0.0 : i == 1 ? 1 : random.Next(2))];
            double halves = 0;
            double pairs = 0;
            for (int i = 0; i < count; i++)
            {
                for (int k = 0; k < count; k++)
                {
                    if (labels[i] == 1 && labels[k] == 0)
                    {
                        pairs++;
                        halves += scores[i] > scores[k] ? 1 : scores[i] == scores[k] ? 0.5 : 0;
                    }
                }
            }

            Assert.Equal(halves / pairs, Metrics.RocAuc(scores, labels), 1e-15);
        }
    }

    [Fact]
    public void Metrics_of_nothing_of_one_class_or_of_no_number_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Metrics.LogLoss([], []));
        Assert.Throws<ArgumentException>(() => Metrics.LogLoss([0.5], []));
        Assert.Throws<ArgumentException>(() => Metrics.Confusion([0.5], []));
        ArgumentException one = Assert.Throws<ArgumentException>(() => Metrics.RocAuc([0.5, 1], [1, 1]));
        Assert.Contains("all 2 labels are of one class", one.Message, StringComparison.Ordinal);
        ArgumentException score = Assert.Throws<ArgumentException>(() => Metrics.RocAuc([0.5, double.NaN], [1, 0]));
        Assert.Contains("scores[1] is NaN", score.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probability_or_label_that_is_NaN_is_refused_with_its_index()
    {
        Func<double[], double[], object>[] metrics =
        [
            (a, y) => Metrics.Accuracy(a, y), (a, y) => Metrics.Confusion(a, y), (a, y) => Metrics.LogLoss(a, y),
            (a, y) => Metrics.RocAuc(a, y), (a, y) => Metrics.Brier(a, y), (a, y) => Metrics.AveragePrecision(a, y),
            (a, y) => Metrics.BestThreshold(a, y), (a, y) => Metrics.LogLossFromLogits(a, y), (a, y) => BinaryMetrics.FromLogits(a, y),
        ];
        foreach (Func<double[], double[], object> metric in metrics)
        {
            ArgumentException probability = Assert.Throws<ArgumentException>(() => metric([0.5, 0.2, double.NaN], [1, 0, 1]));
            Assert.Contains("[2] is NaN", probability.Message, StringComparison.Ordinal);
            ArgumentException label = Assert.Throws<ArgumentException>(() => metric([0.5, 0.2, 0.1], [1, double.NaN, 0]));
            Assert.Contains("labels[1] is NaN", label.Message, StringComparison.Ordinal);
        }
    }
}
