using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;
using VectorLR.Tests;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Dot in float, for lengths from 1 to ten million.</summary>
internal static class DotWork
{
    private const string Name = "Dot float";

    private static readonly int[] s_lengths = [1, 2, 4, 7, 8, 16, 30, 63, 64, 100, 128, 1024, 3079, 65_536, 1_000_000, 10_000_000];

    // Lengths that cover every code path: short, in the caches, long.
    private static readonly int[] s_warmUps = [1, 4, 8, 30, 100, 3079, 300_000];

    private static float s_result;

    public static Work Create() => new(
        Name,
        [.. s_lengths.Select(n => new CaseFactory(Size(n), () => Prepare(n)))],
        [.. s_warmUps.Select(n => (Func<ComparisonCase>)(() => Prepare(n)))]);

    private static string Size(int n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static ComparisonCase Prepare(int n)
    {
        int calls = Math.Max(1, 16_384 / n);
        Values<float> x = Data.Random<float>(n, 1);
        Values<float> y = Data.Random<float>(n, 2);
        Vector<float> left = Vector<float>.Build.Dense(x.Span.ToArray());
        Vector<float> right = Vector<float>.Build.Dense(y.Span.ToArray());
        double exact = Oracle.Dot(Widen(x), Widen(y), out double magnitude).High;
        double Error() => Math.Abs(s_result - exact) / magnitude;

        List<Candidate> peers =
        [
            new(PeerNames.ForLoop, () => ByForLoop(x, y, calls)) { Kind = PeerKind.Loop, Error = Error },
            new(PeerNames.TensorPrimitives, () => ByTensorPrimitives(x, y, calls)) { Error = Error },
            new(PeerNames.MathNet, () => ByMathNet(left, right, calls)) { Error = Error },
        ];
        if (OpenBlas.IsAvailable)
        {
            peers.Add(new($"{PeerNames.OpenBlas} sdot", () => ByOpenBlas(x, y, calls)) { Error = Error });
        }

        long bytes = 2L * sizeof(float) * n;
        if (Limits.InMemory(bytes))
        {
            peers.AddRange(ReadBaseline.OneThread(x, y));
        }

        return new(Name, Size(n), new("VectorLR", () => ByKernels(x, y, calls)) { Error = Error }, peers)
        {
            Calls = calls,
            Bytes = bytes,
            ErrorUnit = "of sum |x y|",
        };
    }

    private static double[] Widen(Values<float> values) => Array.ConvertAll(values.Span.ToArray(), value => (double)value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByKernels(Values<float> x, Values<float> y, int calls)
    {
        ReadOnlySpan<float> left = x.Span;
        ReadOnlySpan<float> right = y.Span;
        for (int i = 0; i < calls; i++)
        {
            s_result = Kernels.Dot(left, right);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByForLoop(Values<float> x, Values<float> y, int calls)
    {
        ReadOnlySpan<float> left = x.Span;
        ReadOnlySpan<float> right = y.Span;
        for (int i = 0; i < calls; i++)
        {
            s_result = ForLoop.Dot(left, right);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByTensorPrimitives(Values<float> x, Values<float> y, int calls)
    {
        ReadOnlySpan<float> left = x.Span;
        ReadOnlySpan<float> right = y.Span;
        for (int i = 0; i < calls; i++)
        {
            s_result = TensorPrimitives.Dot(left, right);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByOpenBlas(Values<float> x, Values<float> y, int calls)
    {
        ReadOnlySpan<float> left = x.Span;
        ReadOnlySpan<float> right = y.Span;
        for (int i = 0; i < calls; i++)
        {
            s_result = OpenBlas.Dot(left, right);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByMathNet(Vector<float> x, Vector<float> y, int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            s_result = x.DotProduct(y);
        }
    }
}
