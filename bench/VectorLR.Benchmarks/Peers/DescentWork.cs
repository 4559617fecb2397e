using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;
using VectorLR.Training;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Gradient descent at the shape of the notes' cats, by the step: pixels as bytes and as floats. The pixels are random.</summary>
internal static class DescentWork
{
    private const int Steps = 50;
    private const double LearningRate = 0.005;

    private static readonly int s_threads = Environment.ProcessorCount;

    public static Work Create(bool bytes)
    {
        string name = $"GradientDescent {(bytes ? "byte" : "float")}, all threads";
        return new(name, [new(Shape.Cats.ToString(), () => Prepare(name, bytes))], [() => Prepare(name, bytes)]);
    }

    private static ComparisonCase Prepare(string name, bool bytes)
    {
        Shape shape = Shape.Cats;
        Values<byte> pixels = Matrices.OfPixels.Take(shape.Length);
        Values<float> x = new(shape.Length);
        TensorPrimitives.Divide(Matrices.OfPixelFloats.Take(shape.Length).Span, byte.MaxValue, x.Span);
        Values<float> y = StepData.Labels<float>(shape);
        Values<float> w = new(shape.Features);
        Values<float> z = new(shape.Count);
        Values<float> dw = new(shape.Features);
        double[] labels = Array.ConvertAll(y.Span.ToArray(), value => (double)value);
        Parameters start = Parameters.Zero(shape.Features);
        StoppingOptions stopping = new() { Iterations = Steps };

        Candidate Ours(string title, int threads)
        {
            ObjectiveOptions options = new() { Threads = threads, Scale = bytes ? byte.MaxValue : 1 };
            ReadOnlyMemory<byte> stored = pixels.Memory;
            ReadOnlyMemory<float> floats = x.Memory;
            IObjective objective = bytes
                ? LogisticObjective.Create(stored.AsMemory2D(shape.Count, shape.Features), labels, Precision.Single, options)
                : LogisticObjective.Create(floats.AsMemory2D(shape.Count, shape.Features), labels, options);
            GradientDescent descent = new(LearningRate);
            return new(title, () => descent.Minimize(objective, start, stopping));
        }

        Candidate Theirs(string title, Action step) => new(title, () =>
        {
            w.Span.Clear();
            for (int k = 0; k < Steps; k++)
            {
                step();
                TensorPrimitives.MultiplyAdd(dw.Span, -(float)LearningRate, w.Span, w.Span);
            }
        });

        List<Candidate> peers =
        [
            Candidate.AtMost(bytes ? 0.18e-3 : 0.25e-3),
            Ours(PeerNames.OneThread, 1) with { Kind = PeerKind.Self },
            Theirs(PeerNames.ForLoop, () => ForLoop.LogisticGradient(x.Span, y.Span, w.Span, 0, dw.Span)) with { Kind = PeerKind.Loop },
            Theirs(PeerNames.TensorPrimitivesRows, () => Benchmarks.Steps.RowAtATime<float>(x.Span, y.Span, w.Span, dw.Span)),
        ];
        if (OpenBlas.IsAvailable)
        {
            peers.Add(Theirs(
                PeerNames.TwoPasses(Single.Gemv, s_threads),
                () => Benchmarks.Steps.TwoPasses<Single, float>(Layout.ExampleRows, x.Span, y.Span, w.Span, z.Span, dw.Span)) with
            {
                BlasThreads = s_threads,
            });
        }

        return new(name, shape.ToString(), Ours("VectorLR", s_threads), peers)
        {
            Calls = Steps,
            Bytes = (long)shape.Length * (bytes ? 1 : sizeof(float)),
            Threads = s_threads,
        };
    }
}
