using CommunityToolkit.HighPerformance;
using VectorLR.Data;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Optimizers report the true reason for stopping, and resume where they stopped.</summary>
public sealed class StoppingTests
{
    public static TheoryData<string> Optimizers => ["gd", "lbfgs", "newton"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Separable_classes_without_a_penalty_have_no_optimum(string optimizer)
    {
        IObjective objective = LogisticObjective.Create(new double[,] { { -2, 1 }, { -1, 0 }, { 1, 1 }, { 3, 0 } }, [0, 0, 1, 1]);
        OptimizationResult result = OptimumTests.Minimize(optimizer, objective, 1e-4, new() { Iterations = 1_000_000 });
        Assert.Equal(StopReason.Separable, result.Stopped);
        if (optimizer != "gd")
        {
            // Seen from the cost alone, long before the weights are large.
            Assert.InRange(result.Cost, 0, Math.Log(2) / 4);
            Assert.All(result.Parameters.Weights.ToArray(), weight => Assert.InRange(weight, -100, 100));
        }

        OptimizationResult penalised = OptimumTests.Minimize(
            optimizer, new L2Regularized(objective, 1e-3), 1e-4, new() { Iterations = 1_000_000 });
        Assert.Equal(StopReason.Converged, penalised.Stopped);
    }

    [Theory]
    [InlineData("lbfgs")]
    [InlineData("newton")]
    public void Classes_that_are_separable_in_one_direction_only_have_no_optimum_either(string optimizer)
    {
        // The second feature is 0 but for one example, which it decides; the others overlap.
        (double[] x, double[] labels) = OptimumTests.Overlapping(60, 1, seed: 9);
        double[] values = [.. x.SelectMany((value, i) => (double[])[value, i == 5 ? 1 : 0])];
        IObjective objective = LogisticObjective.Create(new ReadOnlyMemory2D<double>(values, 60, 2), labels);
        OptimizationResult result = OptimumTests.Minimize(optimizer, objective, 1e-6);
        Assert.Equal(StopReason.Separable, result.Stopped);

        // Without that example the rest has its optimum.
        double[] sampleWeights = [.. Enumerable.Range(0, 60).Select(i => i == 5 ? 0.0 : 1)];
        IObjective rest = LogisticObjective.Create(
            new ReadOnlyMemory2D<double>(values, 60, 2), labels, new() { SampleWeights = sampleWeights });
        Assert.Equal(StopReason.Converged, OptimumTests.Minimize(optimizer, rest, 1e-6).Stopped);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_single_class_has_no_optimum_even_with_a_penalty_on_the_weights(string optimizer)
    {
        double[,] x = { { 1 }, { 2 }, { 3 }, { 4 } };
        IObjective one = LogisticObjective.Create(x, [1, 1, 1, 1]);
        IObjective left = LogisticObjective.Create(x, [0, 1, 0, 0], new() { SampleWeights = new double[] { 1, 0, 2, 1 } });
        foreach (IObjective objective in (IObjective[])[one, new L2Regularized(one, 0.1), new L2Regularized(left, 0.1)])
        {
            Assert.True(objective.IsSingleClass);
            Assert.Equal(StopReason.Separable, OptimumTests.Minimize(optimizer, objective, 1e-3, new() { Iterations = 1_000_000 }).Stopped);
        }

        // Where the bias is held the penalty has its way.
        IObjective held = new L2Regularized(new WithoutIntercept(one), 0.1);
        Assert.Equal(StopReason.Converged, OptimumTests.Minimize(optimizer, held, 1e-3, new() { Iterations = 1_000_000 }).Stopped);
    }

    [Fact]
    public void A_rate_that_is_too_large_diverges_to_the_lowest_cost_on_the_way()
    {
        DataSet data = Samples.BreastCancer();
        IObjective objective = LogisticObjective.Create(data.Features.ToDouble(), data.Labels.Span);
        OptimizationResult result = new GradientDescent(10).Minimize(
            objective, Parameters.Zero(30), new() { Iterations = 50 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Diverged, result.Stopped);
        Assert.Equal(result.History.Min(row => row.Cost), result.Cost);
        Assert.Equal(result.Cost, objective.Evaluate(result.Parameters.Weights.Span, result.Parameters.Bias, new double[30]).Cost);
        Assert.Null(result.Checkpoint);
    }

    [Fact]
    public void Of_collinear_features_the_later_one_is_named_and_has_no_standard_error()
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(80, 1, seed: 10);
        double[] twice = [.. x.SelectMany(value => (double[])[value, 2 * value])];
        IObjective objective = LogisticObjective.Create(new ReadOnlyMemory2D<double>(twice, 80, 2), labels);
        OptimizationResult result = OptimumTests.Minimize("newton", objective, 1e-9);
        Assert.Equal(StopReason.Converged, result.Stopped);
        Agreement.Within("J", new ReferenceFit(x, labels, 0).Cost, result.Cost, 1e-14);
        FeatureDependence dependence = Assert.Single(result.DependentFeatures);
        Assert.Equal(1, dependence.Feature);
        Assert.Equal([0], dependence.On);
        Assert.Equal([false, true, false], result.StandardErrors!.Value.ToArray().Select(double.IsNaN));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_pass_over_X_is_counted(string optimizer)
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(100, 3, seed: 11);
        IObjective inner = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 100, 3), labels);
        Counting counting = new(inner);
        OptimizationResult result = OptimumTests.Minimize(optimizer, counting, 1e-9);
        Assert.Equal(StopReason.Converged, result.Stopped);
        Assert.Equal(counting.Passes, result.Passes);
        Assert.Equal(result.Iterations, result.History.Count);

        counting = new(inner);
        result = OptimumTests.Minimize(optimizer, new L2Regularized(counting, 0.1), 1e-9);
        Assert.Equal(counting.Passes, result.Passes);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_instruction_set_and_thread_count_gives_the_same_weights(string optimizer)
    {
        foreach (string type in RandomProblem.Types)
        {
            foreach (Layout layout in Enum.GetValues<Layout>())
            {
                // Enough values for several chunks of work.
                RandomProblem problem = new(type, layout, 2900, 200);
                HashSet<string> hashes = [];
                foreach (Isa isa in Agreement.Isas)
                {
                    foreach (int threads in (int[])[1, 3])
                    {
                        hashes.Add(OptimumTests.Minimize(
                            optimizer,
                            new L2Regularized(problem.Objective(threads, isa), 0.01),
                            0,
                            new() { Iterations = optimizer == "newton" ? 2 : 4 }).Parameters.Hash());
                    }
                }

                Assert.True(hashes.Count == 1, $"{problem.Name}: {string.Join(", ", hashes)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Interrupted_and_resumed_from_its_file_it_ends_with_the_same_bits(string optimizer)
    {
        using TemporaryFolder folder = new();
        DataSet data = Samples.Digits(8);
        IObjective objective = new L2Regularized(
            LogisticObjective.Create(data.Features.Bytes, data.Labels.Span, Precision.Single, new() { Scale = 16 }), 1e-3);
        StoppingOptions options = new() { Iterations = optimizer == "newton" ? 6 : 40, Tolerance = 0 };
        OptimizationResult whole = OptimumTests.Minimize(optimizer, objective, 0, options);
        foreach (int at in (int[])[0, 1, 3, 17])
        {
            if (at >= options.Iterations)
            {
                continue;
            }

            using CancellationTokenSource source = new();
            CancelAt cancelling = new(at, source);
            OptimizationResult interrupted = OptimumTests.Optimizer(optimizer).Minimize(
                objective, Parameters.Zero(64), options, cancelling, source.Token);
            Assert.Equal(StopReason.Cancelled, interrupted.Stopped);
            string path = folder.File("checkpoint.json");
            interrupted.Checkpoint!.Save(path);
            OptimizationResult resumed = OptimumTests.Minimize(optimizer, objective, 0, options with { Resume = Checkpoint.Load(path) });
            Assert.Equal(
                (whole.Parameters.Hash(), whole.Iterations, whole.Cost), (resumed.Parameters.Hash(), resumed.Iterations, resumed.Cost));
            Assert.Equal(whole.History[^1].Cost, resumed.History[^1].Cost);
        }
    }

    [Fact]
    public void Cancelled_in_a_line_search_it_returns_the_last_point_it_accepted()
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(100, 3, seed: 12);
        IObjective objective = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 100, 3), labels);
        using CancellationTokenSource source = new();
        FakeObjective cancelling = new(3, (call, weights, bias, gradient) =>
        {
            if (call == 6)
            {
                source.Cancel();
            }

            return objective.Evaluate(weights, bias, gradient);
        })
        {
            Moments = objective.Moments,
        };
        OptimizationResult result = new Lbfgs().Minimize(cancelling, Parameters.Zero(3), null, null, source.Token);
        Assert.Equal(StopReason.Cancelled, result.Stopped);
        Assert.Equal(7, result.Passes);
        Assert.Contains(cancelling.Calls, call => call.At.Hash() == result.Parameters.Hash() && call.Cost.Cost == result.Cost);
        OptimizationResult limited = OptimumTests.Minimize("lbfgs", objective, 0, new() { Iterations = result.Iterations });
        Assert.Equal(limited.Parameters.Hash(), result.Parameters.Hash());
    }

    [Fact]
    public void Checkpoints_come_every_so_many_updates_and_each_leads_to_the_same_end()
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(100, 3, seed: 13);
        IObjective objective = new L2Regularized(LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 100, 3), labels), 0.001);
        List<Checkpoint> checkpoints = [];
        StoppingOptions options = new() { CheckpointEvery = 3, OnCheckpoint = checkpoints.Add };
        OptimizationResult whole = OptimumTests.Minimize("lbfgs", objective, 1e-10, options);
        Assert.Equal(
            Enumerable.Range(1, (whole.Iterations - 1) / 3).Select(k => 3 * k), checkpoints.Select(checkpoint => checkpoint.Iterations));
        foreach (Checkpoint checkpoint in checkpoints)
        {
            OptimizationResult resumed = OptimumTests.Minimize("lbfgs", objective, 1e-10, new() { Resume = checkpoint });
            Assert.Equal(whole.Parameters.Hash(), resumed.Parameters.Hash());
        }
    }

    [Fact]
    public void A_checkpoint_of_something_else_is_refused()
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(50, 3, seed: 14);
        IObjective objective = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 50, 3), labels);
        Checkpoint checkpoint = OptimumTests.Minimize("lbfgs", objective, 0, new() { Iterations = 3 }).Checkpoint!;
        ArgumentException optimizer = Assert.Throws<ArgumentException>(
            () => OptimumTests.Minimize("gd", objective, 0, new() { Resume = checkpoint }));
        Assert.Contains("the checkpoint was written by the optimizer 'lbfgs', not by 'gd'", optimizer.Message, StringComparison.Ordinal);
        IObjective other = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 50, 3), [.. labels.Reverse()]);
        ArgumentException data = Assert.Throws<ArgumentException>(
            () => OptimumTests.Minimize("lbfgs", other, 0, new() { Resume = checkpoint }));
        Assert.Contains("it was written with other data or other options", data.Message, StringComparison.Ordinal);

        using TemporaryFolder folder = new();
        string path = folder.File("checkpoint.json");
        checkpoint.Save(path);
        string text = File.ReadAllText(path);
        foreach ((string from, string to, string says) in ((string, string, string)[])[
            ("\"version\":3", "\"version\":1", "its version is 1; this library reads version 3"),
            ("vectorlr.checkpoint", "vectorlr.logistic-regression", "its format is 'vectorlr.logistic-regression'"),
            (text[^40..], "", "not a checkpoint file"),
            ("\"state\":[[", "\"state\":[null,[", "its state at index 0 is null"),
            ("\"iterations\":3", "\"iterations\":-3", "neither can be negative")])
        {
            File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
            InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(path));
            Assert.Contains(says, refused.Message, StringComparison.Ordinal);
            Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_point_that_lbfgs_accepts_satisfies_the_strong_Wolfe_conditions()
    {
        DataSet data = Samples.Digits(8);
        FakeObjective recording = FakeObjective.Recording(
            new L2Regularized(
                LogisticObjective.Create(data.Features.Bytes, data.Labels.Span, Precision.Double, new() { Scale = 16 }), 1e-3));
        OptimizationResult result = OptimumTests.Minimize("lbfgs", recording, 1e-3);
        Assert.Equal(StopReason.Converged, result.Stopped);
        Assert.True(recording.Calls.Count > result.Iterations + 1, "no line search took more than one trial");
        (double[] Point, double[] Gradient, double Cost)[] accepted =
        [
            .. result.History.Select(row => recording.Calls.First(call => call.Cost.Cost == row.Cost)).Select(call =>
                ((double[])[.. call.At.Weights.Span, call.At.Bias], (double[])[.. call.Gradient, call.Cost.BiasGradient], call.Cost.Cost)),
        ];
        Assert.True(accepted.Length > 8, $"{accepted.Length} points");
        foreach (((double[] Point, double[] Gradient, double Cost) from, (double[] Point, double[] Gradient, double Cost) to)
            in accepted.Zip(accepted[1..]))
        {
            double[] step = [.. to.Point.Zip(from.Point, (end, begin) => end - begin)];
            double slope = step.Zip(from.Gradient, (s, g) => s * g).Sum();
            double rest = step.Zip(to.Gradient, (s, g) => s * g).Sum();
            Assert.True(slope < 0, $"slope {slope}");
            Assert.True(to.Cost <= from.Cost + (1e-4 * slope), $"{to.Cost} after {from.Cost}, slope {slope}");
            Assert.True(Math.Abs(rest) <= 0.9 * -slope, $"slope {rest} after {slope}");
        }
    }

    [Fact]
    public void Newton_shortens_a_step_that_goes_too_far()
    {
        // From far out on one side, where the curvature is nearly gone, a whole step leads many times as far to the other.
        (double[] x, double[] labels) = OptimumTests.Overlapping(200, 1, seed: 16);
        IObjective inner = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 200, 1), labels);
        OptimizationResult result = new Newton().Minimize(
            inner, new(new double[] { 30 }, 0), new() { Tolerance = 1e-10 }, null, TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Converged, result.Stopped);
        Assert.True(
            result.Passes > (2 * result.Iterations) + 4, $"{result.Passes} passes for {result.Iterations} updates: every step was whole");
        Assert.All(result.History.Zip(result.History.Skip(1)), pair => Assert.True(pair.Second.Cost < pair.First.Cost));
        Assert.Equal(OptimumTests.Minimize("lbfgs", inner, 1e-10).Parameters.Weights.Span[0], result.Parameters.Weights.Span[0], 1e-8);
    }

    [Fact]
    public void A_checkpoint_whose_state_is_not_the_optimizers_is_refused()
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(50, 3, seed: 14);
        IObjective objective = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 50, 3), labels);
        foreach (IOptimizer optimizer in (IOptimizer[])[new GradientDescent(0.1), new Lbfgs(), new Newton(), new Adam(0.1, 16)])
        {
            Checkpoint good = optimizer.Minimize(
                objective,
                Parameters.Zero(3),
                new() { Iterations = 2, Tolerance = 0 },
                null,
                TestContext.Current.CancellationToken).Checkpoint!;
            ReadOnlyMemory<double>[][] bad =
            [
                [.. good.State, .. Enumerable.Repeat<ReadOnlyMemory<double>>(new double[4], 21)],
                [new double[5]],
                [new double[3], new double[4]],
            ];
            foreach (ReadOnlyMemory<double>[] state in bad)
            {
                ArgumentException refused = Assert.Throws<ArgumentException>(() => optimizer.Minimize(
                    objective,
                    Parameters.Zero(3),
                    new() { Resume = good with { State = state } },
                    null,
                    TestContext.Current.CancellationToken));
                Assert.Contains(
                    $"the checkpoint's state has vectors of lengths [{string.Join(", ", state.Select(vector => vector.Length))}]",
                    refused.Message,
                    StringComparison.Ordinal);
            }
        }
    }

    private sealed class CancelAt(int iteration, CancellationTokenSource source) : IProgress<Iteration>
    {
        public void Report(Iteration value)
        {
            if (value.Number == iteration)
            {
                source.Cancel();
            }
        }
    }

    private sealed class Counting(IObjective inner) : ObjectiveDecorator(inner)
    {
        public int Passes { get; private set; }

        public override LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
        {
            Passes++;
            return base.Evaluate(weights, bias, gradient);
        }

        public override LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
        {
            Passes++;
            return base.EvaluatePositives(weights, bias, gradient);
        }

        public override void Hessian(
            ReadOnlySpan<double> weights,
            double bias,
            ReadOnlySpan<double> centers,
            ReadOnlySpan<double> scales,
            Span2D<double> hessian,
            CancellationToken cancellation = default)
        {
            Passes++;
            base.Hessian(weights, bias, centers, scales, hessian, cancellation);
        }

        public override bool IsSeparableAlong(ReadOnlySpan<double> point, Span<double> direction, bool isBiasFixed)
        {
            Passes++;
            return base.IsSeparableAlong(point, direction, isBiasFixed);
        }
    }
}
