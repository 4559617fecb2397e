namespace VectorLR.Benchmarks.Peers;

/// <summary>All work items, in the order of the table.</summary>
internal static class Works
{
    public static IEnumerable<Work> All() =>
    [
        DotWork.Create(),
        .. ProductWork<Single, float>.Create(),
        .. ProductWork<Double, double>.Create(),
        ByteProductWork.Create(),
        .. SigmoidWork<Single, float>.Create(),
        .. SigmoidWork<Double, double>.Create(),
        StepWork<Single, float>.Create(Layout.ExampleRows),
        StepWork<Single, float>.Create(Layout.FeatureRows),
        StepWork<Double, double>.Create(Layout.ExampleRows),
        StepWork<Double, double>.Create(Layout.FeatureRows),
        ByteStepWork.Create(Layout.ExampleRows),
        ByteStepWork.Create(Layout.FeatureRows),
        .. SaturatedWork.Create(),
        ThreadsWork.Create(bytes: false),
        ThreadsWork.Create(bytes: true),
        DescentWork.Create(bytes: false),
        DescentWork.Create(bytes: true),
        .. PredictionWork.Create(),
        .. FitWork.Create(),
        TableWork.Create(),
    ];
}
