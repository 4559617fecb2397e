using VectorLR.Data;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class AdamTests
{
    private static L2Regularized Digits(Precision precision = Precision.Double, int threads = 1, Isa? isa = null)
    {
        DataSet data = Samples.Digits(8);
        ObjectiveOptions options = new() { Scale = 16, Threads = threads, Isa = isa };
        return new L2Regularized(MemoryObjective.Create(data.Features.Bytes, data.Labels.Span, precision, options), 1.0 / data.Features.Count);
    }

    private static OptimizationResult Fit(IObjective objective, int epochs, int seed = 0, Checkpoint? resume = null, IOptimizer? optimizer = null) =>
        (optimizer ?? new Adam(0.3, 64, seed)).Minimize(
            objective, Parameters.Zero(64), new() { Iterations = epochs, Tolerance = 0, Resume = resume }, cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void It_comes_near_the_optimum_that_lbfgs_finds()
    {
        double least = Fit(Digits(), 1000, optimizer: new Lbfgs()).Cost;
        OptimizationResult result = Fit(Digits(), 200);
        TestContext.Current.TestOutputHelper?.WriteLine($"least {least:R}, adam {result.Cost:R} after {result.Iterations} epochs, {result.Passes} passes");
        Assert.InRange(result.Cost, least, least * 1.01);
        Assert.Equal(200, result.Iterations);
        Assert.Equal(1 + (2 * 200), result.Passes - (result.DualityGap is null ? 0 : 1));
    }

    [Fact]
    public void The_weights_depend_on_the_seed_and_on_no_instruction_set_or_number_of_threads()
    {
        foreach (Precision precision in (Precision[])[Precision.Single, Precision.Double])
        {
            string expected = Fit(Digits(precision, 1, Isa.Scalar), 2).Parameters.Hash();
            foreach (Isa isa in VectorLR.Tests.Notes.Agreement.Isas)
            {
                Assert.Equal(expected, Fit(Digits(precision, 2, isa), 2).Parameters.Hash());
            }

            Assert.NotEqual(expected, Fit(Digits(precision), 2, seed: 1).Parameters.Hash());
        }
    }

    [Fact]
    public void Resumed_it_ends_with_the_bits_of_an_uninterrupted_run()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Fit(Digits(), 3).Checkpoint!.Save(path);
            Assert.Equal(Fit(Digits(), 7).Parameters.Hash(), Fit(Digits(), 7, resume: Checkpoint.Load(path)).Parameters.Hash());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_epochs_order_has_every_example_once()
    {
        Recorder recorder = new(1000);
        new Adam(0.1, 64, seed: 5).Minimize(recorder, Parameters.Zero(1), new() { Iterations = 2, Tolerance = 0 }, cancellation: TestContext.Current.CancellationToken);
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
    public void A_rate_or_a_batch_that_cannot_be_is_refused(double rate, int batch) => Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate, batch));

    /// <summary>An objective that is flat and remembers which examples it was asked for.</summary>
    private sealed class Recorder(int count) : IObjective
    {
        public List<int[]> Batches { get; } = [];

        public int Count => count;

        public int Features => 1;

        public LogisticCost Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
        {
            gradient.Fill(1);
            return new(1, 0);
        }

        public LogisticCost EvaluateBatch(ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient)
        {
            Batches.Add(examples.ToArray());
            return Evaluate(weights, bias, gradient);
        }
    }
}
