using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The fused step on one thread, in float and double.</summary>
internal static class StepWork<TPrecision, T>
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Work Create(Layout layout)
    {
        string name = $"LogisticGradient {TPrecision.Name}, {layout}";
        return new(
            name,
            [.. Shape.All.Select(shape => new CaseFactory(shape.ToString(), () => Prepare(name, layout, shape)))],
            [.. StepData.WarmUps.Select(shape => (Func<ComparisonCase>)(() => Prepare(name, layout, shape)))]);
    }

    private static ComparisonCase Prepare(string name, Layout layout, Shape shape)
    {
        Values<T> x = Matrices.OfReals<T>().Take(shape.Length);
        Values<T> w = StepData.Weights<T>(shape, largestFeature: 1);
        Values<T> y = StepData.Labels<T>(shape);
        Values<T> z = new(shape.Count);
        Values<T> dw = new(shape.Features);
        Lazy<StepOracle> oracle = new(() => StepOracle.Of(x, shape, layout, y, w));
        double Error() => oracle.Value.LargestError<T>(dw.Span);

        List<Candidate> peers = [];
        if (layout == Layout.ExampleRows)
        {
            peers.Add(new(PeerNames.ForLoop, () => TPrecision.ForLoopLogisticGradient(x.Span, y.Span, w.Span, dw.Span))
            {
                Kind = PeerKind.Loop,
                Error = Error,
            });
            peers.Add(new(PeerNames.TensorPrimitivesRows, () => Steps.RowAtATime<T>(x.Span, y.Span, w.Span, dw.Span)) { Error = Error });
        }

        if (OpenBlas.IsAvailable)
        {
            peers.Add(new(
                PeerNames.TwoPasses(TPrecision.Gemv),
                () => Steps.TwoPasses<TPrecision, T>(layout, x.Span, y.Span, w.Span, z.Span, dw.Span))
            {
                Error = Error,
            });
        }

        peers.AddRange(ReadBaseline.OneThread(x));
        return new(
            name,
            shape.ToString(),
            new("VectorLR", () => TPrecision.LogisticGradient(new(x.Span, shape.Count, shape.Features, layout), y.Span, w.Span, dw.Span))
            {
                Error = Error,
            },
            peers)
        {
            Bytes = (long)shape.Length * Unsafe.SizeOf<T>(),
            ErrorUnit = StepData.ErrorUnit,
        };
    }
}
