using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using CommunityToolkit.HighPerformance;
using VectorLR.Cli.Verification;

namespace VectorLR.Benchmarks;

/// <summary>A matrix with a row, as in z-scores, and with a matrix.</summary>
[GenericTypeArguments(typeof(Single), typeof(float))]
[GenericTypeArguments(typeof(Double), typeof(double))]
public class BroadcastBenchmarks<TPrecision, T> : IsaBenchmarks
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<(string, Isa), Broadcast<T>> _kernels = [];
    private T[,] _a = new T[0, 0];
    private T[,] _b = new T[0, 0];
    private T[,] _row = new T[0, 0];
    private T[,] _destination = new T[0, 0];

    [Params("569x30", "1797x64", "209x12288")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        Shape shape = Benchmarks.Shape.Parse(Shape);
        _a = Matrix(shape.Count, shape.Features, 1);
        _b = Matrix(shape.Count, shape.Features, 2);
        _row = Matrix(1, shape.Features, 3);
        _destination = Matrix(shape.Count, shape.Features, 4);
        foreach (Isa isa in Isas)
        {
            foreach (Named<Broadcast<T>> broadcast in IsaSource.Vectors<T>(isa).Broadcasts)
            {
                _kernels[(broadcast.Name, isa)] = broadcast.Run;
            }
        }
    }

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsAdd(Isa isa) => _kernels[(nameof(Kernels.Add), isa)](_a, _b, _destination);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsSubtractRow(Isa isa) => _kernels[(nameof(Kernels.Subtract), isa)](_a, _row, _destination);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsDivideRow(Isa isa) => _kernels[(nameof(Kernels.Divide), isa)](_a, _row, _destination);

    [Benchmark]
    public void TensorPrimitivesAdd() => TensorPrimitives.Add<T>(_a.AsSpan(), _b.AsSpan(), _destination.AsSpan());

    private static T[,] Matrix(int height, int width, int seed)
    {
        T[,] matrix = new T[height, width];
        Data.Random<T>(height * width, seed).Span.CopyTo(matrix.AsSpan());
        return matrix;
    }
}
