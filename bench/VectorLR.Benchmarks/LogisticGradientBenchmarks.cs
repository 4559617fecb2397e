using BenchmarkDotNet.Attributes;

namespace VectorLR.Benchmarks;

/// <summary>One training step, and its two halves, from tables and small images to images in memory.</summary>
public class LogisticGradientBenchmarks
{
    private float[] _x = [];
    private byte[] _bytes = [];
    private float[] _y = [];
    private float[] _w = [];
    private float[] _z = [];
    private float[] _dw = [];

    [Params("569x30", "1797x64", "60000x784", "209x12288", "8192x12288", "1000000x8")]
    public string Shape { get; set; } = "";

    private int Count => int.Parse(Shape.Split('x')[0]);

    private int Features => int.Parse(Shape.Split('x')[1]);

    private Examples<float> Examples => new(_x, _y.Length, _w.Length);

    [GlobalSetup]
    public void Setup()
    {
        _x = Data.Random((long)Count * Features, 1);
        _bytes = Array.ConvertAll(_x, value => (byte)(128 + (127 * value)));
        _y = Data.Labels(Count, 2);
        _w = Data.Random(Features, 3, scale: 0.01f);
        _z = new float[Count];
        _dw = new float[Features];
    }

    [Benchmark(Baseline = true)]
    public LogisticCost ForLoopStep() => ForLoop.LogisticGradient(_x, _y, _w, 0, _dw);

    [Benchmark]
    public LogisticCost KernelsStep() => Kernels.LogisticGradient(Examples, _y, _w, 0, _dw);

    [Benchmark]
    public LogisticCost KernelsByteStep() => Kernels.LogisticGradient(new Examples<byte>(_bytes, _y.Length, _w.Length), _y, _w, 0, _dw);

    [Benchmark]
    public void OpenBlasStep() => TwoPassStep.Run(_x, _y, _w, _z, _dw);

    [Benchmark]
    public void KernelsAffine() => Kernels.Affine(Examples, _w, 0, _z);

    [Benchmark]
    public void OpenBlasAffine() => OpenBlas.Multiply(_x, _w, _z);

    [Benchmark]
    public void KernelsWeightGradient() => Kernels.WeightGradient(Examples, _y, _dw);

    [Benchmark]
    public void OpenBlasWeightGradient() => OpenBlas.MultiplyTransposed(_x, _y, 1f / _y.Length, _dw);
}
