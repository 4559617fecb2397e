using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;

namespace VectorLR.Benchmarks;

/// <summary>Sigmoid over logits between -10 and 10, in the caches and from memory.</summary>
public class SigmoidBenchmarks
{
    private float[] _z = [];
    private float[] _a = [];

    [Params(3079, 4096, 1_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _z = Data.Random(Length, 1, scale: 10);
        _a = new float[Length];
    }

    [Benchmark(Baseline = true)]
    public void ForLoopSigmoid() => ForLoop.Sigmoid(_z, _a);

    [Benchmark]
    public void KernelsSigmoid() => Kernels.Sigmoid(_z, _a);

    [Benchmark]
    public void TensorPrimitivesSigmoid() => TensorPrimitives.Sigmoid<float>(_z, _a);
}
