namespace VectorLR.Benchmarks.Peers;

/// <summary>
/// A step whose logits deviate by 300, as of separable classes, beside one whose logits deviate by 1: speed must not depend on the data.
/// </summary>
internal static class SaturatedWork
{
    private const double Saturated = 300;

    public static IEnumerable<Work> Create() =>
    [
        Create("float", sizeof(float), shape =>
        {
            Values<float> x = Matrices.OfReals<float>().Take(shape.Length);
            Values<float> y = StepData.Labels<float>(shape);
            Values<float> dw = new(shape.Features);
            return deviation =>
            {
                Values<float> w = StepData.Weights<float>(shape, featureDeviation: 1 / Math.Sqrt(3), deviation);
                return () => Kernels.LogisticGradient(new Examples<float>(x.Span, shape.Count, shape.Features), y.Span, w.Span, 0, dw.Span);
            };
        }),
        Create("double", sizeof(double), shape =>
        {
            Values<double> x = Matrices.OfReals<double>().Take(shape.Length);
            Values<double> y = StepData.Labels<double>(shape);
            Values<double> dw = new(shape.Features);
            return deviation =>
            {
                Values<double> w = StepData.Weights<double>(shape, featureDeviation: 1 / Math.Sqrt(3), deviation);
                return () =>
                    Kernels.LogisticGradient(new Examples<double>(x.Span, shape.Count, shape.Features), y.Span, w.Span, 0, dw.Span);
            };
        }),
        Create("byte", sizeof(byte), shape =>
        {
            Values<byte> x = Matrices.OfPixels.Take(shape.Length);
            Values<float> y = StepData.Labels<float>(shape);
            Values<float> dw = new(shape.Features);
            return deviation =>
            {
                Values<float> w = StepData.Weights<float>(shape, featureDeviation: 256 / Math.Sqrt(12), deviation);
                return () => Kernels.LogisticGradient(new Examples<byte>(x.Span, shape.Count, shape.Features), y.Span, w.Span, 0, dw.Span);
            };
        }),
    ];

    private static Work Create(string type, int size, Func<Shape, Func<double, Action>> prepare)
    {
        string name = $"LogisticGradient {type}, logits deviate by {Saturated}";
        ComparisonCase Case(Shape shape)
        {
            Func<double, Action> step = prepare(shape);
            return new(
                name, shape.ToString(), new("VectorLR", step(Saturated)), [new(PeerNames.Unsaturated, step(1)) { Kind = PeerKind.Self }])
            {
                Bytes = (long)shape.Length * size,
            };
        }

        return new(
            name,
            [.. Shape.Saturated.Select(shape => new CaseFactory(shape.ToString(), () => Case(shape)))],
            [() => Case(StepData.WarmUps[1])]);
    }
}
