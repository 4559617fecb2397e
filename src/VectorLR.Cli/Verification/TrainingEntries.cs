using CommunityToolkit.HighPerformance;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli.Verification;

/// <summary>The battery's entries for training: the weights after some steps on the embedded digits, in each precision.</summary>
internal sealed class TrainingEntries(Isa? isa)
{
    private const int Digit = 8;
    private const double Scale = 16;
    private const double LearningRate = 0.5;

    /// <summary>The digits once are one chunk of work; this many times are two, which threads share.</summary>
    private const int Copies = 5;

    private static readonly string[] s_precisions = ["f64", "f32", "u8"];

    public IEnumerable<BatteryEntry> All()
    {
        Lazy<DataSet> digits = new(() => Samples.Digits(Digit));
        Lazy<DataSet> copies = new(() => digits.Value.SelectExamples(
            [.. Enumerable.Range(0, Copies * digits.Value.Features.Count).Select(i => i % digits.Value.Features.Count)]));
        foreach (string precision in s_precisions)
        {
            yield return new($"training/{precision}/20-steps", () => Train(digits.Value, precision, threads: 1, iterations: 20));
            yield return new($"training/{precision}/1-thread", () => Train(copies.Value, precision, threads: 1, iterations: 2));

            // Two at least, so that work is shared out on a single core as well.
            int threads = Math.Max(2, Environment.ProcessorCount);
            yield return new($"training/{precision}/all-threads", () => Train(copies.Value, precision, threads, iterations: 2));
        }
    }

    private string Train(DataSet data, string precision, int threads, int iterations)
    {
        ObjectiveOptions how = new() { Layout = data.Features.Layout, Scale = Scale, Threads = threads, Isa = isa };
        ReadOnlySpan<double> labels = data.Labels.Span;
        IObjective objective = precision switch
        {
            "f64" => MemoryObjective.Create(data.Features.ToDouble(), labels, how),
            "f32" => MemoryObjective.Create(data.Features.ToSingle(), labels, how),
            _ => MemoryObjective.Create(data.Features.Bytes, labels, Precision.Single, how),
        };
        return new GradientDescent(LearningRate)
            .Minimize(objective, Parameters.Zero(objective.Features), new() { Iterations = iterations, Tolerance = 0 })
            .Parameters.Hash();
    }
}
