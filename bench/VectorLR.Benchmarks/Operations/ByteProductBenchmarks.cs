using BenchmarkDotNet.Attributes;
using VectorLR.Cli.Verification;

namespace VectorLR.Benchmarks;

/// <summary>A training step and its two halves on bytes, in both layouts.</summary>
public class ByteProductBenchmarks : IsaBenchmarks
{
    private readonly Dictionary<Isa, ProductOperations<byte, float>> _kernels = [];
    private Values<byte> _x = new(0);
    private Values<float> _wide = new(0);
    private Values<float> _y = new(0);
    private Values<float> _w = new(0);
    private Values<float> _z = new(0);
    private Values<float> _dw = new(0);

    /// <summary>The targets' shapes, and an awkward one.</summary>
    public static IEnumerable<string> Shapes => Benchmarks.Shape.All.Append(new(1000, 3079)).Select(shape => shape.ToString());

    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    [Params(Layout.ExampleRows, Layout.FeatureRows)]
    public Layout Layout { get; set; }

    private Examples<byte> Examples => new(_x.Span, _z.Length, _dw.Length, Layout);

    [GlobalSetup]
    public void Setup()
    {
        Shape shape = Benchmarks.Shape.Parse(Shape);
        _x = Data.Pixels(shape.Length, 1);
        _wide = Data.Widen<float>(_x);
        _y = Data.Labels<float>(shape.Count, 2);
        _w = Data.Random<float>(shape.Features, 3, scale: 6 / (byte.MaxValue * Math.Sqrt(shape.Features)));
        _z = new(shape.Count);
        _dw = new(shape.Features);
        foreach (Isa isa in Isas)
        {
            _kernels[isa] = IsaOperations.Products<byte, float>(isa);
        }
    }

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsAffine(Isa isa) => _kernels[isa].Affine(Examples, _w.Span, 0, _z.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public void KernelsWeightGradient(Isa isa) => _kernels[isa].WeightGradient(Examples, _y.Span, _dw.Span);

    [Benchmark]
    [ArgumentsSource(nameof(Isas))]
    public LogisticGradientResult KernelsLogisticGradient(Isa isa) =>
        _kernels[isa].LogisticGradient(Examples, _y.Span, _w.Span, 0, _dw.Span, []);

    /// <summary>OpenBLAS does not support bytes, so it gets the same numbers as floats.</summary>
    [Benchmark(Baseline = true)]
    public void OpenBlasTwoPassesOverFloats() => Steps.TwoPasses<Single, float>(Layout, _wide.Span, _y.Span, _w.Span, _z.Span, _dw.Span);
}
