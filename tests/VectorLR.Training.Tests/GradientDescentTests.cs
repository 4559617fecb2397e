using VectorLR.Data;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class GradientDescentTests
{
    private static CancellationToken Never => CancellationToken.None;

    [Fact]
    public void One_step_is_the_textbook_update_by_hand()
    {
        // a = 1/2 for both, dz = (-1/2, 1/2), dw = 1/2 ((1, 2) (-1/2) + (-1, 0) (1/2)) = (-1/2, -1/2), db = 0; all exact.
        OptimizationResult result = new GradientDescent(0.5).Minimize(ByHand(), Parameters.Zero(2), new() { Iterations = 1 }, null, Never);
        Assert.Equal([0.25, 0.25], result.Parameters.Weights.ToArray());
        Assert.Equal(0, result.Parameters.Bias);
        Iteration first = Assert.Single(result.History);

        // Two losses of log 2, each within 2 ULP, and Math.Log within 1.
        Agreement.Within("J at 0", Math.Log(2), first.Cost, 6 * Agreement.DoubleRoundoff * Math.Log(2));
        Assert.Equal(0.5, first.GradientNorm);
    }

    [Fact]
    public void Two_steps_are_the_textbook_update_by_hand()
    {
        OptimizationResult result = new GradientDescent(0.5).Minimize(ByHand(), Parameters.Zero(2), new() { Iterations = 2 }, null, Never);

        // From w = (1/4, 1/4): z = (3/4, -1/4).
        double dz1 = (1 / (1 + Math.Exp(-0.75))) - 1;
        double dz2 = 1 / (1 + Math.Exp(0.25));
        double cost = -(Math.Log(1 + dz1) + Math.Log(1 - dz2)) / 2;
        double[] dw = [(dz1 - dz2) / 2, 2 * dz1 / 2];
        double db = (dz1 + dz2) / 2;
        LogisticBounds bounds = new([1, 2, -1, 0], [1, 0], [0.25, 0.25], 0, Agreement.DoubleRoundoff);
        for (int j = 0; j < 2; j++)
        {
            double expected = 0.25 - (0.5 * dw[j]);
            double bound = (0.5 * bounds.Weight[j]) + (2 * Agreement.DoubleRoundoff * Math.Abs(expected));
            Agreement.Within($"w at index {j} after two steps", expected, result.Parameters.Weights.Span[j], bound);
        }

        Agreement.Within("b after two steps", -0.5 * db, result.Parameters.Bias, 0.5 * bounds.Bias);
        Agreement.Within("J before the second step", cost, result.History[1].Cost, bounds.Cost);
    }

    [Fact]
    public void Every_update_is_one_rounded_product_and_one_rounded_difference()
    {
        const double Rate = 0.3;
        FakeObjective objective = FakeObjective.Recording(new RandomProblem("double", Layout.ExampleRows, 13, 5).Objective());
        new GradientDescent(Rate).Minimize(objective, Parameters.Zero(5), new() { Iterations = 40, Tolerance = 0 }, null, Never);
        Assert.Equal(41, objective.Calls.Count);
        for (int k = 0; k < 40; k++)
        {
            (Parameters at, LogisticGradientResult cost, double[] gradient) = objective.Calls[k];
            double[] expected = new double[5];
            for (int j = 0; j < 5; j++)
            {
                double step = Rate * gradient[j];
                expected[j] = at.Weights.Span[j] - step;
            }

            double biasStep = Rate * cost.BiasGradient;
            Agreement.SameBits($"w after update {k}", expected, objective.Calls[k + 1].At.Weights.Span);
            Agreement.SameBits($"b after update {k}", at.Bias - biasStep, objective.Calls[k + 1].At.Bias);
        }
    }

    [Fact]
    public void History_holds_the_cost_before_each_update_and_the_result_the_cost_after_the_last()
    {
        FakeObjective objective = FakeObjective.Recording(new RandomProblem("double", Layout.ExampleRows, 11, 3).Objective());
        OptimizationResult result = new GradientDescent(0.1).Minimize(
            objective, Parameters.Zero(3), new() { Iterations = 25, Tolerance = 0 }, null, Never);
        Assert.Equal(StopReason.IterationLimit, result.Stopped);
        Assert.Equal((25, 26, 26), (result.Iterations, result.Passes, objective.Calls.Count));
        Assert.Equal(25, result.History.Count);
        TimeSpan before = TimeSpan.Zero;
        for (int k = 0; k < 25; k++)
        {
            Iteration row = result.History[k];
            Assert.Equal((k, k + 1), (row.Number, row.Passes));
            Agreement.SameBits($"J of row {k}", objective.Calls[k].Cost.Cost, row.Cost);
            Agreement.SameBits($"gradient norm of row {k}", Norm(objective.Calls[k]), row.GradientNorm);
            Assert.True(row.Elapsed >= before, $"row {k} has {row.Elapsed}, the row before it {before}");
            before = row.Elapsed;
        }

        Assert.True(result.Elapsed >= before);
        Agreement.SameBits("J of the result", objective.Calls[25].Cost.Cost, result.Cost);
        Agreement.SameBits("gradient norm of the result", Norm(objective.Calls[25]), result.GradientNorm);
        Assert.Equal(objective.Calls[25].At.Hash(), result.Parameters.Hash());
    }

    [Fact]
    public void It_converges_where_no_component_is_above_the_tolerance()
    {
        // With rate 1/2 the bowl's point halves at every update: 8, 4, 2, 1, and 1 is within a tolerance of 1.
        OptimizationResult result = new GradientDescent(0.5).Minimize(
            FakeObjective.Bowl(2), new(new double[] { 8, -2 }, 1), new() { Tolerance = 1 }, null, Never);
        Assert.Equal(StopReason.Converged, result.Stopped);
        Assert.Equal((3, 4, 3), (result.Iterations, result.Passes, result.History.Count));
        Assert.Equal([1, -0.25], result.Parameters.Weights.ToArray());
        Assert.Equal((0.125, 1), (result.Parameters.Bias, result.GradientNorm));
        Assert.Equal([8, 4, 2], result.History.Select(row => row.GradientNorm));
    }

    [Fact]
    public void The_bias_counts_in_the_gradient_norm()
    {
        OptimizationResult result = new GradientDescent(0.5).Minimize(
            FakeObjective.Bowl(1), new(new double[] { 1 }, -4), new() { Tolerance = 2 }, null, Never);
        Assert.Equal((1, 2.0, -2.0), (result.Iterations, result.GradientNorm, result.Parameters.Bias));
        Assert.Equal(4, result.History[0].GradientNorm);
    }

    [Fact]
    public void A_start_at_the_minimum_needs_no_update_even_with_a_tolerance_of_0()
    {
        OptimizationResult result = new GradientDescent(0.5).Minimize(
            FakeObjective.Bowl(3), Parameters.Zero(3), new() { Tolerance = 0 }, null, Never);
        Assert.Equal(StopReason.Converged, result.Stopped);
        Assert.Equal((0, 1, 0), (result.Iterations, result.Passes, result.History.Count));
    }

    [Fact]
    public void A_step_that_changes_no_bit_ends_a_run_with_a_tolerance_of_0()
    {
        OptimizationResult tiny = new GradientDescent(1e-17).Minimize(
            FakeObjective.Bowl(2), new(new double[] { 3, -5 }, 7), new() { Tolerance = 0 }, null, Never);
        Assert.Equal((StopReason.PrecisionLimit, 0, 1), (tiny.Stopped, tiny.Iterations, tiny.Passes));

        // The mean log loss of these labels over x = 0 .. 11, centered, has its minimum at 0.5338272529684743 (50 digits).
        double[] labels = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1];
        double[] x = [.. Enumerable.Range(0, 12).Select(i => (i - 5.5) / 4)];
        IObjective objective = LogisticObjective.Create(new CommunityToolkit.HighPerformance.ReadOnlyMemory2D<double>(x, 12, 1), labels);
        OptimizationResult fit = new GradientDescent(1).Minimize(
            objective, Parameters.Zero(1), new() { Tolerance = 0, Iterations = 100_000 }, null, Never);
        Assert.Equal(StopReason.PrecisionLimit, fit.Stopped);
        Assert.InRange(fit.Iterations, 10, 10_000);
        Agreement.Within("J", 0.5338272529684743, fit.Cost, 1e-15);
    }

    [Fact]
    public void No_iterations_leave_the_start_as_it_is_and_tell_its_cost()
    {
        OptimizationResult result = new GradientDescent(0.5).Minimize(
            FakeObjective.Bowl(1), new(new double[] { 3 }, 4), new() { Iterations = 0 }, null, Never);
        Assert.Equal(StopReason.IterationLimit, result.Stopped);
        Assert.Equal((0, 1, 0), (result.Iterations, result.Passes, result.History.Count));
        Assert.Equal((3.0, 4.0), (result.Parameters.Weights.Span[0], result.Parameters.Bias));
        Assert.Equal((12.5, 4.0), (result.Cost, result.GradientNorm));
    }

    [Fact]
    public void Without_options_it_makes_at_most_1000_updates_and_stops_at_a_millionth()
    {
        FakeObjective slope = new(1, (_, _, _, gradient) =>
        {
            gradient[0] = 1.1e-6;
            return new(1, 0);
        });
        OptimizationResult result = new GradientDescent(1).Minimize(slope, Parameters.Zero(1), null, null, Never);
        Assert.Equal((StopReason.IterationLimit, 1000), (result.Stopped, result.Iterations));

        FakeObjective flat = new(1, (_, _, _, gradient) =>
        {
            gradient[0] = 1e-6;
            return new(1, 0);
        });
        Assert.Equal(StopReason.Converged, new GradientDescent(1).Minimize(flat, Parameters.Zero(1), null, null, Never).Stopped);
    }

    [Fact]
    public void The_start_is_not_written_to()
    {
        double[] weights = [8, 4];
        new GradientDescent(0.5).Minimize(FakeObjective.Bowl(2), new(weights, 1), null, null, Never);
        Assert.Equal([8, 4], weights);
    }

    [Fact]
    public void Cancelled_on_the_way_it_returns_the_parameters_so_far()
    {
        using CancellationTokenSource source = new();
        RandomProblem problem = new("double", Layout.ExampleRows, 11, 3);
        StoppingOptions options = new() { Iterations = 100, Tolerance = 0 };
        Reports progress = new(row =>
        {
            if (row.Number == 6)
            {
                source.Cancel();
            }
        });
        OptimizationResult result = new GradientDescent(0.1).Minimize(
            problem.Objective(), Parameters.Zero(3), options, progress, source.Token);
        Assert.Equal(StopReason.Cancelled, result.Stopped);
        Assert.Equal((7, 8, 7), (result.Iterations, result.Passes, result.History.Count));

        OptimizationResult seven = new GradientDescent(0.1).Minimize(
            problem.Objective(), Parameters.Zero(3), options with { Iterations = 7 }, null, Never);
        Assert.Equal(seven.Parameters.Hash(), result.Parameters.Hash());
        Agreement.SameBits("J where it was cancelled", seven.Cost, result.Cost);
    }

    [Fact]
    public void Uphill_it_is_interrupted_with_the_best_so_far_and_goes_on_as_if_it_had_not_been()
    {
        DataSet data = Samples.BreastCancer();
        IObjective objective = LogisticObjective.Create(data.Features.ToDouble(), data.Labels.Span);
        StoppingOptions options = new() { Iterations = 30, Tolerance = 0 };
        GradientDescent optimizer = new(10);
        OptimizationResult whole = optimizer.Minimize(objective, Parameters.Zero(30), options, null, Never);
        Assert.Equal(StopReason.Diverged, whole.Stopped);
        int uphill = 0;
        for (int at = 0; at < 30; at += 4)
        {
            using CancellationTokenSource source = new();
            Reports progress = new(row =>
            {
                if (row.Number == at)
                {
                    source.Cancel();
                }
            });
            OptimizationResult cut = optimizer.Minimize(objective, Parameters.Zero(30), options, progress, source.Token);
            Assert.Equal((StopReason.Cancelled, at + 1), (cut.Stopped, cut.Iterations));
            Assert.Equal(whole.History.Take(at + 2).Min(row => row.Cost), cut.Cost);
            uphill += cut.Cost < cut.Checkpoint!.Cost ? 1 : 0;
            OptimizationResult resumed = optimizer.Minimize(
                objective, Parameters.Zero(30), options with { Resume = cut.Checkpoint }, null, Never);
            Assert.Equal(
                (whole.Parameters.Hash(), whole.Cost, whole.Stopped, whole.Iterations),
                (resumed.Parameters.Hash(), resumed.Cost, resumed.Stopped, resumed.Iterations));
        }

        Assert.True(uphill > 0);
    }

    [Fact]
    public void Cancelled_before_it_begins_it_returns_the_start()
    {
        OptimizationResult result = new GradientDescent(0.5).Minimize(
            FakeObjective.Bowl(1), new(new double[] { 3 }, 4), null, null, new CancellationToken(canceled: true));
        Assert.Equal(StopReason.Cancelled, result.Stopped);
        Assert.Equal((0, 1, 3.0), (result.Iterations, result.Passes, result.Parameters.Weights.Span[0]));
    }

    [Theory]
    [InlineData("J is NaN", double.NaN, 1, 1)]
    [InlineData("J is infinite", double.PositiveInfinity, 1, 1)]
    [InlineData("db is NaN", 1, double.NaN, 1)]
    [InlineData("db is infinite", 1, double.NegativeInfinity, 1)]
    [InlineData("dw is NaN", 1, 1, double.NaN)]
    [InlineData("dw is infinite", 1, 1, double.NegativeInfinity)]
    public void Diverged_it_returns_the_last_parameters_with_finite_figures(string what, double cost, double biasGradient, double component)
    {
        FakeObjective objective = new(2, (call, weights, bias, gradient) =>
        {
            LogisticGradientResult here = FakeObjective.EvaluateBowl(weights, bias, gradient);
            gradient[0] = call == 3 ? component : gradient[0];
            return call == 3 ? new(cost, biasGradient) : here;
        });
        OptimizationResult result = new GradientDescent(0.5).Minimize(objective, new(new double[] { 8, -2 }, 1), null, null, Never);
        Assert.True(result.Stopped == StopReason.Diverged, $"{what}: stopped as {result.Stopped}");

        // Two updates led to the parameters returned, a third to where the figures were no longer finite: four passes.
        Assert.Equal((2, 4), (result.Iterations, result.Passes));
        Assert.Equal([2, -0.5], result.Parameters.Weights.ToArray());
        Assert.Equal((0.25, 2.0), (result.Parameters.Bias, result.GradientNorm));
        Agreement.SameBits($"{what}: J", objective.Calls[2].Cost.Cost, result.Cost);
        Agreement.SameBits($"{what}: J of the last row", result.Cost, result.History[^1].Cost);
    }

    [Fact]
    public void A_start_without_finite_figures_is_returned_as_diverged()
    {
        FakeObjective objective = new(1, (_, _, _, gradient) =>
        {
            gradient[0] = 0;
            return new(double.NaN, 0);
        });
        OptimizationResult result = new GradientDescent(0.5).Minimize(objective, new(new double[] { 3 }, 4), null, null, Never);
        Assert.Equal(StopReason.Diverged, result.Stopped);
        Assert.Equal((0, 1, 0), (result.Iterations, result.Passes, result.History.Count));
        Assert.Equal((3.0, 4.0, double.NaN), (result.Parameters.Weights.Span[0], result.Parameters.Bias, result.Cost));
    }

    [Fact]
    public void A_step_that_overflows_the_weights_is_gone_back_over()
    {
        // The first step makes w infinite, and infinity times the second example's 0 is NaN.
        IObjective objective = LogisticObjective.Create(new double[,] { { 1e10 }, { 0 } }, [1, 0]);
        OptimizationResult result = new GradientDescent(1e300).Minimize(objective, Parameters.Zero(1), null, null, Never);
        Assert.Equal(StopReason.Diverged, result.Stopped);
        Assert.Equal(Parameters.Zero(1).Hash(), result.Parameters.Hash());
        Assert.Single(result.History);
    }

    [Fact]
    public void Progress_hears_every_row_of_the_history_in_order_as_it_is_made()
    {
        List<int> callsSoFar = [];
        FakeObjective objective = FakeObjective.Bowl(1);
        Reports progress = new(_ => callsSoFar.Add(objective.Calls.Count));
        OptimizationResult result = new GradientDescent(0.5).Minimize(
            objective, new(new double[] { 3 }, 4), new() { Iterations = 5, Tolerance = 0 }, progress, Never);
        Assert.Equal(result.History, progress.Rows);
        Assert.Equal([1, 2, 3, 4, 5], callsSoFar);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_learning_rate_that_is_not_a_finite_number_above_0_is_refused(double rate)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescent(rate));
        Assert.Equal("learningRate", exception.ParamName);
        Assert.Contains("the learning rate must be a finite number above 0", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused_before_the_first_pass()
    {
        GradientDescent descent = new(0.5);
        FakeObjective bowl = FakeObjective.Bowl(3);
        Parameters start = Parameters.Zero(3);
        Assert.Throws<ArgumentNullException>("objective", () => descent.Minimize(null!, start, null, null, Never));
        Assert.Throws<ArgumentNullException>("start", () => descent.Minimize(bowl, null!, null, null, Never));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => descent.Minimize(bowl, start, new() { Iterations = -1 }, null, Never));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => descent.Minimize(bowl, start, new() { Tolerance = -1 }, null, Never));
        ArgumentOutOfRangeException tolerance = Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => descent.Minimize(bowl, start, new() { Tolerance = double.NaN }, null, Never));
        Assert.Contains("the tolerance must not be negative or NaN", tolerance.Message, StringComparison.Ordinal);
        ArgumentException length = Assert.Throws<ArgumentException>(
            "start", () => descent.Minimize(bowl, Parameters.Zero(2), null, null, Never));
        Assert.Contains("the start has 2 weights for 3 features", length.Message, StringComparison.Ordinal);
        Assert.Empty(bowl.Calls);
    }

    private static IObjective ByHand() => LogisticObjective.Create(new double[,] { { 1, 2 }, { -1, 0 } }, [1, 0]);

    private static double Norm((Parameters At, LogisticGradientResult Cost, double[] Gradient) call) =>
        call.Gradient.Append(call.Cost.BiasGradient).Max(Math.Abs);

    private sealed class Reports(Action<Iteration> then) : IProgress<Iteration>
    {
        public List<Iteration> Rows { get; } = [];

        public void Report(Iteration value)
        {
            Rows.Add(value);
            then(value);
        }
    }

    [Fact]
    public void A_step_to_infinite_weights_has_diverged_even_where_the_cost_there_is_zero()
    {
        IObjective objective = LogisticObjective.Create(new double[,] { { 1e10 }, { -1e10 } }, [1, 0]);
        OptimizationResult result = new GradientDescent(1e300).Minimize(
            objective, Parameters.Zero(1), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Diverged, result.Stopped);
        Assert.Equal([0.0], result.Parameters.Weights.ToArray());
    }
}
