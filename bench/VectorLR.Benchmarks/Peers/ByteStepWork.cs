namespace VectorLR.Benchmarks.Peers;

/// <summary>The fused step on bytes, one thread, beside what must have the same numbers as floats.</summary>
internal static class ByteStepWork
{
    public static Work Create(Layout layout)
    {
        string name = $"LogisticGradient byte, {layout}";
        return new(
            name,
            [.. Shape.All.Select(shape => new CaseFactory(shape.ToString(), () => Prepare(name, layout, shape)))],
            [.. StepData.WarmUps.Select(shape => (Func<ComparisonCase>)(() => Prepare(name, layout, shape)))]);
    }

    private static ComparisonCase Prepare(string name, Layout layout, Shape shape)
    {
        Values<byte> x = Matrices.OfPixels.Take(shape.Length);
        Values<float> wide = Matrices.OfPixelFloats.Take(shape.Length);
        Values<float> w = StepData.Weights<float>(shape, largestFeature: byte.MaxValue);
        Values<float> y = StepData.Labels<float>(shape);
        Values<float> z = new(shape.Count);
        Values<float> dw = new(shape.Features);
        Lazy<StepOracle> oracle = new(() => StepOracle.Of(x, shape, layout, y, w));
        void Step() =>
            Kernels.LogisticGradient(new Examples<byte>(x.Span, shape.Count, shape.Features, layout), y.Span, w.Span, 0, dw.Span);
        double Error() => oracle.Value.LargestError<float>(dw.Span);

        List<Candidate> peers =
        [
            new(
                "VectorLR, as floats",
                () => Single.LogisticGradient(new(wide.Span, shape.Count, shape.Features, layout), y.Span, w.Span, dw.Span))
            {
                Kind = PeerKind.Self,
                Error = Error,
            },
        ];
        if (OpenBlas.IsAvailable)
        {
            peers.Add(new(
                $"{PeerNames.TwoPasses(Single.Gemv)} over floats",
                () => Steps.TwoPasses<Single, float>(layout, wide.Span, y.Span, w.Span, z.Span, dw.Span))
            {
                Error = Error,
            });
        }

        peers.AddRange(ReadBaseline.OneThread(x));
        return new(
            name,
            shape.ToString(),
            new("VectorLR", Step) { Error = Error },
            peers)
        {
            Bytes = shape.Length,
            ErrorUnit = StepData.ErrorUnit,
        };
    }
}
