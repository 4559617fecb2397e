using CommunityToolkit.HighPerformance;
using VectorLR.Data;
using VectorLR.Tests;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Every optimizer comes to the optimum that double-double arithmetic finds.</summary>
public sealed class OptimumTests
{
    public static TheoryData<string> Optimizers => ["lbfgs", "newton"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Breast_cancer_standardised_with_a_penalty(string optimizer)
    {
        DataSet data = Samples.BreastCancer();
        ReadOnlyMemory2D<double> x = data.Features.ToDouble();
        Standardization z = Standardization.Fit(new Examples<double>(x.Span));
        double l2 = 1.0 / data.Features.Count;
        IObjective objective = new L2Regularized(new StandardizedObjective(LogisticObjective.Create(x, data.Labels.Span), z), l2);
        Assert.Equal(0, objective.SeparableCostBound);
        ReferenceFit reference = new(x.Span.ToArray().Cast<double>().ToArray(), data.Labels.ToArray(), l2, z);
        OptimizationResult result = Minimize(optimizer, objective, 1e-12);
        Compare(reference, result, 1e-6);
        AssertGap(result);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Digits_of_bytes_with_a_penalty(string optimizer)
    {
        DataSet data = Samples.Digits(8);
        double l2 = 1.0 / data.Features.Count;
        IObjective objective = new L2Regularized(
            LogisticObjective.Create(data.Features.Bytes, data.Labels.Span, Precision.Double, new() { Scale = 16 }), l2);
        ReferenceFit reference = new(
            data.Features.ToDouble().Span.ToArray().Cast<double>().ToArray(), data.Labels.ToArray(), l2, scale: 16);
        OptimizationResult result = Minimize(optimizer, objective, 1e-12);
        Compare(reference, result, 1e-6);
        AssertGap(result);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Maximum_likelihood_without_a_penalty(string optimizer)
    {
        (double[] x, double[] labels) = Overlapping(400, 7, seed: 1);
        IObjective objective = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 400, 7), labels);
        Compare(new(x, labels, 0), Minimize(optimizer, objective, 1e-13), 1e-8);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Breast_cancer_s_ten_means_without_a_penalty(string optimizer)
    {
        DataSet data = Samples.BreastCancer();
        double[] x = [.. data.Features.ToDouble().Span.ToArray().Cast<double>().Where((_, index) => index % 30 < 10)];
        Standardization z = Standardization.Fit(new Examples<double>(x, 569, 10));
        IObjective objective = new StandardizedObjective(
            LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 569, 10), data.Labels.Span), z);
        Compare(new(x, data.Labels.ToArray(), 0, z), Minimize(optimizer, objective, 1e-11), 1e-8);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Weighted_examples(string optimizer)
    {
        (double[] x, double[] labels) = Overlapping(300, 4, seed: 2);
        Random random = new(3);
        double[] sampleWeights = [.. labels.Select(_ => random.Next(0, 5) / 4.0)];
        IObjective objective = LogisticObjective.Create(
            new ReadOnlyMemory2D<double>(x, 300, 4), labels, new() { SampleWeights = sampleWeights });
        Compare(new(x, labels, 0, sampleWeights: sampleWeights), Minimize(optimizer, objective, 1e-13), 1e-8);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Without_an_intercept_the_bias_stays_at_zero(string optimizer)
    {
        (double[] x, double[] labels) = Overlapping(200, 3, seed: 4);
        WithoutIntercept objective = new(LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 200, 3), labels));
        OptimizationResult result = Minimize(optimizer, objective, 1e-12);
        Assert.Equal(StopReason.Converged, result.Stopped);
        Assert.Equal(0, result.Parameters.Bias);

        // The penalised weight of a feature that is always 1 is the bias; here there is none, and the gradient of the rest vanishes.
        double[] gradient = new double[3];
        objective.Evaluate(result.Parameters.Weights.Span, 0, gradient);
        Assert.All(gradient, component => Assert.InRange(component, -1e-12, 1e-12));
        if (optimizer == "newton")
        {
            Assert.True(double.IsNaN(result.StandardErrors!.Value.Span[3]));
            Assert.All(result.StandardErrors.Value[..3].ToArray(), error => Assert.True(error > 0));
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Float_arithmetic_comes_as_near_as_its_precision_allows(string optimizer)
    {
        DataSet data = Samples.Digits(8);
        double l2 = 1.0 / data.Features.Count;
        ObjectiveOptions options = new() { Scale = 16 };
        OptimizationResult exact = Minimize(
            optimizer,
            new L2Regularized(LogisticObjective.Create(data.Features.Bytes, data.Labels.Span, Precision.Double, options), l2),
            1e-12);
        OptimizationResult single = Minimize(
            optimizer,
            new L2Regularized(LogisticObjective.Create(data.Features.Bytes, data.Labels.Span, Precision.Single, options), l2),
            1e-6);
        Assert.Equal(StopReason.Converged, single.Stopped);

        // A gradient of norm g leaves the cost at most |g|^2 / (2 lambda) above its minimum; the rest is the float arithmetic's 2^-24 of
        // each loss.
        double above = (65 * 1e-12 / (2 * l2)) + (exact.Cost * 64 * Agreement.SingleRoundoff);
        Agreement.Within("J in float", exact.Cost, single.Cost, above);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_tolerance_below_the_arithmetic_s_precision_is_said_to_be(string optimizer)
    {
        (double[] x, double[] labels) = Overlapping(200, 3, seed: 5);
        IObjective objective = new L2Regularized(
            LogisticObjective.Create(new ReadOnlyMemory2D<float>(Array.ConvertAll(x, value => (float)value), 200, 3), labels), 0.01);
        OptimizationResult result = Minimize(optimizer, objective, 1e-15);
        Assert.Equal(StopReason.PrecisionLimit, result.Stopped);

        // It stopped where float's rounding stands in the way, not before: m roundings of residuals below 1 and features below 4.
        Assert.InRange(result.GradientNorm, 0, 200 * 4 * Agreement.SingleRoundoff);
    }

    internal static OptimizationResult Minimize(
        string optimizer, IObjective objective, double tolerance, StoppingOptions? options = null) =>
        Optimizer(optimizer).Minimize(
            objective,
            Parameters.Zero(objective.Features),
            (options ?? new()) with { Tolerance = tolerance },
            null,
            TestContext.Current.CancellationToken);

    internal static IOptimizer Optimizer(string name) => name switch
    {
        "lbfgs" => new Lbfgs(),
        "newton" => new Newton(),
        "gd" => new GradientDescent(0.5),
        _ => throw new ArgumentException($"{name} is not an optimizer", nameof(name)),
    };

    /// <summary>Normal features and labels drawn from the model itself, which overlap.</summary>
    internal static (double[] X, double[] Labels) Overlapping(int count, int features, int seed)
    {
        Random random = new(seed);
        double[] x = new double[count * features];
        double[] labels = new double[count];
        for (int i = 0; i < count; i++)
        {
            double z = 0.3;
            for (int j = 0; j < features; j++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                x[(i * features) + j] = normal;
                z += normal * (j % 2 == 0 ? 1 : -0.5);
            }

            labels[i] = random.NextDouble() < 1 / (1 + Math.Exp(-z)) ? 1 : 0;
        }

        return (x, labels);
    }

    private static void Compare(ReferenceFit reference, OptimizationResult result, double tolerance)
    {
        Assert.Equal(StopReason.Converged, result.Stopped);
        Agreement.Within("J", reference.Cost, result.Cost, 1e-10 * reference.Cost);
        double[] got = [.. result.Parameters.Weights.Span, result.Parameters.Bias];
        for (int j = 0; j < got.Length; j++)
        {
            double expected = reference.Parameters[j].ToDouble();
            Agreement.Within($"parameter {j}", expected, got[j], tolerance * Math.Max(1, Math.Abs(expected)));
        }

        if (result.StandardErrors is not ReadOnlyMemory<double> errors)
        {
            return;
        }

        for (int j = 0; j < got.Length; j++)
        {
            Agreement.Within($"standard error {j}", reference.StandardErrors[j], errors.Span[j], 1e-6 * reference.StandardErrors[j]);
        }
    }

    private static void AssertGap(OptimizationResult result)
    {
        // A gradient of g leaves |g|^2 / (2 lambda), below 1e-19 here; evening the classes out by db, at most 1e-12, moves the dual cost by
        // at most db times its ratio to a class's mean residual, which is above 1/50. Rounding in J is some 1e-16.
        Assert.NotNull(result.DualityGap);
        Assert.InRange(result.DualityGap.Value, -1e-14, 50 * 1e-12);
    }
}
