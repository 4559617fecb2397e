using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Tables that <see cref="FitLawTests"/> drew and that once had a false verdict.</summary>
public class DrawnTablesTests
{
    public static TheoryData<string> Optimizers => ["lbfgs", "newton"];

    /// <summary>
    /// Soft labels at x = 0 and 1 fix the bias and the first weight. The last column is 1 in one example only, of label 1, whose loss falls
    /// for ever as its weight grows.
    /// </summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Classes_are_separable_beside_labels_between_0_and_1(string optimizer)
    {
        double[] x = [0, 0, 1, 0, 0, 0, 1, 0, 1, 1];
        double[] labels = [0.25, 0.5, 0.75, 0.125, 1];
        Assert.Equal(StopReason.Separable, Fit(optimizer, x, labels));

        double[] known = [.. labels[..^1], 0.875];
        Assert.Equal(StopReason.Converged, Fit(optimizer, x, known));
    }

    /// <summary>
    /// Without the second column, minus twice the first, the three examples of soft labels are independent (their determinant with the bias
    /// is 1), so that no direction moves none of them. Along the columns' dependence no logit moves at all.
    /// </summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_direction_that_moves_no_logit_does_not_separate(string optimizer)
    {
        double[] x = [2, -4, 2, 1, -2, 4, 2, -4, 23, 5, -10, -5];
        double[] labels = [0.25, 0.5, 0, 0.5];
        double[] weights = [13189.470423473731, 70583.55362042019, 25414.806358709375, 13624.861166172132];
        FitOptions options = new() { Standardize = true, SampleWeights = weights };
        Assert.NotEqual(StopReason.Separable, Fit(optimizer, x, labels, options));
    }

    /// <summary>
    /// The second column is 1 in one example of class 0 only. The other columns depend on each other but for the fifth, 1024 times the
    /// first and a little more. The losses vanish before the iterates settle.
    /// </summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_rare_feature_beside_near_copies(string optimizer)
    {
        double[] x =
        [
            1.2, 0, 12, 10, 20450000, 273900, 1.1, 0, 12, 10, 10210000, 171500, 1.2, 0, 12, 10, 20510000, 274500,
            1, 0, 12, 10, -10000, 69300, 1, 0, 12, 10, 10000, 69500, 1, 0, 12, 10, 20000, 69600,
            1.2, 0, 12, 10, 20450000, 273900, 1.1, 0, 12, 10, 10230000, 171700,
            1, 0, 12, 10, 20000, 69600, 1.2, 0, 12, 10, 20450000, 273900, 1, 1, 12, 8, -30000, 69200, 1.2, 0, 12, 10, 20460000, 274000,
            1.1, 0, 12, 10, 10230000, 171700, 1.1, 0, 12, 10, 10240000, 171800,
        ];
        double[] labels = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        double[] weights =
        [
            0.04967105341920213, 0.003898166004055257, 0.06225492591469313, 0.07675586069177644, 0.058369237233590915,
            0, 0.019960723662264986, 0, 0, 0.048717498358207524, 0.052718233410137816, 0.08387444775126617,
            0.03219823868907906, 0.005473386707004806,
        ];
        FitOptions options = new() { Intercept = false, SampleWeights = weights, BalancedClasses = true };
        Assert.Equal(StopReason.Separable, Fit(optimizer, x, labels, options));
    }

    private static StopReason Fit(string optimizer, double[] x, double[] labels, FitOptions? options = null) => LogisticRegression.Fit(
        new Examples<double>(x, labels.Length, x.Length / labels.Length),
        labels,
        (options ?? new()) with { Optimizer = optimizer == "newton" ? new Newton() : new Lbfgs() },
        cancellation: TestContext.Current.CancellationToken).Optimization.Stopped;
}
