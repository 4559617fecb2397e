using System.Numerics;
using VectorLR.Tests;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The exact gradient for a sample of the weights.</summary>
internal sealed class StepOracle
{
    private const int MaxFeatures = 16;

    private readonly int[] _features;
    private readonly double[] _exact;

    private StepOracle(int[] features, double[] exact) => (_features, _exact) = (features, exact);

    public static unsafe StepOracle Of<TX, T>(Values<TX> x, Shape shape, Layout layout, Values<T> y, Values<T> w)
        where TX : unmanaged, INumberBase<TX>
        where T : unmanaged, INumberBase<T>
    {
        (int example, int feature) = layout == Layout.ExampleRows ? (shape.Features, 1) : (1, shape.Count);
        double[] weights = [.. w.Memory.ToArray().Select(double.CreateChecked)];
        DoubleDouble[] dz = new DoubleDouble[shape.Count];
        Parallel.For(0, shape.Count, () => new double[shape.Features], (i, _, row) =>
        {
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = double.CreateChecked(x.Span[(i * example) + (j * feature)]);
            }

            DoubleDouble probability = Oracle.Sigmoid(Oracle.Dot(row, weights, out double _)).ToDoubleDouble();
            dz[i] = probability - double.CreateChecked(y.Span[i]);
            return row;
        }, _ => { });

        int count = Math.Min(MaxFeatures, shape.Features);
        int[] features = [.. Enumerable.Range(0, count).Select(k => (int)((long)k * shape.Features / count))];
        double[] exact = new double[count];
        Parallel.For(0, count, k =>
        {
            DoubleDouble sum = DoubleDouble.Zero;
            for (int i = 0; i < shape.Count; i++)
            {
                sum += dz[i] * double.CreateChecked(x.Span[(i * example) + (features[k] * feature)]);
            }

            exact[k] = (sum / shape.Count).ToDouble();
        });
        return new(features, exact);
    }

    /// <summary>The largest |dw_j - exact|, relative to the largest exact component of the sample.</summary>
    public double LargestError<T>(ReadOnlySpan<T> dw)
        where T : unmanaged, INumberBase<T>
    {
        double largest = 0;
        double error = 0;
        for (int k = 0; k < _features.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(_exact[k]));
            error = Math.Max(error, Math.Abs(double.CreateChecked(dw[_features[k]]) - _exact[k]));
        }

        return error / largest;
    }
}
