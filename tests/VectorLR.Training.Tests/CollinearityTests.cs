using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Columns that nearly depend on each other, and constants but for rounding.</summary>
public sealed class CollinearityTests
{
    private const double Optimum = 0.5338272529684743;

    private static readonly double[] s_labels = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1];

    public static TheoryData<string> Optimizers => ["lbfgs", "newton"];

    public static TheoryData<string, double, int> Differences
    {
        get
        {
            TheoryData<string, double, int> data = [];
            foreach (string optimizer in (string[])["lbfgs", "newton"])
            {
                foreach (double difference in (double[])[1e-2, 1e-4, 1e-5])
                {
                    data.Add(optimizer, difference, 2);
                    data.Add(optimizer, difference, 10);
                    data.Add(optimizer, difference, 24);
                }
            }

            return data;
        }
    }

    /// <summary>Along the difference of two such columns the gradient is small wherever one is.</summary>
    [Theory]
    [MemberData(nameof(Differences))]
    public void Columns_that_differ_little_have_the_weights_of_the_reference(string optimizer, double difference, int features)
    {
        const int Count = 240;
        (double[] noise, double[] labels) = OptimumTests.Overlapping(Count, features, seed: 31);
        (double[] common, _) = OptimumTests.Overlapping(Count, 1, seed: 32);
        double[] x = [.. noise.Select((value, k) => common[k / features] + (difference * value))];
        FitResult fit = Fit(optimizer, x, labels);

        // The curvature along a difference is its square: at 1e-10 the rounding of a gradient is an error of about the tolerance.
        StopReason[] ends = difference < 1e-4 ? [StopReason.Converged, StopReason.PrecisionLimit] : [StopReason.Converged];
        Assert.Contains(fit.Optimization.Stopped, ends);

        // The same functions of the columns, as one column and the differences from it: the reference is well conditioned.
        double[] apart = [.. x.Select((value, k) => k % features == 0 ? value : (value - x[k / features * features]) / difference)];
        ReferenceFit reference = new(apart, labels, 0);
        Agreement.Within("J", reference.Cost, fit.Optimization.Cost, 1e-10);
        for (int i = 0; i < Count; i++)
        {
            double logit = reference.Parameters[features].ToDouble();
            for (int j = 0; j < features; j++)
            {
                logit += reference.Parameters[j].ToDouble() * apart[(i * features) + j];
            }

            Agreement.Within($"logit {i}", logit, fit.Model.PredictLogit(x.AsSpan(i * features, features)), 1e-5);
        }
    }

    /// <summary>The sum of both columns is constant and their difference is the column of the optimum, in double its unit.</summary>
    [Theory]
    [InlineData("lbfgs", 100)]
    [InlineData("newton", 100)]
    [InlineData("lbfgs", 1_000_000)]
    [InlineData("newton", 1_000_000)]
    public void Without_an_intercept_two_columns_far_from_0_can_do_what_it_does(string optimizer, double offset)
    {
        double[] x = [.. Enumerable.Range(0, 12).SelectMany(i => (double[])[offset + i, offset - i])];
        foreach (bool isStandardized in (bool[])[false, true])
        {
            FitResult fit = Fit(optimizer, x, s_labels, new() { Intercept = false, Standardize = isStandardized });
            Agreement.Within("J", Optimum, fit.Optimization.Cost, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_constant_but_for_rounding_is_constant(string optimizer)
    {
        double[][] constants =
        [
            [0.1 + 0.2, 0.3],
            [98.6, Math.BitIncrement(98.6), 98.6, 98.6],
            [-1e17, -1e17, Math.BitDecrement(-1e17)],
        ];
        foreach (double[] constant in constants)
        {
            double[] x = [.. Enumerable.Range(0, 12).SelectMany(i => (double[])[i, constant[i % constant.Length]])];
            foreach (FitOptions options in (FitOptions[])[new(), new() { Standardize = true }])
            {
                FitResult fit = Fit(optimizer, x, s_labels, options);
                Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
                Agreement.Within("J", Optimum, fit.Optimization.Cost, 1e-12);
                Assert.Equal(0, fit.Model.Parameters.Weights.Span[1]);
            }
        }
    }

    /// <summary>Many features, and no Hessian: it would take longer than the fit.</summary>
    [Fact]
    public void The_curvature_is_not_looked_at_where_that_takes_longer_than_the_fit()
    {
        FakeObjective bowl = FakeObjective.Bowl(784);
        double[] start = [.. Enumerable.Range(0, 784).Select(j => Math.Cos(j))];
        foreach (bool isPenalised in (bool[])[false, true])
        {
            CountingHessians counting = new(bowl);
            IObjective objective = isPenalised ? new L2Regularized(counting, 1e-6) : counting;
            OptimizationResult result = new Lbfgs().Minimize(
                objective, new(start, 1), cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(StopReason.Converged, result.Stopped);
            Assert.Equal(0, counting.Hessians);
        }
    }

    private static FitResult Fit(string optimizer, double[] x, double[] labels, FitOptions? options = null) => LogisticRegression.Fit(
        new Examples<double>(x, labels.Length, x.Length / labels.Length),
        labels,
        (options ?? new()) with { Optimizer = OptimumTests.Optimizer(optimizer) },
        cancellation: TestContext.Current.CancellationToken);

    private sealed class CountingHessians(IObjective inner) : ObjectiveDecorator(inner)
    {
        public int Hessians { get; private set; }

        public override void Hessian(
            ReadOnlySpan<double> weights,
            double bias,
            ReadOnlySpan<double> centers,
            ReadOnlySpan<double> scales,
            CommunityToolkit.HighPerformance.Span2D<double> hessian,
            CancellationToken cancellation = default)
        {
            Hessians++;
            base.Hessian(weights, bias, centers, scales, hessian, cancellation);
        }
    }
}
