using System.Numerics;
using CommunityToolkit.HighPerformance;
using MathNet.Numerics.LinearAlgebra;

namespace VectorLR.Benchmarks.Peers;

/// <summary>X w at every shape: Affine in both layouts, and MatrixVector.</summary>
internal static class ProductWork<TPrecision, T>
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Shape[] s_warmUps = [new(64, 30), new(64, 784), new(16, 12288), new(4096, 8)];

    public static IEnumerable<Work> Create() =>
    [
        Create($"Affine {TPrecision.Name}, {nameof(Layout.ExampleRows)}", Layout.ExampleRows, (x, shape, w, z) =>
            TPrecision.Affine(new(x.Span, shape.Count, shape.Features), w.Span, z.Span)),
        Create($"Affine {TPrecision.Name}, {nameof(Layout.FeatureRows)}", Layout.FeatureRows, (x, shape, w, z) =>
            TPrecision.Affine(new(x.Span, shape.Count, shape.Features, Layout.FeatureRows), w.Span, z.Span)),
        Create($"MatrixVector {TPrecision.Name}", Layout.ExampleRows, (x, shape, w, z) =>
            TPrecision.MatrixVector(ReadOnlySpan2D<T>.DangerousCreate(in x.Span[0], shape.Count, shape.Features, 0), w.Span, z.Span)),
    ];

    private static Work Create(string name, Layout layout, Action<Values<T>, Shape, Values<T>, Values<T>> ours) => new(
        name,
        [.. Shape.All.Select(shape => new CaseFactory(shape.ToString(), () => Prepare(name, layout, shape, ours)))],
        [.. s_warmUps.Select(shape => (Func<ComparisonCase>)(() => Prepare(name, layout, shape, ours)))]);

    private static ComparisonCase Prepare(string name, Layout layout, Shape shape, Action<Values<T>, Shape, Values<T>, Values<T>> ours)
    {
        Values<T> x = Matrices.OfReals<T>().Take(shape.Length);
        Values<T> w = Data.Random<T>(shape.Features, 4);
        Values<T> z = new(shape.Count);
        Lazy<ProductOracle> oracle = new(() => ProductOracle.Of<T>(x.Span, shape, layout, w.Span));
        double Error() => oracle.Value.LargestError<T>(z.Span);

        List<Candidate> peers = [];
        if (OpenBlas.IsAvailable)
        {
            peers.Add(new($"{PeerNames.OpenBlas} {TPrecision.Gemv}", () => Steps.Logits<TPrecision, T>(layout, x.Span, w.Span, z.Span))
            {
                Error = Error,
            });
        }

        // MathNet's matrices are columns in arrays of their own, which would double the largest.
        if (shape.Length <= Shape.Cats.Length)
        {
            peers.Add(ByMathNet(layout, shape, x, w, z) with { Error = Error });
        }

        long bytes = (long)shape.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (Limits.InMemory(bytes))
        {
            peers.AddRange(ReadBaseline.OneThread(x));
        }

        return new(name, shape.ToString(), new("VectorLR", () => ours(x, shape, w, z)) { Error = Error }, peers)
        {
            Bytes = bytes,
            ErrorUnit = "of sum |w x|",
        };
    }

    private static Candidate ByMathNet(Layout layout, Shape shape, Values<T> x, Values<T> w, Values<T> z)
    {
        // The rows of X are the columns of X^T.
        bool rows = layout == Layout.ExampleRows;
        (int height, int width) = rows ? (shape.Features, shape.Count) : (shape.Count, shape.Features);
        Matrix<T> matrix = Matrix<T>.Build.Dense(height, width, x.Span.ToArray());
        MathNet.Numerics.LinearAlgebra.Vector<T> weights = MathNet.Numerics.LinearAlgebra.Vector<T>.Build.Dense(w.Span.ToArray());
        T[] logits = new T[shape.Count];
        MathNet.Numerics.LinearAlgebra.Vector<T> result = MathNet.Numerics.LinearAlgebra.Vector<T>.Build.Dense(logits);
        return new(PeerNames.MathNet, () =>
        {
            if (rows)
            {
                matrix.TransposeThisAndMultiply(weights, result);
            }
            else
            {
                matrix.Multiply(weights, result);
            }

            logits.CopyTo(z.Span);
        });
    }
}
