using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using VectorLR.Tests;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Sigmoid and SigmoidFast of logits between -10 and 10, in the first-level cache.</summary>
internal static class SigmoidWork<TPrecision, T>
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 4096;

    private static readonly long s_bytes = (long)Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
    private static readonly string s_size = Length.ToString("N0", CultureInfo.InvariantCulture);

    public static IEnumerable<Work> Create() =>
    [
        new($"Sigmoid {TPrecision.Name}", [new(s_size, Prepare)], [Prepare]),
        new($"SigmoidFast {TPrecision.Name}", [new(s_size, PrepareFast)], [PrepareFast]),
    ];

    private static ComparisonCase Prepare()
    {
        Values<T> z = Data.Random<T>(Length, 6, scale: 10);
        Values<T> a = new(Length);
        Lazy<Real[]> exact = new(() => Exact(z));
        double Error() => exact.Value.Select((value, i) => Bound.Ulps(value, a.Span[i])).Max();

        return new(
            $"Sigmoid {TPrecision.Name}",
            s_size,
            new("VectorLR", () => TPrecision.Sigmoid(z.Span, a.Span)) { Error = Error },
            [
                new(PeerNames.ForLoop, () => TPrecision.ForLoopSigmoid(z.Span, a.Span)) { Kind = PeerKind.Loop, Error = Error },
                new(PeerNames.TensorPrimitives, () => TensorPrimitives.Sigmoid<T>(z.Span, a.Span)) { Error = Error },
            ])
        {
            Bytes = s_bytes,
            ErrorUnit = "ULP",
        };
    }

    private static ComparisonCase PrepareFast()
    {
        Values<T> z = Data.Random<T>(Length, 6, scale: 10);
        Values<T> a = new(Length);
        Lazy<Real[]> exact = new(() => Exact(z));
        double Error() => exact.Value.Select((value, i) => Math.Abs((double.CreateChecked(a.Span[i]) - value).ToDoubleDouble().High)).Max();

        return new(
            $"SigmoidFast {TPrecision.Name}",
            s_size,
            new("VectorLR", () => TPrecision.SigmoidFast(z.Span, a.Span)) { Error = Error },
            [
                new(PeerNames.AccurateSigmoid, () => TPrecision.Sigmoid(z.Span, a.Span)) { Kind = PeerKind.Self, Error = Error },
                new(PeerNames.TensorPrimitives, () => TensorPrimitives.Sigmoid<T>(z.Span, a.Span)) { Error = Error },
            ])
        {
            Bytes = s_bytes,
            ErrorUnit = "of 1, the largest probability",
        };
    }

    private static Real[] Exact(Values<T> z) => [.. z.Memory.ToArray().Select(value => Oracle.Sigmoid(double.CreateChecked(value)))];
}
