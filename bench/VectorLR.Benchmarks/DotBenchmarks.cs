using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;

namespace VectorLR.Benchmarks;

/// <summary>Dot in the first-level cache, the second, the third, from memory, and at an awkward length.</summary>
public class DotBenchmarks
{
    private float[] _x = [];
    private float[] _y = [];

    [Params(30, 3079, 4096, 65_536, 1_000_000, 10_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _x = Data.Random(Length, 1);
        _y = Data.Random(Length, 2);
    }

    [Benchmark(Baseline = true)]
    public float ForLoopDot() => ForLoop.Dot(_x, _y);

    [Benchmark]
    public float KernelsDot() => Kernels.Dot(_x, _y);

    [Benchmark]
    public float TensorPrimitivesDot() => TensorPrimitives.Dot<float>(_x, _y);

    [Benchmark]
    public float OpenBlasDot() => OpenBlas.Dot(_x, _y);
}
