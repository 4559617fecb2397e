using System.Numerics;
using System.Runtime.InteropServices;

namespace VectorLR.Training;

/// <summary>What optimizers do with whole vectors: on the kernels where there are sums, and element by element where the width of the CPU's vectors does not matter.</summary>
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Kernels.Dot(x, y);

    /// <summary>y += scale x.</summary>
    public static void AddScaled(double scale, ReadOnlySpan<double> x, Span<double> y) =>
        Dispatch.Run<AddScaledKernel, double, Nothing>(new(scale, x, y));

    /// <summary>destination = x - scale y: a product and a difference for each element, both rounded.</summary>
    public static void SubtractScaled(ReadOnlySpan<double> x, double scale, ReadOnlySpan<double> y, Span<double> destination)
    {
        int j = 0;
        for (; j <= x.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            (new Vector<double>(x[j..]) - (new Vector<double>(y[j..]) * scale)).CopyTo(destination[j..]);
        }

        for (; j < x.Length; j++)
        {
            destination[j] = x[j] - (scale * y[j]);
        }
    }

    /// <summary>The largest magnitude; NaN where there is one.</summary>
    public static double LargestComponent(ReadOnlySpan<double> x)
    {
        // As integers, magnitudes keep their order, and every NaN is above infinity.
        ReadOnlySpan<long> bits = MemoryMarshal.Cast<double, long>(x);
        Vector<long> magnitude = new(long.MaxValue);
        Vector<long> largest = Vector<long>.Zero;
        Vector<long> other = Vector<long>.Zero;
        int width = Vector<long>.Count;
        int j = 0;
        for (; j <= bits.Length - (2 * width); j += 2 * width)
        {
            largest = Vector.Max(largest, new Vector<long>(bits[j..]) & magnitude);
            other = Vector.Max(other, new Vector<long>(bits[(j + width)..]) & magnitude);
        }

        largest = Vector.Max(largest, other);
        long most = 0;
        for (int k = 0; k < Vector<long>.Count; k++)
        {
            most = Math.Max(most, largest[k]);
        }

        for (; j < bits.Length; j++)
        {
            most = Math.Max(most, bits[j] & long.MaxValue);
        }

        return BitConverter.Int64BitsToDouble(most);
    }

    public static bool AreFinite(ReadOnlySpan<double> x) => double.IsFinite(LargestComponent(x));
}
