using VectorLR.Data;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class AdamTests
{
    private static L2Regularized Digits(Precision precision = Precision.Double, int threads = 1, Isa? isa = null, int copies = 1)
    {
        DataSet digits = Samples.Digits(8);
        int count = digits.Features.Count;
        DataSet data = digits.SelectExamples([.. Enumerable.Range(0, copies * count).Select(i => i % count)]);
        ObjectiveOptions options = new() { Scale = 16, Threads = threads, Isa = isa };
        return new L2Regularized(
            LogisticObjective.Create(data.Features.Bytes, data.Labels.Span, precision, options), 1.0 / data.Features.Count);
    }

    private static OptimizationResult Fit(
        IObjective objective, int epochs, int seed = 0, Checkpoint? resume = null, IOptimizer? optimizer = null) =>
        (optimizer ?? new Adam(0.3, 64, seed)).Minimize(
            objective,
            Parameters.Zero(64),
            new() { Iterations = epochs, Tolerance = 0, Resume = resume },
            cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void It_comes_near_the_optimum_that_lbfgs_finds()
    {
        double least = Fit(Digits(), 1000, optimizer: new Lbfgs()).Cost;
        OptimizationResult result = Fit(Digits(), 200);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"least {least:R}, adam {result.Cost:R} after {result.Iterations} epochs, {result.Passes} passes");
        Assert.InRange(result.Cost, least, least * 1.01);
        Assert.Equal(200, result.Iterations);
        Assert.Equal(1 + (2 * 200), result.Passes - (result.DualityGap is null ? 0 : 1));
    }

    [Fact]
    public void The_weights_depend_on_the_seed_and_on_no_instruction_set_or_number_of_threads()
    {
        // Five times over they are two chunks, which threads share in the costs; the batches, and so the weights, are one thread's.
        const int Copies = 5;
        foreach (Precision precision in (Precision[])[Precision.Single, Precision.Double])
        {
            OptimizationResult expected = Fit(Digits(precision, 1, Isa.Scalar, Copies), 2);
            double[] costs = [.. expected.History.Select(row => row.Cost), expected.Cost];
            foreach (Isa isa in VectorLR.Tests.Textbook.Agreement.Isas)
            {
                foreach (int threads in (int[])[1, 2])
                {
                    OptimizationResult result = Fit(Digits(precision, threads, isa, Copies), 2);
                    Assert.Equal(expected.Parameters.Hash(), result.Parameters.Hash());
                    Assert.Equal(costs, (double[])[.. result.History.Select(row => row.Cost), result.Cost]);
                }
            }

            Assert.NotEqual(expected.Parameters.Hash(), Fit(Digits(precision, copies: Copies), 2, seed: 1).Parameters.Hash());
        }
    }

    [Fact]
    public void Resumed_it_ends_with_the_bits_of_an_uninterrupted_run()
    {
        const int Epochs = 7;
        Adam restless = new(2, 64);
        using TemporaryFolder folder = new();
        string path = folder.File("checkpoint.json");
        OptimizationResult whole = Fit(Digits(), Epochs, optimizer: restless);
        double[] costs = [.. whole.History.Select(row => row.Cost)];
        Assert.Contains(Enumerable.Range(1, Epochs - 1), cut => costs[cut] > costs[..cut].Min());
        for (int cut = 0; cut < Epochs; cut++)
        {
            Fit(Digits(), cut, optimizer: restless).Checkpoint?.Save(path);
            OptimizationResult resumed = Fit(Digits(), Epochs, resume: Checkpoint.Load(path), optimizer: restless);
            Same(whole, resumed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(100)]
    public void Cancelled_in_an_epoch_it_goes_on_from_where_that_began(int batches)
    {
        OptimizationResult whole = Fit(Digits(), 5);
        using CancellationTokenSource source = new();
        CancelAfter cancelling = new(Digits(), batches, source);
        OptimizationResult cut = new Adam(0.3, 64).Minimize(
            cancelling, Parameters.Zero(64), new() { Iterations = 5, Tolerance = 0 }, null, source.Token);
        Assert.Equal(StopReason.Cancelled, cut.Stopped);
        Assert.Equal(batches / 29, cut.Iterations);
        Same(whole, Fit(Digits(), 5, resume: cut.Checkpoint));
    }

    [Fact]
    public void A_rate_that_is_too_large_diverges_to_the_lowest_cost_on_the_way()
    {
        OptimizationResult result = Fit(Digits(), 3, optimizer: new Adam(1e4, 64));
        Assert.Equal(StopReason.Diverged, result.Stopped);
        Assert.Equal(result.History.Min(row => row.Cost), result.Cost);
        Assert.Null(result.Checkpoint);
    }

    private static void Same(OptimizationResult whole, OptimizationResult resumed)
    {
        Assert.Equal(
            (whole.Parameters.Hash(), whole.Cost, whole.Iterations, whole.Stopped),
            (resumed.Parameters.Hash(), resumed.Cost, resumed.Iterations, resumed.Stopped));
    }

    [Fact]
    public void An_epochs_order_has_every_example_once()
    {
        Recorder recorder = new(1000);
        new Adam(0.1, 64, seed: 5).Minimize(
            recorder, Parameters.Zero(1), new() { Iterations = 2, Tolerance = 0 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(32, recorder.Batches.Count);
        foreach (IEnumerable<int[]> epoch in recorder.Batches.Chunk(16))
        {
            int[] seen = [.. epoch.SelectMany(batch => batch)];
            Assert.Equal(Enumerable.Range(0, 1000), seen.Order());
            Assert.NotEqual(Enumerable.Range(0, 1000), seen);
        }

        Assert.NotEqual(recorder.Batches[0], recorder.Batches[16]);
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.1, 0)]
    public void A_rate_or_a_batch_that_cannot_be_is_refused(double rate, int batch) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate, batch));

    /// <summary>An objective that is flat and remembers which examples it was asked for.</summary>
    private sealed class Recorder(int count) : IObjective
    {
        public List<int[]> Batches { get; } = [];

        public int Count => count;

        public int Features => 1;

        public LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
        {
            gradient.Fill(1);
            return new(1, 0);
        }

        public LogisticGradientResult EvaluateBatch(
            ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient)
        {
            Batches.Add(examples.ToArray());
            return Evaluate(weights, bias, gradient);
        }
    }

    /// <summary>An objective in whose so-manyth batch the run is cancelled.</summary>
    private sealed class CancelAfter(IObjective inner, int batches, CancellationTokenSource source) : ObjectiveDecorator(inner)
    {
        private int _batches;

        public override LogisticGradientResult EvaluateBatch(
            ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient)
        {
            if (_batches++ == batches)
            {
                source.Cancel();
            }

            return base.EvaluateBatch(examples, weights, bias, gradient);
        }
    }
}
