using CommunityToolkit.HighPerformance;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>The decorators of an objective, and its sample weights.</summary>
public sealed class ObjectiveTests
{
    // Sums of some hundred terms of magnitudes up to some hundred: far more roundings than there are, and far below any mistake.
    private const double Rounding = 1e-12;

    public static TheoryData<string, Layout> Cases => LogisticObjectiveBitsTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whole_weights_are_repeated_examples(string type, Layout layout)
    {
        const int Count = 41, Features = 7;
        RandomProblem problem = new(type, layout, Count, Features);
        int[] times = [.. Enumerable.Range(0, Count).Select(i => i % 4)];
        ObjectiveOptions options = new() { Scale = RandomProblem.Scale };
        IObjective weighted = problem.Objective(options with { SampleWeights = Array.ConvertAll(times, time => (double)time) });
        Assert.Equal(times.Sum(), weighted.TotalWeight);

        double[] expected = new double[Features];
        double[] gradient = new double[Features];
        LogisticGradientResult repeated = problem.Objective(options).EvaluateBatch(
            [.. Enumerable.Range(0, Count).SelectMany(i => Enumerable.Repeat(i, times[i]))], problem.Weights, problem.Bias, expected);
        LogisticGradientResult got = weighted.Evaluate(problem.Weights, problem.Bias, gradient);
        double bound = 2 * Agreement.Gamma(times.Sum() + Features + 20, problem.Roundoff) * 10;
        Agreement.Within($"{problem.Name}, J", repeated.Cost, got.Cost, bound);
        Agreement.Within($"{problem.Name}, db", repeated.BiasGradient, got.BiasGradient, bound);
        for (int j = 0; j < Features; j++)
        {
            Agreement.Within($"{problem.Name}, dw {j}", expected[j], gradient[j], bound);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_batch_of_all_examples_is_the_whole(string type, Layout layout)
    {
        foreach ((int count, int features) in new[] { (1, 1), (37, 19), (130, 33) })
        {
            RandomProblem problem = new(type, layout, count, features);
            double[] expected = new double[features];
            double[] gradient = new double[features];
            IObjective objective = problem.Objective();
            LogisticGradientResult whole = objective.Evaluate(problem.Weights, problem.Bias, expected);
            LogisticGradientResult batch = objective.EvaluateBatch(
                [.. Enumerable.Range(0, count)], problem.Weights, problem.Bias, gradient);
            LogisticBounds bounds = problem.Bounds(extra: 3);
            Agreement.Within($"{problem.Name}, J", whole.Cost, batch.Cost, 2 * bounds.Cost);
            Agreement.Within($"{problem.Name}, db", whole.BiasGradient, batch.BiasGradient, 2 * bounds.Bias);
            for (int j = 0; j < features; j++)
            {
                Agreement.Within($"{problem.Name}, dw {j}", expected[j], gradient[j], 2 * bounds.Weight[j]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_Hessian_is_the_weighted_Gram_matrix_with_the_bias_last_on_every_Isa_and_thread_count(string type, Layout layout)
    {
        foreach ((int count, int features) in new[] { (1, 1), (37, 19), (90, 70) })
        {
            RandomProblem problem = new(type, layout, count, features);
            double[] sampleWeights = [.. Enumerable.Range(0, count).Select(i => 0.5 + (i % 3))];
            double[,] first = new double[features + 1, features + 1];
            ObjectiveOptions options = new() { Scale = RandomProblem.Scale, SampleWeights = sampleWeights };
            problem.Objective(options with { Isa = Isa.Scalar, Threads = 1 }).Hessian(problem.Weights, problem.Bias, first);
            AssertHessian(problem, sampleWeights, first);
            foreach (Isa isa in Agreement.Isas)
            {
                double[,] again = new double[features + 1, features + 1];
                problem.Objective(options with { Isa = isa, Threads = 3 }).Hessian(problem.Weights, problem.Bias, again);
                Assert.Equal(first, again);
            }
        }
    }

    [Fact]
    public void Standardised_it_is_the_objective_over_z_scores()
    {
        RandomProblem problem = new("double", Layout.ExampleRows, 60, 5);
        Standardization z = Standardization.Fit(new Examples<double>(problem.X, 60, 5), RandomProblem.Scale);
        double[] scores = [.. problem.X.Select((value, index) =>
            ((value / RandomProblem.Scale) - z.Means.Span[index % 5]) / z.Deviations.Span[index % 5])];
        for (int j = 0; j < 5; j++)
        {
            double[] column = [.. scores.Where((_, index) => index % 5 == j)];
            Agreement.Within($"mean {j}", 0, column.Average(), Rounding);
            Agreement.Within($"variance {j}", 1, column.Average(value => value * value), Rounding);
        }

        IObjective plain = LogisticObjective.Create(new ReadOnlyMemory2D<double>(scores, 60, 5), problem.Labels);
        StandardizedObjective folded = new(problem.Objective(), z);
        CompareAll(plain, folded, problem.Weights, problem.Bias);
        Assert.Equal((60, 5, 60.0), (folded.Count, folded.Features, folded.TotalWeight));
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void Means_and_deviations_are_of_the_values_as_stored_in_every_type(Layout layout)
    {
        // Two examples: (1, 7), (3, 7). The second feature is always the same.
        double[] values = layout == Layout.ExampleRows ? [1, 7, 3, 7] : [1, 3, 7, 7];
        foreach (Standardization z in (Standardization[])[
            Standardization.Fit(new Examples<double>(values, 2, 2, layout), 2),
            Standardization.Fit(new Examples<float>(Array.ConvertAll(values, value => (float)value), 2, 2, layout), 2),
            Standardization.Fit(new Examples<byte>(Array.ConvertAll(values, value => (byte)value), 2, 2, layout), 2)])
        {
            Assert.Equal([1, 3.5], z.Means.ToArray());
            Assert.Equal([0.5, 1], z.Deviations.ToArray());
        }
    }

    [Fact]
    public void A_penalty_adds_half_lambda_times_the_squared_norm_and_leaves_the_bias_free()
    {
        RandomProblem problem = new("double", Layout.ExampleRows, 30, 4);
        IObjective plain = problem.Objective();
        L2Regularized penalised = new(plain, 0.25);
        double[] inner = new double[4];
        double[] gradient = new double[4];
        LogisticGradientResult without = plain.Evaluate(problem.Weights, 0.5, inner);
        LogisticGradientResult with = penalised.Evaluate(problem.Weights, 0.5, gradient);
        Agreement.Within("J", without.Cost + (0.125 * problem.Weights.Sum(w => w * w)), with.Cost, Rounding);
        Assert.Equal(without.BiasGradient, with.BiasGradient);
        double[,] innerHessian = new double[5, 5];
        double[,] hessian = new double[5, 5];
        plain.Hessian(problem.Weights, 0.5, innerHessian);
        penalised.Hessian(problem.Weights, 0.5, hessian);
        for (int j = 0; j < 5; j++)
        {
            if (j < 4)
            {
                Agreement.Within($"dw {j}", inner[j] + (0.25 * problem.Weights[j]), gradient[j], Rounding);
            }

            for (int k = 0; k < 5; k++)
            {
                Assert.Equal(innerHessian[j, k] + (j == k && j < 4 ? 0.25 : 0), hessian[j, k]);
            }
        }
    }

    [Fact]
    public void The_gap_is_never_below_the_true_distance_from_the_minimum()
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(120, 4, seed: 6);
        L2Regularized objective = new(LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 120, 4), labels), 0.01);
        double minimum = new ReferenceFit(x, labels, 0.01).Cost;
        Random random = new(7);
        for (int trial = 0; trial < 200; trial++)
        {
            double[] weights = [.. Enumerable.Range(0, 4).Select(_ => (random.NextDouble() - 0.5) * 6)];
            double bias = (random.NextDouble() - 0.5) * 4;
            double above = objective.Evaluate(weights, bias, new double[4]).Cost - minimum;
            Assert.True(
                objective.DualityGap(weights, bias) >= above - Rounding,
                $"trial {trial}: {objective.DualityGap(weights, bias)} for {above}");
        }
    }

    [Fact]
    public void Balanced_classes_are_the_total_weight_over_twice_that_of_each_class()
    {
        double[,] x = { { 1 }, { 2 }, { 3 }, { 5 } };
        IObjective balanced = LogisticObjective.Create(
            x, [0, 0, 0, 1], new() { BalancedClasses = true, SampleWeights = new double[] { 1, 2, 1, 1 } });
        double[] byHand = [5 / 8.0, 10 / 8.0, 5 / 8.0, 5 / 2.0];
        IObjective explicitly = LogisticObjective.Create(x, [0, 0, 0, 1], new() { SampleWeights = byHand });
        double[] gradient = new double[1];
        double[] expected = new double[1];
        Assert.Equal(explicitly.Evaluate([0.5], 0.25, expected), balanced.Evaluate([0.5], 0.25, gradient));
        Assert.Equal(expected, gradient);
    }

    [Theory]
    [InlineData(Layout.ExampleRows, double.NaN, "the feature at [17, 3] is NaN")]
    [InlineData(Layout.FeatureRows, double.NaN, "the feature at [17, 3] is NaN")]
    [InlineData(Layout.ExampleRows, double.PositiveInfinity, "the feature at [17, 3] is Infinity")]
    [InlineData(Layout.FeatureRows, double.NegativeInfinity, "the feature at [17, 3] is -Infinity")]
    public void A_feature_that_is_not_finite_is_named_before_the_first_step(Layout layout, double value, string says)
    {
        foreach (string optimizer in (string[])["gd", "lbfgs", "newton"])
        {
            (double[] x, double[] labels) = OptimumTests.Overlapping(40, 6, seed: 8);
            double[] stored = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                stored[layout == Layout.ExampleRows ? i : (i % 6 * 40) + (i / 6)] = i == (17 * 6) + 3 ? value : x[i];
            }

            (int height, int width) = layout == Layout.ExampleRows ? (40, 6) : (6, 40);
            IObjective doubles = LogisticObjective.Create(
                new ReadOnlyMemory2D<double>(stored, height, width), labels, layout: layout);
            IObjective singles = LogisticObjective.Create(
                new ReadOnlyMemory2D<float>(Array.ConvertAll(stored, entry => (float)entry), height, width),
                labels,
                layout: layout);
            foreach (IObjective objective in (IObjective[])[doubles, singles, new L2Regularized(doubles, 1)])
            {
                InvalidDataException found = Assert.Throws<InvalidDataException>(() => OptimumTests.Minimize(optimizer, objective, 1e-6));
                Assert.Contains(says, found.Message, StringComparison.Ordinal);
            }
        }

        InvalidDataException measured = Assert.Throws<InvalidDataException>(
            () => Standardization.Fit(new Examples<double>([1, 2, 3, double.NaN], 2, 2)));
        Assert.Contains("[1, 1] is NaN", measured.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_mean_nothing_are_refused_with_what_was_found()
    {
        double[,] x = { { 1 }, { 2 } };
        AssertRefused("there are no examples", () => LogisticObjective.Create(new double[0, 3], []));
        AssertRefused("the 2 sample weights sum to 0", () => LogisticObjective.Create(x, [0, 1], new() { SampleWeights = new double[2] }));
        AssertRefused(
            "there are 3 sample weights for 2 examples",
            () => LogisticObjective.Create(x, [0, 1], new() { SampleWeights = new double[3] }));
        AssertRefused(
            "the sample weight at index 1 is -1",
            () => LogisticObjective.Create(x, [0, 1], new() { SampleWeights = new double[] { 1, -1 } }));
        AssertRefused(
            "the sample weight at index 0 is NaN",
            () => LogisticObjective.Create(x, [0, 1], new() { SampleWeights = new[] { double.NaN, 1 } }));
        AssertRefused(
            "all 2 labels are 1; balanced classes need examples of both",
            () => LogisticObjective.Create(x, [1, 1], new() { BalancedClasses = true }));
        AssertRefused("the label at index 1 is 0.5", () => LogisticObjective.Create(x, [1, 0.5], new() { BalancedClasses = true }));
        AssertRefused("the strength of the penalty must be a finite number above 0", () => new L2Regularized(FakeObjective.Bowl(1), 0));
        AssertRefused("there are 2 means for 1 features", () => new StandardizedObjective(FakeObjective.Bowl(1), new([1, 2], [1, 1])));
        AssertRefused("the deviation at index 0 is 0", () => new Standardization([1], [0]));
        AssertRefused("there are 1 means for 2 deviations", () => new Standardization([1], [1, 2]));
        Assert.Throws<NotSupportedException>(
            () => new Newton().Minimize(
                FakeObjective.Bowl(1), new(new double[] { 1 }, 0), cancellation: TestContext.Current.CancellationToken));
    }

    private static void AssertRefused(string says, Func<object> make)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(make);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static void CompareAll(IObjective expected, IObjective got, double[] weights, double bias)
    {
        int features = expected.Features;
        double[] expectedGradient = new double[features];
        double[] gradient = new double[features];
        Compare("whole", expected.Evaluate(weights, bias, expectedGradient), got.Evaluate(weights, bias, gradient));
        int[] some = [3, 1, 4, 1, 5];
        Compare("batch", expected.EvaluateBatch(some, weights, bias, expectedGradient), got.EvaluateBatch(some, weights, bias, gradient));
        Compare(
            "positives",
            expected.EvaluatePositives(weights, bias, expectedGradient)!.Value,
            got.EvaluatePositives(weights, bias, gradient)!.Value);
        double[,] expectedHessian = new double[features + 1, features + 1];
        double[,] hessian = new double[features + 1, features + 1];
        expected.Hessian(weights, bias, expectedHessian);
        got.Hessian(weights, bias, hessian);
        foreach ((double First, double Second) pair in expectedHessian.Cast<double>().Zip(hessian.Cast<double>()))
        {
            Agreement.Within("Hessian", pair.First, pair.Second, Rounding);
        }

        void Compare(string what, LogisticGradientResult first, LogisticGradientResult second)
        {
            Agreement.Within($"{what}, J", first.Cost, second.Cost, Rounding);
            Agreement.Within($"{what}, db", first.BiasGradient, second.BiasGradient, Rounding);
            for (int j = 0; j < features; j++)
            {
                Agreement.Within($"{what}, dw {j}", expectedGradient[j], gradient[j], Rounding);
            }
        }
    }

    private static void AssertHessian(RandomProblem problem, double[] sampleWeights, double[,] hessian)
    {
        double[] x = problem.DividedX();
        int size = problem.Features + 1;
        double Value(int i, int j) => j == problem.Features ? 1 : x[(i * problem.Features) + j];
        double[] curvatures = new double[problem.Count];
        for (int i = 0; i < problem.Count; i++)
        {
            double z = problem.Bias + ForLoop.Dot(problem.Weights, x.AsSpan(i * problem.Features, problem.Features));
            curvatures[i] = sampleWeights[i] / ((1 + Math.Exp(z)) * (1 + Math.Exp(-z)));
        }

        for (int j = 0; j < size; j++)
        {
            for (int k = 0; k < size; k++)
            {
                double expected = 0;
                for (int i = 0; i < problem.Count; i++)
                {
                    expected += curvatures[i] * Value(i, j) * Value(i, k);
                }

                // The logits have the arithmetic's precision, and a curvature follows its logit at most one to one; the rest is double.
                expected /= sampleWeights.Sum();
                double bound = Agreement.Gamma((problem.Features / 8.0) + 30, problem.Roundoff) * 10 * expected;
                Agreement.Within($"{problem.Name} H[{j}, {k}]", expected, hessian[j, k], bound + Rounding);
            }
        }
    }
}
