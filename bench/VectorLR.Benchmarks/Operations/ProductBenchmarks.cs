using System.Numerics;
using BenchmarkDotNet.Attributes;
using VectorLR.Cli.Verification;

namespace VectorLR.Benchmarks;

/// <summary>
/// A training step and its two halves on floats or doubles, in both layouts, from small tables to images larger than the caches.
/// </summary>
[GenericTypeArguments(typeof(Single), typeof(float))]
[GenericTypeArguments(typeof(Double), typeof(double))]
public class ProductBenchmarks<TPrecision, T> : IsaBenchmarks
    where TPrecision : IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Isa, ProductOperations<T, T>> _kernels = [];
    private Values<T> _x = new(0);
    private Values<T> _y = new(0);
    private Values<T> _w = new(0);
    private Values<T> _z = new(0);
    private Values<T> _dw = new(0);

    /// <summary>The targets' shapes, and an awkward one.</summary>
    public static IEnumerable<string> Shapes => Benchmarks.Shape.All.Append(new(1000, 3079)).Select(shape => shape.ToString());

    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    [Params(Layout.ExampleRows, Layout.FeatureRows)]
    public Layout Layout { get; set; }

    private Examples<T> Examples => new(_x.Span, _z.Length, _dw.Length, Layout);

    [GlobalSetup]
    public void Setup()
    {
        Shape shape = Benchmarks.Shape.Parse(Shape);
        _x = Data.Random<T>(shape.Length, 1);
        _y = Data.Labels<T>(shape.Count, 2);
        _w = Data.Random<T>(shape.Features, 3, scale: 6 / Math.Sqrt(shape.Features));
        _z = new(shape.Count);
        _dw = new(shape.Features);
        foreach (Isa isa in Isas)
        {
            _kernels[isa] = IsaOperations.Products<T, T>(isa);
        }
    }

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsAffine(Isa isa) => _kernels[isa].Affine(Examples, _w.Span, T.Zero, _z.Span);

    [Benchmark]
    public void OpenBlasAffine() => Steps.Logits<TPrecision, T>(Layout, _x.Span, _w.Span, _z.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsWeightGradient(Isa isa) => _kernels[isa].WeightGradient(Examples, _y.Span, _dw.Span);

    [Benchmark]
    public void OpenBlasWeightGradient() => Steps.WeightGradient<TPrecision, T>(Layout, _x.Span, _y.Span, _dw.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public LogisticGradientResult KernelsLogisticGradient(Isa isa) =>
        _kernels[isa].LogisticGradient(Examples, _y.Span, _w.Span, T.Zero, _dw.Span, []);

    [Benchmark]
    public void OpenBlasTwoPasses() => Steps.TwoPasses<TPrecision, T>(Layout, _x.Span, _y.Span, _w.Span, _z.Span, _dw.Span);

    /// <summary>The textbook's loop. It supports examples as rows only; for the other layout it reads a matrix of the same size.</summary>
    [Benchmark(Baseline = true)]
    public void ForLoopLogisticGradient() => TPrecision.ForLoopLogisticGradient(_x.Span, _y.Span, _w.Span, _dw.Span);
}
