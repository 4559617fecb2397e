using CommunityToolkit.HighPerformance;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli.Verification;

/// <summary>The entries of the suite for training: the weights after some steps on the embedded digits, in each precision.</summary>
internal sealed class TrainingEntries(Isa? isa)
{
    private const int Digit = 8;
    private const double Scale = 16;
    private const double LearningRate = 0.5;

    /// <summary>One copy of the digits is one chunk of work. This many copies are two chunks, which threads share.</summary>
    private const int Copies = 5;

    private static readonly string[] s_precisions = ["f64", "f32", "u8"];

    private static readonly (string Name, IOptimizer Optimizer)[] s_optimizers =
        [("lbfgs", new Lbfgs()), ("newton", new Newton()), ("adam", new Adam(0.1, batchSize: 100))];

    public IEnumerable<VerificationEntry> All()
    {
        Lazy<DataSet> digits = new(() => Samples.Digits(Digit));
        Lazy<DataSet> copies = new(() => digits.Value.SelectExamples(
            [.. Enumerable.Range(0, Copies * digits.Value.Features.Count).Select(i => i % digits.Value.Features.Count)]));
        foreach (string precision in s_precisions)
        {
            yield return new($"training/{precision}/20-steps", () => Train(digits.Value, precision, threads: 1, iterations: 20));
            yield return new($"training/{precision}/1-thread", () => Train(copies.Value, precision, threads: 1, iterations: 2));

            // At least two, so that a single core also runs several threads.
            int threads = Math.Max(2, Environment.ProcessorCount);
            yield return new($"training/{precision}/all-threads", () => Train(copies.Value, precision, threads, iterations: 2));
        }

        foreach ((string name, IOptimizer optimizer) in s_optimizers)
        {
            yield return new($"training/{name}/penalised", () => Fit(digits.Value, optimizer, threads: 1, iterations: 20));
            yield return new($"training/{name}/1-thread", () => Fit(copies.Value, optimizer, threads: 1, iterations: 2));
            int threads = Math.Max(2, Environment.ProcessorCount);
            yield return new($"training/{name}/all-threads", () => Fit(copies.Value, optimizer, threads, iterations: 2));
        }
    }

    /// <summary>Trains on z-scores of bytes with a penalty, in double: every decorator. Includes standard errors if any.</summary>
    private string Fit(DataSet data, IOptimizer optimizer, int threads, int iterations)
    {
        ObjectiveOptions how = new() { Scale = Scale, Threads = threads, Isa = isa };
        IObjective inner = LogisticObjective.Create(data.Features.Bytes, data.Labels.Span, Precision.Double, how, data.Features.Layout);
        Standardization scores = Standardization.Fit(new Examples<byte>(data.Features.Bytes.Span, data.Features.Layout), Scale);
        L2Regularized objective = new(new StandardizedObjective(inner, scores), 1e-3);
        OptimizationResult result = optimizer.Minimize(
            objective, Parameters.Zero(objective.Features), new() { Iterations = iterations, Tolerance = 1e-9 });
        Parameters at = result.Parameters;
        return result.StandardErrors is { Span: var errors }
            ? new Parameters((double[])[.. at.Weights.Span, .. errors], at.Bias).Hash()
            : at.Hash();
    }

    private string Train(DataSet data, string precision, int threads, int iterations)
    {
        ObjectiveOptions how = new() { Scale = Scale, Threads = threads, Isa = isa };
        ReadOnlySpan<double> labels = data.Labels.Span;
        IObjective objective = precision switch
        {
            "f64" => LogisticObjective.Create(data.Features.ToDouble(), labels, how, data.Features.Layout),
            "f32" => LogisticObjective.Create(data.Features.ToSingle(), labels, how, data.Features.Layout),
            _ => LogisticObjective.Create(data.Features.Bytes, labels, Precision.Single, how, data.Features.Layout),
        };
        return new GradientDescent(LearningRate)
            .Minimize(objective, Parameters.Zero(objective.Features), new() { Iterations = iterations, Tolerance = 0 })
            .Parameters.Hash();
    }
}
