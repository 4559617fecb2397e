using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Separable classes are told from others, against exact integer arithmetic over all directions that matter.</summary>
public class SeparationTests
{
    /// <summary>
    /// In two features and the bias, if any direction separates then one does that is at right angles to two examples (the extreme rays of
    /// a cone in three dimensions), or the sum of some that do: every such direction is tried.
    /// </summary>
    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(1e-5, 0.0)]
    [InlineData(1e4, 3.0)]
    [InlineData(0.25, 1000.0)]
    public void Random_small_tables(double unit, double offset)
    {
        Random random = new(17);
        int separable = 0;
        for (int trial = 0; trial < 150; trial++)
        {
            int count = random.Next(6, 14);
            int range = random.Next(2, 6);
            int[] x = [.. Enumerable.Range(0, 2 * count).Select(_ => random.Next(range))];
            double[] labels = [.. Enumerable.Range(0, count).Select(i =>
                random.Next(8) < 2 ? random.Next(2) : x[2 * i] + x[(2 * i) + 1] > range - 1 ? 1 : 0)];
            (labels[0], labels[1]) = (0, 1);
            bool expected = IsSeparable(x, labels);
            separable += expected ? 1 : 0;
            double[] table = Array.ConvertAll(x, value => (value * unit) + offset);
            foreach (IOptimizer optimizer in (IOptimizer[])[new Lbfgs(), new Newton()])
            {
                OptimizationResult result = LogisticRegression.Fit(
                    new Examples<double>(table, count, 2),
                    labels,
                    new() { Optimizer = optimizer },
                    cancellation: TestContext.Current.CancellationToken).Optimization;
                Assert.True(
                    expected == (result.Stopped == StopReason.Separable),
                    $"trial {trial}, {optimizer.GetType().Name}: {result.Stopped}, separable: {expected}, "
                    + $"x [{string.Join(", ", x)}], y [{string.Join(", ", labels)}]");
            }
        }

        // Both kinds occur often.
        Assert.InRange(separable, 30, 120);
    }

    /// <summary>The same in the other types, with weights of 0 to 3, and without an intercept.</summary>
    [Theory]
    [InlineData("float", true)]
    [InlineData("float", false)]
    [InlineData("byte", true)]
    [InlineData("byte", false)]
    public void Random_small_tables_of_floats_and_bytes_with_weights(string type, bool hasIntercept)
    {
        Random random = new(18);
        int separable = 0;
        for (int trial = 0; trial < 100; trial++)
        {
            int count = random.Next(8, 20);
            int range = random.Next(2, 6);
            int[] x = [.. Enumerable.Range(0, 2 * count).Select(_ => random.Next(range))];
            double[] labels = [.. Enumerable.Range(0, count).Select(i =>
                random.Next(8) == 0 ? random.Next(2)
                    : (hasIntercept ? x[2 * i] + x[(2 * i) + 1] > range - 1 : x[2 * i] > x[(2 * i) + 1]) ? 1 : 0)];
            (labels[0], labels[1]) = (0, 1);
            double[] weights = [.. Enumerable.Range(0, count).Select(i => i < 2 ? 1.0 : random.Next(4))];
            int[] counted = [.. Enumerable.Range(0, count).Where(i => weights[i] > 0)];
            bool expected = IsSeparable(
                [.. counted.SelectMany(i => (int[])[x[2 * i], x[(2 * i) + 1]])], [.. counted.Select(i => labels[i])], hasIntercept);
            separable += expected ? 1 : 0;
            foreach (IOptimizer optimizer in (IOptimizer[])[new Lbfgs(), new Newton()])
            {
                FitOptions options = new()
                {
                    Optimizer = optimizer,
                    Intercept = hasIntercept,
                    Standardize = trial % 2 == 0,
                    SampleWeights = weights,
                    BalancedClasses = trial % 3 == 0,
                };
                StopReason got = Fit(type, x, labels, options);
                Assert.True(
                    expected == (got == StopReason.Separable),
                    $"trial {trial}, {optimizer.GetType().Name}: {got}, separable: {expected}, x [{string.Join(", ", x)}], "
                    + $"y [{string.Join(", ", labels)}], weights [{string.Join(", ", weights)}]");
            }
        }

        // Both kinds occur often.
        Assert.InRange(separable, 15, 85);
    }

    /// <summary>
    /// Every row is there with both labels, so that no direction separates, but for some rows with one feature of their own, which does.
    /// </summary>
    [Theory]
    [InlineData("double", 1, 0)]
    [InlineData("double", 1e-5, 0)]
    [InlineData("double", 1e3, 2000)]
    [InlineData("float", 1, 0)]
    [InlineData("float", 0.25, 20)]
    [InlineData("byte", 1, 0)]
    public void A_rare_feature_decides(string type, double unit, double offset)
    {
        Random random = new(19);
        for (int trial = 0; trial < 40; trial++)
        {
            int features = random.Next(2, 8);
            int pairs = random.Next(4, 25);
            int rare = random.Next(1, 4);
            int range = random.Next(2, 6);
            List<int> x = [];
            List<double> labels = [];
            for (int i = 0; i < pairs + rare; i++)
            {
                int[] row = [.. Enumerable.Range(0, features - 1).Select(_ => random.Next(range)), i < pairs ? 0 : 1];
                double label = random.Next(2);
                double[] both = i < pairs ? [0, 1, label, label] : [1];
                x.AddRange(both.SelectMany(_ => row));
                labels.AddRange(both);
            }

            foreach (IOptimizer optimizer in (IOptimizer[])[new Lbfgs(), new Newton()])
            {
                foreach (bool hasIntercept in (bool[])[true, false])
                {
                    FitOptions options = new() { Optimizer = optimizer, Intercept = hasIntercept, Standardize = trial % 2 == 0 };
                    double[] table = [.. x.Select((value, k) => ((k % features == features - 1 ? 0 : offset) + value) * unit)];
                    Assert.Equal((trial, StopReason.Separable), (trial, Fit(type, table, labels, options)));
                    int without = 4 * pairs;
                    Assert.NotEqual(
                        (trial, StopReason.Separable),
                        (trial, Fit(type, table[..(without * features)], labels[..without], options)));
                }
            }
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e-5)]
    [InlineData(1e7)]
    public void Separable_in_one_direction_among_a_thousand_features(double unit)
    {
        const int Count = 120;
        const int Features = 1100;
        Random random = new(5);
        double[] x = new double[Count * Features];
        double[] labels = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            // Two features that say something and, in the rest, copies of the first: a rank of three.
            double a = random.Next(3);
            double b = random.Next(2);
            for (int j = 0; j < Features; j++)
            {
                x[(i * Features) + j] = unit * (j == 0 ? b : a * (1 + (j % 7)));
            }

            // Where b is 1 the label is 1: separable in this direction only.
            labels[i] = b == 1 ? 1 : random.Next(2);
        }

        OptimizationResult result = LogisticRegression.Fit(
            new Examples<double>(x, Count, Features), labels, cancellation: TestContext.Current.CancellationToken).Optimization;
        Assert.Equal(StopReason.Separable, result.Stopped);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e-5)]
    public void The_smallest_table_that_is_separable_in_part(double unit)
    {
        double[] x = [0, 0, 0, unit, unit, unit];
        foreach (IOptimizer optimizer in (IOptimizer[])[new Lbfgs(), new Newton()])
        {
            OptimizationResult result = LogisticRegression.Fit(
                new Examples<double>(x, 6, 1),
                [1, 0, 0, 1, 1, 1],
                new() { Optimizer = optimizer },
                cancellation: TestContext.Current.CancellationToken).Optimization;
            Assert.Equal(StopReason.Separable, result.Stopped);
        }
    }

    private static StopReason Fit(string type, IReadOnlyList<int> x, IReadOnlyList<double> labels, FitOptions options) =>
        Fit(type, [.. x.Select(value => (double)value)], labels, options);

    private static StopReason Fit(string type, double[] x, IReadOnlyList<double> labels, FitOptions options)
    {
        int count = labels.Count;
        int features = x.Length / count;
        double[] y = [.. labels];
        CancellationToken never = TestContext.Current.CancellationToken;
        FitResult fit = type switch
        {
            "float" => LogisticRegression.Fit(
                new Examples<float>(Array.ConvertAll(x, value => (float)value), count, features), y, options, cancellation: never),
            "byte" => LogisticRegression.Fit(
                new Examples<byte>(Array.ConvertAll(x, value => (byte)value), count, features), y, options, cancellation: never),
            _ => LogisticRegression.Fit(new Examples<double>(x, count, features), y, options, cancellation: never),
        };
        return fit.Optimization.Stopped;
    }

    private static bool IsSeparable(int[] x, double[] labels, bool hasIntercept = true)
    {
        long[][] rows = [.. labels.Select((label, i) =>
            Array.ConvertAll((long[])[x[2 * i], x[(2 * i) + 1], hasIntercept ? 1 : 0], value => label == 1 ? value : -value))];
        List<long[]> directions = [];
        foreach (long[] first in rows)
        {
            directions.Add(first);
            foreach (long[] second in rows)
            {
                directions.Add(Cross(first, second));

                // At right angles to one row, in the plane of two: for tables of a lower rank.
                directions.Add(Cross(first, Cross(first, second)));
            }
        }

        return directions.Any(direction => Separates(direction) || Separates(Array.ConvertAll(direction, value => -value)));

        bool Separates(long[] direction)
        {
            long[] margins = Array.ConvertAll(rows, row => (row[0] * direction[0]) + (row[1] * direction[1]) + (row[2] * direction[2]));
            return margins.Min() >= 0 && margins.Max() > 0;
        }
    }

    private static long[] Cross(long[] a, long[] b) =>
        [(a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0])];
}
