using System.Numerics;
using VectorLR.Tests;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Exact logits of a sample of the examples, with the magnitudes that errors are relative to.</summary>
internal sealed class ProductOracle
{
    // Enough to cover every lane of a register, and fast in double-double.
    private const int MaxExamples = 256;
    private const int MaxValues = 1 << 20;

    private readonly List<(int Index, double Exact, double Magnitude)> _logits = [];

    public static ProductOracle Of<T>(ReadOnlySpan<T> x, Shape shape, Layout layout, ReadOnlySpan<T> w)
        where T : unmanaged, INumberBase<T>
    {
        (int example, int feature) = layout == Layout.ExampleRows ? (shape.Features, 1) : (1, shape.Count);
        int examples = Math.Min(shape.Count, Math.Min(MaxExamples, Math.Max(16, MaxValues / shape.Features)));
        double[] weights = new double[shape.Features];
        double[] row = new double[shape.Features];
        for (int j = 0; j < weights.Length; j++)
        {
            weights[j] = double.CreateChecked(w[j]);
        }

        ProductOracle oracle = new();
        for (int k = 0; k < examples; k++)
        {
            int i = (int)((long)k * shape.Count / examples);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = double.CreateChecked(x[(i * example) + (j * feature)]);
            }

            double exact = Oracle.Dot(row, weights, out double magnitude).High;
            oracle._logits.Add((i, exact, magnitude));
        }

        return oracle;
    }

    /// <summary>The largest |z - exact| / sum |w x|.</summary>
    public double LargestError<T>(ReadOnlySpan<T> z)
        where T : unmanaged, INumberBase<T>
    {
        double largest = 0;
        foreach ((int index, double exact, double magnitude) in _logits)
        {
            largest = Math.Max(largest, Math.Abs(double.CreateChecked(z[index]) - exact) / magnitude);
        }

        return largest;
    }
}
