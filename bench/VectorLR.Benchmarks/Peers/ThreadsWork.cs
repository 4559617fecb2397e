using CommunityToolkit.HighPerformance;
using VectorLR.Training;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The objective over memory on all threads, against one thread and against OpenBLAS on all threads.</summary>
internal static class ThreadsWork
{
    private static readonly int s_threads = Environment.ProcessorCount;

    public static Work Create(bool bytes)
    {
        string name = $"LogisticObjective {(bytes ? "byte" : "float")}, all threads";
        return new(
            name,
            [.. Shape.All.Select(shape => new CaseFactory(shape.ToString(), () => Prepare(name, shape, bytes)))],
            [.. StepData.WarmUps.Append(new(512, 784)).Select(shape => (Func<ComparisonCase>)(() => Prepare(name, shape, bytes)))]);
    }

    private static ComparisonCase Prepare(string name, Shape shape, bool bytes)
    {
        Values<byte> pixels = bytes ? Matrices.OfPixels.Take(shape.Length) : new(0);
        Values<float> floats = (bytes ? Matrices.OfPixelFloats : Matrices.OfReals<float>()).Take(shape.Length);
        Values<float> w = StepData.Weights<float>(shape, bytes ? byte.MaxValue : 1);
        Values<float> y = StepData.Labels<float>(shape);
        Values<float> z = new(shape.Count);
        Values<float> dw = new(shape.Features);
        double[] weights = Array.ConvertAll(w.Span.ToArray(), value => (double)value);
        double[] labels = Array.ConvertAll(y.Span.ToArray(), value => (double)value);
        double[] gradient = new double[shape.Features];
        Lazy<StepOracle> oracle = new(() => bytes
            ? StepOracle.Of(pixels, shape, Layout.ExampleRows, y, w)
            : StepOracle.Of(floats, shape, Layout.ExampleRows, y, w));
        double Error() => oracle.Value.LargestError<double>(gradient);

        Candidate Ours(string title, int threads)
        {
            ObjectiveOptions options = new() { Threads = threads };
            IObjective objective = bytes
                ? LogisticObjective.Create(
                    ((ReadOnlyMemory<byte>)pixels.Memory).AsMemory2D(shape.Count, shape.Features), labels, Precision.Single, options)
                : LogisticObjective.Create(
                    ((ReadOnlyMemory<float>)floats.Memory).AsMemory2D(shape.Count, shape.Features), labels, options);
            return new(title, () => objective.Evaluate(weights, 0, gradient)) { Error = Error };
        }

        List<Candidate> peers = [Ours(PeerNames.OneThread, 1) with { Kind = PeerKind.Self }];
        if (OpenBlas.IsAvailable)
        {
            peers.Add(new(
                $"{PeerNames.TwoPasses(Single.Gemv, s_threads)}{(bytes ? ", over floats" : "")}",
                () => Steps.TwoPasses<Single, float>(Layout.ExampleRows, floats.Span, y.Span, w.Span, z.Span, dw.Span))
            {
                BlasThreads = s_threads,
                Error = () => oracle.Value.LargestError<float>(dw.Span),
            });
        }

        peers.Add(bytes ? ReadBaseline.AllThreads(pixels, s_threads) : ReadBaseline.AllThreads(floats, s_threads));
        return new(name, shape.ToString(), Ours("VectorLR", s_threads), peers)
        {
            Bytes = (long)shape.Length * (bytes ? 1 : sizeof(float)),
            Threads = s_threads,
            ErrorUnit = StepData.ErrorUnit,
        };
    }
}
