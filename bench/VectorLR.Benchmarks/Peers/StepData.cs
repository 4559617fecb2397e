using System.Numerics;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Data shared by the step comparisons.</summary>
internal static class StepData
{
    public const string ErrorUnit = "of the largest component";

    /// <summary>Small shapes that cover every code path of the kernels.</summary>
    public static readonly Shape[] WarmUps = [new(64, 30), new(64, 784), new(16, 12288), new(4096, 8)];

    /// <summary>Weights that give logits of a few units, where the sigmoid is not saturated.</summary>
    public static Values<T> Weights<T>(Shape shape, double largestFeature)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Data.Random<T>(shape.Features, 4, scale: 6 / (largestFeature * Math.Sqrt(shape.Features)));

    /// <summary>Weights without a sum, so that logits are centred, whose logits have a standard deviation.</summary>
    public static Values<T> Weights<T>(Shape shape, double featureDeviation, double logitDeviation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Numbers between -s and s deviate by s / sqrt(3).
        double scale = logitDeviation * Math.Sqrt(3) / (featureDeviation * Math.Sqrt(shape.Features));
        Values<T> weights = Data.Random<T>(shape.Features, 4, scale);
        T mean = T.CreateTruncating(weights.Span.ToArray().Average(double.CreateTruncating));
        foreach (ref T weight in weights.Span)
        {
            weight -= mean;
        }

        return weights;
    }

    public static Values<T> Labels<T>(Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Data.Labels<T>(shape.Count, 5);
}
