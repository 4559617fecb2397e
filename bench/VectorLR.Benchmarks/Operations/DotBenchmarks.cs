using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using VectorLR.Cli.Verification;

namespace VectorLR.Benchmarks;

/// <summary>Dot in the first-level cache, the second, the third, from memory, and at lengths short and awkward.</summary>
[GenericTypeArguments(typeof(Single), typeof(float))]
[GenericTypeArguments(typeof(Double), typeof(double))]
public class DotBenchmarks<TPrecision, T> : IsaBenchmarks
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Isa, Reduction<T>> _kernels = [];
    private Values<T> _x = new(0);
    private Values<T> _y = new(0);

    [Params(8, 30, 1024, 3079, 65_536, 1_000_000, 10_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _x = Data.Random<T>(Length, 1);
        _y = Data.Random<T>(Length, 2);
        foreach (Isa isa in Isas)
        {
            _kernels[isa] = IsaSource.Vectors<T>(isa).Dots.Named(nameof(Kernels.Dot));
        }
    }

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public double KernelsDot(Isa isa) => _kernels[isa](_x.Span, _y.Span);

    [Benchmark(Baseline = true)]
    public T ForLoopDot() => TPrecision.ForLoopDot(_x.Span, _y.Span);

    [Benchmark]
    public T TensorPrimitivesDot() => TensorPrimitives.Dot<T>(_x.Span, _y.Span);

    [Benchmark]
    public T OpenBlasDot() => TPrecision.BlasDot(_x.Span, _y.Span);
}
