using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using VectorLR.Tests;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Sigmoid of logits between -10 and 10, in the first-level cache.</summary>
internal static class SigmoidWork<TPrecision, T>
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 4096;

    private static readonly string s_name = $"Sigmoid {TPrecision.Name}";
    private static readonly string s_size = Length.ToString("N0", CultureInfo.InvariantCulture);

    public static Work Create() => new(s_name, [new(s_size, Prepare)], [Prepare]);

    private static Contest Prepare()
    {
        Values<T> z = Data.Random<T>(Length, 6, scale: 10);
        Values<T> a = new(Length);
        Lazy<Real[]> exact = new(() => [.. z.Memory.ToArray().Select(value => Oracle.Sigmoid(double.CreateChecked(value)))]);
        double Error() => exact.Value.Select((value, i) => Bound.Ulps(value, a.Span[i])).Max();

        return new(
            s_name,
            s_size,
            new("VectorLR", () => TPrecision.Sigmoid(z.Span, a.Span)) { Error = Error },
            [
                new(PeerNames.ForLoop, () => TPrecision.ForLoopSigmoid(z.Span, a.Span)) { Kind = PeerKind.Loop, Error = Error },
                new(PeerNames.TensorPrimitives, () => TensorPrimitives.Sigmoid<T>(z.Span, a.Span)) { Error = Error },
            ])
        {
            Bytes = (long)Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>(),
            ErrorUnit = "ULP",
        };
    }
}
