using CommunityToolkit.HighPerformance;
using VectorLR.Data;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class FitTests
{
    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public void A_wrong_number_of_feature_names_is_refused_before_the_fit()
    {
        FitOptions options = new() { FeatureNames = ["a", "b", "c"] };
        int iterations = 0;
        Progress counter = new(() => iterations++);
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => LogisticRegression.Fit(new Examples<double>([1, 2, 3, 5], 4, 1), [0, 1, 0, 1], options, counter, Never));
        Assert.Contains("there are 3 feature names for 1 weights", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, iterations);
    }

    private sealed class Progress(Action report) : IProgress<Iteration>
    {
        public void Report(Iteration value) => report();
    }

    [Fact]
    public void A_fit_from_spans_is_the_objective_s_with_everything_folded()
    {
        DataSet data = Samples.BreastCancer();
        double[] x = [.. data.Features.ToDouble().Span.ToArray().Cast<double>()];
        FitOptions options = new()
        {
            L2 = 0.01,
            Standardize = true,
            FeatureNames = data.FeatureNames,
            NegativeLabel = "benign",
            PositiveLabel = "malignant",
        };
        FitResult fit = LogisticRegression.Fit(new Examples<double>(x, 569, 30), data.Labels.Span, options, cancellation: Never);
        Standardization z = Standardization.Fit(new Examples<double>(x, 569, 30));
        OptimizationResult expected = new Lbfgs().Minimize(
            new L2Regularized(
                new StandardizedObjective(LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 569, 30), data.Labels.Span), z), 0.01),
            Parameters.Zero(30),
            cancellation: Never);
        Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
        Assert.Equal(expected.Parameters.Hash(), fit.Model.Parameters.Hash());
        Assert.Equal(data.FeatureNames, fit.Model.FeatureNames);

        // The model takes the features as they are: its logits are those of the z-scores.
        double[] logits = new double[569];
        fit.Model.PredictLogit(new Examples<double>(x, 569, 30), logits);
        for (int i = 0; i < 569; i++)
        {
            double logit = fit.Model.Parameters.Bias;
            double magnitude = Math.Abs(logit);
            for (int j = 0; j < 30; j++)
            {
                double term = fit.Model.Parameters.Weights.Span[j] * (x[(i * 30) + j] - z.Means.Span[j]) / z.Deviations.Span[j];
                logit += term;
                magnitude += Math.Abs(fit.Model.Parameters.Weights.Span[j] / z.Deviations.Span[j]) * (x[(i * 30) + j] + z.Means.Span[j]);
            }

            Agreement.Within($"logit {i}", logit, logits[i], Agreement.Gamma(70, Agreement.DoubleRoundoff) * magnitude);
        }
    }

    [Fact]
    public void Strided_spans_of_every_type_and_layout_agree_with_each_other()
    {
        DataSet data = Samples.Digits(3);
        byte[] bytes = [.. data.Features.Bytes.Span.ToArray().Cast<byte>()];
        const int Gap = 5;
        double[] strided = new double[1797 * (64 + Gap)];
        float[] byFeature = new float[64 * 1797];
        for (int i = 0; i < bytes.Length; i++)
        {
            strided[(i / 64 * (64 + Gap)) + (i % 64)] = bytes[i];
            byFeature[(i % 64 * 1797) + (i / 64)] = bytes[i];
        }

        FitOptions options = new() { L2 = 0.01, Scale = 16 };
        FitOptions inDouble = options with { Precision = Precision.Double };
        FitResult ofBytes = LogisticRegression.Fit(new Examples<byte>(bytes, 1797, 64), data.Labels.Span, inDouble, cancellation: Never);
        FitResult ofDoubles = LogisticRegression.Fit(
            new Examples<double>(strided, 1797, 64, stride: 64 + Gap), data.Labels.Span, options, cancellation: Never);
        FitResult ofFloats = LogisticRegression.Fit(
            new Examples<float>(byFeature, 1797, 64, Layout.FeatureRows), data.Labels.Span, options, cancellation: Never);
        Assert.Equal(ofBytes.Model.Parameters.Hash(), ofDoubles.Model.Parameters.Hash());
        Assert.Equal((Precision.Double, Precision.Single), (ofBytes.Model.Precision, ofFloats.Model.Precision));

        // Both gradients are within 1e-6 of 0, so the weights are within 2 sqrt(65) 1e-6 / lambda of each other.
        for (int j = 0; j < 64; j++)
        {
            Agreement.Within(
                $"weight {j}", ofBytes.Model.Parameters.Weights.Span[j], ofFloats.Model.Parameters.Weights.Span[j], 2 * 8.1 * 1e-6 / 0.01);
        }
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void A_fit_leaves_X_and_what_is_between_its_rows_as_they_were(Layout layout)
    {
        const int Count = 60, Features = 5, Gap = 2;
        int stride = (layout == Layout.ExampleRows ? Features : Count) + Gap;
        byte[] bytes = new byte[stride * (layout == Layout.ExampleRows ? Count : Features)];
        new Random(22).NextBytes(bytes);
        float[] floats = Array.ConvertAll(bytes, value => (float)value);
        double[] doubles = Array.ConvertAll(bytes, value => (double)value);
        double[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 3 == 0 ? 1.0 : 0)];
        byte[] bytesBefore = [.. bytes];
        float[] floatsBefore = [.. floats];
        double[] doublesBefore = [.. doubles];
        double[] labelsBefore = [.. labels];
        foreach (IOptimizer optimizer in (IOptimizer[])[new GradientDescent(0.1), new Lbfgs(), new Newton(), new Adam(0.1, 16)])
        {
            FitOptions options = new()
            {
                Optimizer = optimizer,
                L2 = 0.1,
                Standardize = true,
                Scale = 255,
                Stopping = new() { Iterations = 5 },
            };
            LogisticRegression.Fit(new Examples<byte>(bytes, Count, Features, layout, stride), labels, options, cancellation: Never);
            LogisticRegression.Fit(new Examples<float>(floats, Count, Features, layout, stride), labels, options, cancellation: Never);
            LogisticRegression.Fit(new Examples<double>(doubles, Count, Features, layout, stride), labels, options, cancellation: Never);
            Assert.Equal(bytesBefore, bytes);
            Assert.Equal(floatsBefore, floats);
            Assert.Equal(doublesBefore, doubles);
            Assert.Equal(labelsBefore, labels);
        }
    }

    [Fact]
    public void A_warm_start_goes_on_from_a_model_whatever_its_preprocessing()
    {
        DataSet data = Samples.BreastCancer();
        double[] x = [.. data.Features.ToDouble().Span.ToArray().Cast<double>()];
        FitOptions options = new() { L2 = 0.01, Standardize = true, Stopping = new() { Tolerance = 1e-10 } };
        FitResult cold = LogisticRegression.Fit(new Examples<double>(x, 569, 30), data.Labels.Span, options, cancellation: Never);
        FitResult warm = LogisticRegression.Fit(
            new Examples<double>(x, 569, 30),
            data.Labels.Span,
            options with { Start = cold.Model, Stopping = new() { Tolerance = 1e-9 } },
            cancellation: Never);
        Assert.Equal(0, warm.Optimization.Iterations);

        // Scaled by 2 as well: the z-scores are the same, and so is the function.
        FitResult scaled = LogisticRegression.Fit(
            new Examples<double>(x, 569, 30),
            data.Labels.Span,
            options with { Start = cold.Model, Scale = 2, Stopping = new() { Tolerance = 1e-9 } },
            cancellation: Never);
        Assert.Equal(0, scaled.Optimization.Iterations);
    }

    [Fact]
    public void A_single_class_no_examples_and_options_that_mean_nothing_are_refused()
    {
        double[] x = [1, 2, 3];
        AssertRefused("all 3 labels are 1; a model needs examples of both classes", () => Fit(x, [1, 1, 1]));
        AssertRefused("all 3 labels are 0", () => Fit(x, [0, 0, 0]));
        AssertRefused("there are no examples", () => Fit([], []));
        AssertRefused("there are 2 labels for 3 examples", () => Fit(x, [0, 1]));
        AssertRefused("the strength of the penalty must be", () => Fit(x, [0, 1, 0], new() { L2 = -1 }));
        AssertRefused("there are 2 feature names for 1 weights", () => Fit(x, [0, 1, 0], new() { L2 = 1, FeatureNames = ["a", "b"] }));
        AssertRefused("the start has 2 weights for 1 features", () => Fit(x, [0, 1, 0], new() { L2 = 1, Start = new(Parameters.Zero(2)) }));
        AssertRefused(
            "wrap the objective in StandardizedObjective instead",
            () => LogisticRegression.Fit(FakeObjective.Bowl(1), new() { Standardize = true }, cancellation: Never));
        InvalidDataException value = Assert.Throws<InvalidDataException>(() => Fit([1, double.NaN, 3], [0, 1, 0]));
        Assert.Contains("the feature at [1, 0] is NaN", value.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_of_an_objective_is_its_optimizer_s()
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(90, 3, seed: 20);
        IObjective objective = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 90, 3), labels);
        FitResult fit = LogisticRegression.Fit(
            objective, new() { L2 = 0.1, Intercept = false, Optimizer = new Newton() }, cancellation: Never);
        FitResult spans = LogisticRegression.Fit(
            new Examples<double>(x, 90, 3), labels, new() { L2 = 0.1, Intercept = false, Optimizer = new Newton() }, cancellation: Never);
        Assert.Equal(spans.Model.Parameters.Hash(), fit.Model.Parameters.Hash());
        Assert.Equal(0, fit.Model.Parameters.Bias);
    }

    [Fact]
    public void The_table_of_coefficients_has_Wald_s_statistics()
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(300, 2, seed: 21);
        FitOptions options = new() { Optimizer = new Newton(), FeatureNames = ["dose", "age"] };
        FitResult fit = LogisticRegression.Fit(new Examples<double>(x, 300, 2), labels, options, cancellation: Never);
        IReadOnlyList<Coefficient> rows = fit.Coefficients();
        Assert.Equal(["dose", "age", "(intercept)"], rows.Select(row => row.Name));
        Assert.Equal([.. fit.Model.Parameters.Weights.Span, fit.Model.Parameters.Bias], rows.Select(row => row.Estimate));
        Assert.All(rows, row => Assert.Equal(row.Estimate / row.StandardError, row.Z));
        Assert.All(rows, row => Assert.InRange(row.P, 0, 1));
        IReadOnlyList<Coefficient> without = LogisticRegression.Fit(
            new Examples<double>(x, 300, 2), labels, cancellation: Never).Coefficients();
        Assert.Equal(["x0", "x1", "(intercept)"], without.Select(row => row.Name));
        Assert.All(without, row => Assert.True(double.IsNaN(row.StandardError) && double.IsNaN(row.P)));
    }

    [Fact]
    public void The_two_sided_tail_is_the_integral_of_the_density()
    {
        foreach (double z in (double[])[0, 0.1, 0.5, 1, 1.96, 2.7, 2.8284, 2.83, 3, 5, 8, 20, 30, -1.96])
        {
            // Simpson's rule on 2 / sqrt(2 pi) e^(-t^2 / 2), up to where nothing is left of it.
            const double Step = 1.0 / 4096;
            double from = Math.Abs(z);
            double length = 12 / Math.Max(1, from / 3);
            int steps = 2 * (int)(length / Step / 2);
            double sum = 0;
            for (int k = steps; k >= 0; k--)
            {
                double t = k * Step;
                sum += (k == 0 || k == steps ? 1 : k % 2 == 1 ? 4 : 2) * Math.Exp(-t * (from + (t / 2)));
            }

            double expected = sum * Step / 3 * 2 / Math.Sqrt(2 * Math.PI) * Math.Exp(-from * from / 2);
            Agreement.Within($"P at {z}", expected, new Coefficient("", z, 1).P, 1e-10 * expected);
        }

        Assert.True(double.IsNaN(new Coefficient("", 1, double.NaN).P));
    }

    private static FitResult Fit(double[] x, double[] labels, FitOptions? options = null) =>
        LogisticRegression.Fit(new Examples<double>(x, x.Length, 1), labels, options, cancellation: Never);

    private static void AssertRefused(string says, Action fit)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(fit);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}
