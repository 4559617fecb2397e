using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using VectorLR.Cli.Verification;

namespace VectorLR.Benchmarks;

/// <summary>The functions of one variable over logits in [-10, 10] (LogP1: [0, 1]), in the caches and in memory.</summary>
[GenericTypeArguments(typeof(Single), typeof(float))]
[GenericTypeArguments(typeof(Double), typeof(double))]
public class MapBenchmarks<TPrecision, T> : IsaBenchmarks
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<(string, Isa), Map<T>> _kernels = [];
    private Values<T> _z = new(0);
    private Values<T> _positive = new(0);
    private Values<T> _a = new(0);

    [Params(3079, 4096, 65_536, 1_000_000, 10_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _z = Data.Random<T>(Length, 1, scale: 10);
        _a = new(Length);
        _positive = new(Length);
        TensorPrimitives.Abs<T>(Data.Random<T>(Length, 2).Span, _positive.Span);
        foreach (Isa isa in Isas)
        {
            foreach (Named<Map<T>> map in IsaSource.Vectors<T>(isa).Maps)
            {
                _kernels[(map.Name, isa)] = map.Run;
            }
        }
    }

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsSigmoid(Isa isa) => _kernels[(nameof(Kernels.Sigmoid), isa)](_z.Span, _a.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsSigmoidFast(Isa isa) => _kernels[(nameof(Kernels.SigmoidFast), isa)](_z.Span, _a.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsSoftplus(Isa isa) => _kernels[(nameof(Kernels.Softplus), isa)](_z.Span, _a.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsLogSigmoid(Isa isa) => _kernels[(nameof(Kernels.LogSigmoid), isa)](_z.Span, _a.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsExp(Isa isa) => _kernels[(nameof(Kernels.Exp), isa)](_z.Span, _a.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsLog1P(Isa isa) => _kernels[(nameof(Kernels.LogP1), isa)](_positive.Span, _a.Span);

    [Benchmark(Baseline = true)]
    public void ForLoopSigmoid() => TPrecision.ForLoopSigmoid(_z.Span, _a.Span);

    [Benchmark]
    public void TensorPrimitivesSigmoid() => TensorPrimitives.Sigmoid<T>(_z.Span, _a.Span);

    [Benchmark]
    public void TensorPrimitivesExp() => TensorPrimitives.Exp<T>(_z.Span, _a.Span);

    [Benchmark]
    public void TensorPrimitivesLogP1() => TensorPrimitives.LogP1<T>(_positive.Span, _a.Span);
}
