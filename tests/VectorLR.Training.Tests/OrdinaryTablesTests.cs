using VectorLR.Data;
using VectorLR.Tests;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Columns in raw units, with offsets, constants, weights and rare events: the optimum is found, whatever they are.</summary>
/// <remarks>
/// The labels over one evenly spaced column have the optimum 0.5338272529684743, computed with 50 digits. It does not depend on the
/// column's unit and offset.
/// </remarks>
public class OrdinaryTablesTests
{
    private const double Optimum = 0.5338272529684743;

    private static readonly double[] s_labels = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1];

    public static TheoryData<string> Optimizers => ["lbfgs", "newton"];

    public static TheoryData<string, double, double> Columns
    {
        get
        {
            TheoryData<string, double, double> data = [];
            foreach (string optimizer in (string[])["lbfgs", "newton"])
            {
                foreach ((double first, double step) in ((double, double)[])[
                    (1, 1), (1_000_000, 1), (1e-6, 1e-6), (20240101, 1), (2460000.5, 0.1), (1e8, 1), (-3e7, 0.25), (1e30, 1e30),
                    (7e-21, 1e-21)])
                {
                    data.Add(optimizer, first, step);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void One_evenly_spaced_column_in_any_unit_and_with_any_offset(string optimizer, double first, double step)
    {
        double[] x = Column(i => first + (i * step));
        foreach (FitOptions options in (FitOptions[])[new(), new() { Standardize = true }])
        {
            FitResult fit = Fit(optimizer, x, 1, options);
            Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
            Agreement.Within("J", Optimum, fit.Optimization.Cost, 1e-8);
            AssertProbabilities(Column(i => i), x, optimizer, options);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_small_unit_beside_an_ordinary_one(string optimizer)
    {
        double[] noise = [0.2, 0.9, 0.4, 0.1, 0.7, 0.3, 0.8, 0.6, 0.5, 0.2, 0.95, 0.35];
        double[] ordinary = Table(2, (i, j) => j == 0 ? noise[i] : i + 1);
        double[] small = Table(2, (i, j) => j == 0 ? noise[i] : (i + 1) * 1e-7);
        ReferenceFit expected = new(ordinary, s_labels, 0);
        FitResult got = Fit(optimizer, small, 2);
        Agreement.Within("J", expected.Cost, got.Optimization.Cost, 1e-10);
        Agreement.Within("weight 0", expected.Parameters[0].ToDouble(), got.Model.Parameters.Weights.Span[0], 1e-5);
        Agreement.Within("weight 1", expected.Parameters[1].ToDouble(), got.Model.Parameters.Weights.Span[1] * 1e-7, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Three_events_in_a_million_rows(string optimizer)
    {
        // 53 rows, each 20000 times but for three copies that are events.
        const int Distinct = 50;
        const int Copies = 20_000;
        const int Count = Distinct * Copies;
        double[] x = new double[2 * Count];
        double[] labels = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            x[2 * i] = 10.0 * (i % Distinct) / Distinct;
            x[(2 * i) + 1] = (i * 7 % Distinct / (double)Distinct) - 0.5;
        }

        int[] events = [5, 712, 900_023];
        double[] rows = [.. x.AsSpan(0, 2 * Distinct), .. events.SelectMany(i => (double[])[x[2 * i], x[(2 * i) + 1]])];
        double[] weights = [.. Enumerable.Range(0, Distinct).Select(k => (double)Copies - events.Count(i => i % Distinct == k)), 1, 1, 1];
        foreach (int i in events)
        {
            labels[i] = 1;
        }

        foreach (double l2 in (double[])[0, 1e-6])
        {
            FitResult fit = LogisticRegression.Fit(
                new Examples<double>(x, Count, 2),
                labels,
                new() { Optimizer = Optimizer(optimizer), L2 = l2 },
                cancellation: TestContext.Current.CancellationToken);
            ReferenceFit reference = new(rows, [.. new double[Distinct], 1, 1, 1], l2, sampleWeights: weights);
            Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
            double[] got = [.. fit.Model.Parameters.Weights.Span, fit.Model.Parameters.Bias];
            for (int j = 0; j < got.Length; j++)
            {
                double expected = reference.Parameters[j].ToDouble();
                Agreement.Within($"parameter {j}", expected, got[j], 1e-3 * Math.Abs(expected));
            }
        }
    }

    [Theory]
    [InlineData("lbfgs", 98.6)]
    [InlineData("newton", 98.6)]
    [InlineData("newton", 3)]
    [InlineData("lbfgs", 0.1)]
    [InlineData("lbfgs", 1e17)]
    public void A_constant_column_changes_nothing_and_its_z_score_stays_0(string optimizer, double constant)
    {
        double[] x = Table(2, (i, j) => j == 0 ? i + 1 : constant);
        foreach (FitOptions options in (FitOptions[])[new(), new() { Standardize = true }, new() { Standardize = true, L2 = 0.1 }])
        {
            FitResult without = Fit(optimizer, Column(i => i + 1), 1, options);
            FitResult with = Fit(optimizer, x, 2, options);
            Assert.Equal(StopReason.Converged, with.Optimization.Stopped);
            Agreement.Within("J", without.Optimization.Cost, with.Optimization.Cost, 1e-12);
            Assert.Equal(0, with.Model.Parameters.Weights.Span[1]);
            double[] probability = new double[2];
            with.Model.PredictProbability(new Examples<double>([4, constant, 4, constant * 1.001], 2, 2), probability);
            Assert.Equal(probability[0], probability[1]);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_weight_of_k_is_k_copies(string optimizer)
    {
        double[] weights = [.. s_labels.Select((label, i) => label == 0 ? 9.0 : 1 + (i % 3))];
        double[] copies = [.. Column(i => i + 1).SelectMany((value, i) => Enumerable.Repeat(value, (int)weights[i]))];
        double[] copiedLabels = [.. s_labels.SelectMany((label, i) => Enumerable.Repeat(label, (int)weights[i]))];
        foreach (bool balanced in (bool[])[false, true])
        {
            FitOptions options = new() { Standardize = true, L2 = 0.01, BalancedClasses = balanced };
            FitResult expected = LogisticRegression.Fit(
                new Examples<double>(copies, copies.Length, 1),
                copiedLabels,
                options with { Optimizer = Optimizer(optimizer) },
                cancellation: TestContext.Current.CancellationToken);
            FitResult got = Fit(optimizer, Column(i => i + 1), 1, options with { SampleWeights = weights });
            Agreement.Within("J", expected.Optimization.Cost, got.Optimization.Cost, 1e-13);
            Agreement.Within("weight", expected.Model.Parameters.Weights.Span[0], got.Model.Parameters.Weights.Span[0], 1e-7);
            Agreement.Within("mean", expected.Model.Standardization!.Means.Span[0], got.Model.Standardization!.Means.Span[0], 1e-14);
            Agreement.Within(
                "deviation", expected.Model.Standardization.Deviations.Span[0], got.Model.Standardization.Deviations.Span[0], 1e-14);
            if (optimizer == "newton")
            {
                Agreement.Within(
                    "standard error",
                    expected.Optimization.StandardErrors!.Value.Span[0],
                    got.Optimization.StandardErrors!.Value.Span[0],
                    1e-7);
            }
        }
    }

    [Fact]
    public void Balanced_after_weights_has_the_published_optimum()
    {
        FitOptions options = new()
        {
            BalancedClasses = true,
            SampleWeights = Array.ConvertAll(s_labels, label => label == 0 ? 9.0 : 1),
        };
        Parameters got = Fit("lbfgs", Column(i => i + 1), 1, options).Model.Parameters;
        Agreement.Within("weight", 0.368419, got.Weights.Span[0], 1e-6);
        Agreement.Within("bias", -2.27359, got.Bias, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_row_of_weight_0_is_no_row(string optimizer)
    {
        double[] x = [.. Column(i => i + 1), 1_000_000];
        double[] weights = [.. Enumerable.Repeat(1.0, 12), 0];
        FitResult fit = LogisticRegression.Fit(
            new Examples<double>(x, 13, 1),
            [.. s_labels, 1],
            new() { Optimizer = Optimizer(optimizer), Standardize = true, L2 = 0.1, SampleWeights = weights },
            cancellation: TestContext.Current.CancellationToken);
        Agreement.Within("J", 0.582727, fit.Optimization.Cost, 1e-6);
        FitResult without = Fit(optimizer, Column(i => i + 1), 1, new() { Standardize = true, L2 = 0.1 });
        Agreement.Within("J", without.Optimization.Cost, fit.Optimization.Cost, 1e-13);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(3)]
    public void The_size_of_all_weights_changes_nothing_but_standard_errors(double size)
    {
        FitOptions options = new() { Optimizer = new Newton(), Standardize = true, BalancedClasses = true };
        float[] x = Array.ConvertAll(Column(i => i + 1), value => (float)value);
        FitResult one = LogisticRegression.Fit(
            new Examples<float>(x, 12, 1), s_labels, options, cancellation: TestContext.Current.CancellationToken);
        double[] weights = [.. Enumerable.Repeat(size, 12)];
        FitResult got = LogisticRegression.Fit(
            new Examples<float>(x, 12, 1),
            s_labels,
            options with { SampleWeights = weights },
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Converged, got.Optimization.Stopped);
        Agreement.Within("weight", one.Model.Parameters.Weights.Span[0], got.Model.Parameters.Weights.Span[0], 1e-6);
        double ratio = got.Optimization.StandardErrors!.Value.Span[0] / one.Optimization.StandardErrors!.Value.Span[0];
        Agreement.Within("ratio of the standard errors", 1, ratio * Math.Sqrt(size), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Without_an_intercept_z_scores_are_not_centered(string optimizer)
    {
        FitResult fit = Fit(optimizer, Column(i => i + 1), 1, new() { Standardize = true, Intercept = false });
        Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
        Assert.Equal(0.5, fit.Model.PredictProbability([0.0]));
        Assert.Equal(0, fit.Model.Standardization!.Means.Span[0]);
    }

    [Fact]
    public void One_class_of_weight_above_0_is_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Fit(
            "lbfgs", Column(i => i + 1), 1, new() { L2 = 0.1, SampleWeights = (double[])s_labels.Clone() }));
        Assert.Contains("all labels of weight above 0 are 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e154, "too large", "divide it")]
    [InlineData(1e200, "too large", "divide it")]
    [InlineData(1e-150, "too close to each other", "multiply it")]
    [InlineData(1e-200, "too close to each other", "multiply it")]
    [InlineData(1e-300, "too close to each other", "multiply it")]
    public void A_feature_whose_squares_are_no_doubles_is_refused_by_name(double unit, string says, string advice)
    {
        foreach (string optimizer in (string[])["lbfgs", "newton"])
        {
            foreach (IReadOnlyList<string>? names in (IReadOnlyList<string>?[])[null, ["time", "dose"]])
            {
                double[] x = Table(2, (i, j) => j == 0 ? i % 5 : (i + 1) * unit);
                InvalidDataException refused = Assert.Throws<InvalidDataException>(
                    () => Fit(optimizer, x, 2, new() { FeatureNames = names }));
                Assert.StartsWith(names is null ? "feature 1 " : "the feature 'dose' ", refused.Message, StringComparison.Ordinal);
                Assert.Contains(says, refused.Message, StringComparison.Ordinal);
                Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void Floats_far_from_0_are_computed_in_double(Layout layout)
    {
        float[] x = Array.ConvertAll(Column(i => 1_000_000 + i), value => (float)value);
        FitResult fit = LogisticRegression.Fit(
            new Examples<float>(x, 12, 1, layout),
            s_labels,
            new() { Standardize = true },
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
        Assert.Equal(Precision.Double, fit.Model.Precision);
        Agreement.Within("J", Optimum, fit.Optimization.Cost, 1e-10);
    }

    [Fact]
    public void Newton_says_which_columns_depend_on_which()
    {
        double[] noise = [0.2, 0.9, 0.4, 0.1, 0.7, 0.3, 0.8, 0.6, 0.5, 0.2, 0.95, 0.35];
        double Cell(int i, int j) => j switch
        {
            0 => i + 1,
            1 => noise[i],
            2 => 7,
            _ => (2 * (i + 1)) - (3 * noise[i]) + 5,
        };
        FitResult fit = Fit("newton", Table(4, Cell), 4);
        Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
        Agreement.Within("J", Fit("newton", Table(2, Cell), 2).Optimization.Cost, fit.Optimization.Cost, 1e-12);
        Assert.Equal([2, 3], fit.Optimization.DependentFeatures.Select(dependence => dependence.Feature));
        Assert.Empty(fit.Optimization.DependentFeatures[0].On);
        Assert.Equal([0, 1], fit.Optimization.DependentFeatures[1].On);
        Assert.Equal([false, false, true, true, false], fit.Optimization.StandardErrors!.Value.ToArray().Select(double.IsNaN));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 / 569.0)]
    public void Breast_cancer_raw_takes_at_most_sixty_passes(double l2)
    {
        DataSet data = Samples.BreastCancer();
        double[] x = [.. data.Features.ToDouble().Span.ToArray().Cast<double>()];
        FitResult fit = LogisticRegression.Fit(
            new Examples<double>(x, 569, 30), data.Labels.Span, new() { L2 = l2 }, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(fit.Optimization.Passes, 1, 60);
        if (l2 == 0)
        {
            // With all thirty features the classes are separable.
            Assert.Equal(StopReason.Separable, fit.Optimization.Stopped);
            return;
        }

        Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
        ReferenceFit reference = new(x, data.Labels.ToArray(), l2);
        Agreement.Within("J", reference.Cost, fit.Optimization.Cost, 1e-10 * reference.Cost);
    }

    [Theory]
    [InlineData("lbfgs", 0)]
    [InlineData("newton", 0)]
    [InlineData("lbfgs", 1e-300)]
    [InlineData("newton", 1e-300)]
    public void Without_a_tolerance_it_stops_where_nothing_changes_any_more(string optimizer, double tolerance)
    {
        for (int seed = 60; seed < 80; seed++)
        {
            int features = 1 + (seed % 8);
            (double[] x, double[] labels) = OptimumTests.Overlapping(60 + seed, features, seed);
            float[] singles = Array.ConvertAll(x, value => (float)value);
            FitOptions options = new()
            {
                Optimizer = Optimizer(optimizer),
                L2 = seed % 2 == 0 ? 0.01 : 0,
                Stopping = new() { Tolerance = tolerance, Iterations = 100_000 },
            };
            CancellationToken never = TestContext.Current.CancellationToken;
            foreach (FitResult fit in (FitResult[])[
                LogisticRegression.Fit(new Examples<double>(x, labels.Length, features), labels, options, cancellation: never),
                LogisticRegression.Fit(new Examples<float>(singles, labels.Length, features), labels, options, cancellation: never)])
            {
                // Converged only if the estimated error is 0 to the bit.
                Assert.Contains(fit.Optimization.Stopped, (StopReason[])[StopReason.PrecisionLimit, StopReason.Converged]);
                Assert.InRange(fit.Optimization.Iterations, 1, 200);
                double expected = new ReferenceFit(x, labels, options.L2).Cost;
                Agreement.Within("J", expected, fit.Optimization.Cost, fit.Model.Precision == Precision.Double ? 1e-14 : 1e-6);
            }
        }
    }

    private static double[] Column(Func<int, double> value) => [.. Enumerable.Range(0, 12).Select(value)];

    private static double[] Table(int columns, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, 12 * columns).Select(k => value(k / columns, k % columns))];

    private static IOptimizer Optimizer(string name) => name == "newton" ? new Newton() : new Lbfgs();

    private static FitResult Fit(string optimizer, double[] x, int features, FitOptions? options = null) =>
        LogisticRegression.Fit(
            new Examples<double>(x, 12, features),
            s_labels,
            (options ?? new()) with { Optimizer = Optimizer(optimizer) },
            cancellation: TestContext.Current.CancellationToken);

    /// <summary>The fit over a column gives the probabilities of the fit over the reference column.</summary>
    private static void AssertProbabilities(double[] reference, double[] x, string optimizer, FitOptions options)
    {
        double[] expected = new double[12];
        double[] got = new double[12];
        Fit(optimizer, reference, 1, options).Model.PredictProbability(new Examples<double>(reference, 12, 1), expected);
        Fit(optimizer, x, 1, options).Model.PredictProbability(new Examples<double>(x, 12, 1), got);
        for (int i = 0; i < 12; i++)
        {
            Agreement.Within($"probability {i}", expected[i], got[i], 1e-6);
        }
    }
}
