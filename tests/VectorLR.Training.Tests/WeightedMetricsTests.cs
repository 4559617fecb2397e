using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>A weight of k is k copies of the example, in every metric.</summary>
public sealed class WeightedMetricsTests
{
    [Fact]
    public void An_integer_weight_is_as_many_copies()
    {
        Random random = new(7);
        for (int trial = 0; trial < 200; trial++)
        {
            int count = random.Next(2, 30);
            double[] logits = [.. Enumerable.Range(0, count).Select(_ => (random.Next(13) - 6) / 2.0)];
            double[] labels = [.. Enumerable.Range(0, count).Select(i => i == 0 ? 0.0 : i == 1 ? 1 : random.Next(2))];
            double[] weights = [.. Enumerable.Range(0, count).Select(i => i < 2 ? 1 + random.Next(3) : (double)random.Next(4))];
            int[] copies = [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
            double threshold = random.Next(5) / 4.0;
            BinaryMetrics weighted = BinaryMetrics.FromLogits(logits, labels, weights, threshold);
            BinaryMetrics copied = BinaryMetrics.FromLogits(
                [.. copies.Select(i => logits[i])], [.. copies.Select(i => labels[i])], threshold: threshold);
            Assert.Equal(copied.Confusion, weighted.Confusion);
            Assert.Equal((copied.BaseRate, copied.BestThreshold), (weighted.BaseRate, weighted.BestThreshold));
            Assert.Equal(copied.LogLoss, weighted.LogLoss, 1e-14);
            Assert.Equal(copied.Brier, weighted.Brier, 1e-14);
            Assert.Equal(copied.Auc!.Value, weighted.Auc!.Value, 1e-14);
            Assert.Equal(copied.AveragePrecision!.Value, weighted.AveragePrecision!.Value, 1e-14);
        }
    }

    [Fact]
    public void Scaling_all_weights_changes_no_share()
    {
        double[] logits = [-2, -0.5, 0.25, 1, 3];
        double[] labels = [0, 1, 0, 1, 1];
        double[] weights = [1, 2, 0.5, 3, 0.25];
        BinaryMetrics one = BinaryMetrics.FromLogits(logits, labels, weights);
        BinaryMetrics scaled = BinaryMetrics.FromLogits(logits, labels, [.. weights.Select(weight => weight * 4096)]);
        Assert.Equal(
            (one.BaseRate, one.LogLoss, one.Brier, one.Auc, one.AveragePrecision, one.BestThreshold, one.Confusion.F1),
            (scaled.BaseRate, scaled.LogLoss, scaled.Brier, scaled.Auc, scaled.AveragePrecision, scaled.BestThreshold, scaled.Confusion.F1));
    }

    [Fact]
    public void An_example_of_weight_0_counts_nothing_whatever_it_holds()
    {
        double[] labels = [0, 1, double.NaN, 1];
        double[] weights = [1, 2, 0, 0];
        BinaryMetrics metrics = BinaryMetrics.FromLogits([-1, 1, double.NaN, double.NegativeInfinity], labels, weights);
        BinaryMetrics without = BinaryMetrics.FromLogits([-1, 1], [0, 1], [1, 2]);
        Assert.Equal(without with { Examples = 4 }, metrics);
    }

    [Fact]
    public void Average_precision_and_the_best_threshold_are_those_of_all_thresholds()
    {
        Random random = new(11);
        for (int trial = 0; trial < 200; trial++)
        {
            int count = random.Next(1, 25);
            double[] a = [.. Enumerable.Range(0, count).Select(_ => random.Next(9) / 8.0)];
            double[] y = [.. Enumerable.Range(0, count).Select(i => i == 0 ? 1.0 : random.Next(2))];
            double[] s = [.. Enumerable.Range(0, count).Select(i => 0.25 + random.Next(4))];
            double average = 0;
            double recall = 0;
            (double Threshold, double F1) best = (double.NaN, -1);
            foreach (double t in a.Distinct().OrderDescending())
            {
                double hits = 0;
                double predicted = 0;
                double positives = 0;
                for (int i = 0; i < count; i++)
                {
                    hits += a[i] >= t && y[i] == 1 ? s[i] : 0;
                    predicted += a[i] >= t ? s[i] : 0;
                    positives += y[i] == 1 ? s[i] : 0;
                }

                average += ((hits / positives) - recall) * (hits / predicted);
                recall = hits / positives;
                double f1 = 2 / ((predicted / hits) + (positives / hits));
                best = hits > 0 && f1 > best.F1 + 1e-12 ? (t, f1) : best;
            }

            Assert.Equal(average, Metrics.AveragePrecision(a, y, s), 1e-13);
            Assert.Equal(best.Threshold, Metrics.BestThreshold(a, y, s).Threshold);
            Assert.Equal(best.F1, Metrics.BestThreshold(a, y, s).F1, 1e-13);
        }
    }

    [Fact]
    public void The_loss_of_logits_is_that_of_the_kernel_and_does_not_round_probabilities()
    {
        double[] z = [-3, 0.5, 2, 800, -800];
        double[] y = [0, 1, 0.25, 0, 1];
        Assert.Equal(Kernels.LogLoss(z, y), Metrics.LogLossFromLogits(z, y), 1e-13);
        Assert.Equal(600, Metrics.LogLossFromLogits([800, 0], [0, 1], [3, 0]) * 0.75, 1e-10);
    }

    [Fact]
    public void Weights_that_are_no_weights_are_refused()
    {
        ArgumentException length = Assert.Throws<ArgumentException>(() => Metrics.Accuracy([1, 0], [1, 0], [1]));
        Assert.Contains("sampleWeights has length 1, but the number of labels is 2", length.Message, StringComparison.Ordinal);
        ArgumentException negative = Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.Brier([1, 0], [1, 0], [1, -1]));
        Assert.Contains("the sample weight at index 1", negative.Message, StringComparison.Ordinal);
        ArgumentException nothing = Assert.Throws<ArgumentException>(() => Metrics.RocAuc([1, 0], [1, 0], [0, 0]));
        Assert.Contains("the sample weights sum to 0", nothing.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Metrics.RocAuc([1, 0], [1, 0], [1, 0]));
        Assert.Throws<ArgumentException>(() => Metrics.AveragePrecision([1, 0], [1, 0], [0, 1]));
        Assert.Throws<ArgumentException>(() => Metrics.BestThreshold([1, 0], [1, 0], [0, 1]));
    }
}
