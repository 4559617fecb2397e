using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using VectorLR.Cli.Verification;

namespace VectorLR.Benchmarks;

/// <summary>Operations on vectors of one value per example: LogLoss, Residual, BiasGradient; and DotAccurate.</summary>
[GenericTypeArguments(typeof(Single), typeof(float))]
[GenericTypeArguments(typeof(Double), typeof(double))]
public class VectorBenchmarks<TPrecision, T> : IsaBenchmarks
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Isa, VectorOperations<T>> _kernels = [];
    private Values<T> _z = new(0);
    private Values<T> _y = new(0);
    private Values<T> _dz = new(0);

    [Params(3079, 4096, 65_536, 1_000_000, 10_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _z = Data.Random<T>(Length, 1, scale: 10);
        _y = Data.Labels<T>(Length, 2);
        _dz = new(Length);
        foreach (Isa isa in Isas)
        {
            _kernels[isa] = IsaSource.Vectors<T>(isa);
        }
    }

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public double KernelsLogLoss(Isa isa) => _kernels[isa].Means.Named(nameof(Kernels.LogLoss))(_z.Span, _y.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public double KernelsBiasGradient(Isa isa) => _kernels[isa].Means.Named(nameof(Kernels.BiasGradient))(_z.Span, _y.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsResidual(Isa isa) => _kernels[isa].PairMaps.Named(nameof(Kernels.Residual))(_z.Span, _y.Span, _dz.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public double KernelsDotAccurate(Isa isa) => _kernels[isa].Dots.Named(nameof(Kernels.DotAccurate))(_z.Span, _y.Span);

    [Benchmark]
    public T TensorPrimitivesSum() => TensorPrimitives.Sum<T>(_z.Span);

    [Benchmark]
    public void TensorPrimitivesSubtract() => TensorPrimitives.Subtract<T>(_z.Span, _y.Span, _dz.Span);
}
