namespace VectorLR.Benchmarks.Peers;

/// <summary>X w for X of bytes, one thread: predicting many.</summary>
internal static class ByteProductWork
{
    private const string Name = "Affine byte, ExampleRows";

    public static Work Create() => new(
        Name,
        [.. Shape.All.Select(shape => new CaseFactory(shape.ToString(), () => Prepare(shape)))],
        [.. StepData.WarmUps.Select(shape => (Func<ComparisonCase>)(() => Prepare(shape)))]);

    private static ComparisonCase Prepare(Shape shape)
    {
        Values<byte> x = Matrices.OfPixels.Take(shape.Length);
        Values<float> wide = Matrices.OfPixelFloats.Take(shape.Length);
        Values<float> w = Data.Random<float>(shape.Features, 4);
        Values<float> z = new(shape.Count);
        Lazy<ProductOracle> oracle = new(() => ProductOracle.Of<float>(wide.Span, shape, Layout.ExampleRows, w.Span));
        double Error() => oracle.Value.LargestError<float>(z.Span);

        List<Candidate> peers =
        [
            new("VectorLR, as floats", () => Single.Affine(new(wide.Span, shape.Count, shape.Features), w.Span, z.Span))
            {
                Kind = PeerKind.Self,
                Error = Error,
            },
        ];
        if (OpenBlas.IsAvailable)
        {
            peers.Add(new(
                $"{PeerNames.OpenBlas} {Single.Gemv} over floats",
                () => Steps.Logits<Single, float>(Layout.ExampleRows, wide.Span, w.Span, z.Span))
            {
                Error = Error,
            });
        }

        if (Limits.InMemory(shape.Length))
        {
            peers.AddRange(ReadBaseline.OneThread(x));
        }

        return new(
            Name,
            shape.ToString(),
            new("VectorLR", () => Kernels.Affine(new Examples<byte>(x.Span, shape.Count, shape.Features), w.Span, 0, z.Span))
            {
                Error = Error,
            },
            peers)
        {
            Bytes = shape.Length,
            ErrorUnit = "of sum |w x|",
        };
    }
}
