using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using VectorLR.Training;

namespace VectorLR.Benchmarks.Peers;

/// <summary>
/// One example at a time: its logit, and its probability from the 30 floats of a table's row or from the bytes of a picture.
/// </summary>
internal static class PredictionWork
{
    private const int Numbers = 30;
    private const int Pixels = 12288;
    private const int Calls = 512;

    private static readonly float[] s_result = new float[1];

    private static readonly int[] s_features = [1, 4, 8, 30, 64, 128];

    public static IEnumerable<Work> Create() =>
    [
        new(
            "Affine float, one row",
            [.. s_features.Select(n => new CaseFactory($"1x{n}", () => PrepareRow(n)))],
            [.. s_features.Select(n => (Func<ComparisonCase>)(() => PrepareRow(n)))]),
        new("Prediction float", [new($"1x{Numbers}", PrepareNumbers)], [PrepareNumbers]),
        new("Prediction byte", [new($"1x{Pixels}", PreparePixels)], [PreparePixels]),
    ];

    private static ComparisonCase PrepareRow(int features)
    {
        Values<float> x = Data.Random<float>(features, 8);
        Values<float> w = Data.Random<float>(features, 4);
        return new(
            "Affine float, one row",
            $"1x{features}",
            new("VectorLR", () => RowByKernels(x, w)),
            [
                new(PeerNames.ForLoop, () => RowByForLoop(x, w)) { Kind = PeerKind.Loop },
                new($"{PeerNames.TensorPrimitives}, Dot plus b", () => RowByTensorPrimitives(x, w)),
            ])
        {
            Calls = Calls,
            Bytes = features * sizeof(float),
        };
    }

    private static ComparisonCase PrepareNumbers()
    {
        Values<float> x = Data.Random<float>(Numbers, 8);
        Values<float> w = StepData.Weights<float>(new(1, Numbers), largestFeature: 1);
        LogisticRegression model = Model(w);
        return new(
            "Prediction float",
            $"1x{Numbers}",
            new("VectorLR, the model", () => ByModel(model, x)),
            [
                Candidate.AtMost(20e-9),
                new("VectorLR, the kernels", () => ByKernels(x, w)) { Kind = PeerKind.Self },
                new(PeerNames.ForLoop, () => ByForLoop(x, w)) { Kind = PeerKind.Loop },
                new($"{PeerNames.TensorPrimitives}, Dot and Sigmoid", () => ByTensorPrimitives(x, w)),
                new($"{PeerNames.TensorPrimitives}, Dot, then MathF.Exp", () => ByTensorPrimitivesAndMath(x, w)),
            ])
        {
            Calls = Calls,
            Bytes = Numbers * sizeof(float),
        };
    }

    private static ComparisonCase PreparePixels()
    {
        Values<byte> x = Data.Pixels(Pixels, 9);
        Values<float> w = StepData.Weights<float>(new(1, Pixels), byte.MaxValue);
        Values<float> wide = new(Pixels);
        LogisticRegression model = Model(w);
        return new(
            "Prediction byte",
            $"1x{Pixels}",
            new("VectorLR, the model", () => ByModel(model, x)),
            [
                Candidate.AtMost(1.1e-6),
                new("VectorLR, the kernels", () => ByKernels(x, w)) { Kind = PeerKind.Self },
                new($"{PeerNames.TensorPrimitives}, widened first", () => ByTensorPrimitives(x, w, wide)),
            ])
        {
            Calls = Calls,
            Bytes = Pixels,
        };
    }

    /// <summary>A model that was trained in float, as pictures are.</summary>
    private static LogisticRegression Model(Values<float> w) =>
        new(new Parameters(Array.ConvertAll(w.Span.ToArray(), value => (double)value), 0), precision: Precision.Single);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByKernels(Values<float> x, Values<float> w)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = Kernels.Sigmoid(Kernels.Affine(x.Span, w.Span, 0));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByKernels(Values<byte> x, Values<float> w)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = Kernels.Sigmoid(Kernels.Affine(x.Span, w.Span, 0));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByModel(LogisticRegression model, Values<float> x)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = model.PredictProbability(x.Span);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByModel(LogisticRegression model, Values<byte> x)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = (float)model.PredictProbability(x.Span);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByForLoop(Values<float> x, Values<float> w)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = Steps.Probability(ForLoop.Dot(w.Span, x.Span));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByTensorPrimitives(Values<float> x, Values<float> w)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = TensorPrimitives.Dot<float>(x.Span, w.Span);
            TensorPrimitives.Sigmoid<float>(s_result, s_result);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByTensorPrimitivesAndMath(Values<float> x, Values<float> w)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = Steps.Probability(TensorPrimitives.Dot<float>(x.Span, w.Span));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RowByKernels(Values<float> x, Values<float> w)
    {
        for (int i = 0; i < Calls; i++)
        {
            Kernels.Affine(new Examples<float>(x.Span, 1, x.Span.Length), w.Span, 0.5f, s_result);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RowByForLoop(Values<float> x, Values<float> w)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = ForLoop.Dot(w.Span, x.Span) + 0.5f;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RowByTensorPrimitives(Values<float> x, Values<float> w)
    {
        for (int i = 0; i < Calls; i++)
        {
            s_result[0] = TensorPrimitives.Dot<float>(x.Span, w.Span) + 0.5f;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByTensorPrimitives(Values<byte> x, Values<float> w, Values<float> wide)
    {
        for (int i = 0; i < Calls; i++)
        {
            TensorPrimitives.ConvertChecked<byte, float>(x.Span, wide.Span);
            s_result[0] = Steps.Probability(TensorPrimitives.Dot<float>(wide.Span, w.Span));
        }
    }
}
