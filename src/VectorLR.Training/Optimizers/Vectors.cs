using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VectorLR.Training;

/// <summary>What optimizers do with whole vectors: on the kernels where there are sums, and element by element where the width of the CPU's vectors does not matter.</summary>
/// <remarks>Loops are compiled once and for good, as the kernels' are: what the JIT makes of them by its profile differs from run to run.</remarks>
internal static class Vectors
{
    /// <summary>destination = x - scale y: a product and a difference for each element, both rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SubtractScaled(ReadOnlySpan<double> x, double scale, ReadOnlySpan<double> y, Span<double> destination)
    {
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(y[..x.Length]);
        Span<Vector<double>> destinations = MemoryMarshal.Cast<double, Vector<double>>(destination[..x.Length]);
        for (int i = 0; i < xs.Length; i++)
        {
            destinations[i] = xs[i] - (ys[i] * scale);
        }

        for (int j = xs.Length * Vector<double>.Count; j < x.Length; j++)
        {
            destination[j] = x[j] - (scale * y[j]);
        }
    }

    /// <summary>The largest magnitude; NaN where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double LargestComponent(ReadOnlySpan<double> x)
    {
        // As integers, magnitudes keep their order, and every NaN is above infinity.
        ReadOnlySpan<Vector<long>> bits = MemoryMarshal.Cast<double, Vector<long>>(x);
        Vector<long> magnitude = new(long.MaxValue);
        Vector<long> first = Vector<long>.Zero;
        Vector<long> second = first;
        Vector<long> third = first;
        Vector<long> fourth = first;
        int i = 0;
        for (; i <= bits.Length - 4; i += 4)
        {
            first = Vector.Max(first, bits[i] & magnitude);
            second = Vector.Max(second, bits[i + 1] & magnitude);
            third = Vector.Max(third, bits[i + 2] & magnitude);
            fourth = Vector.Max(fourth, bits[i + 3] & magnitude);
        }

        Vector<long> largest = Vector.Max(Vector.Max(first, second), Vector.Max(third, fourth));
        long most = 0;
        for (int k = 0; k < Vector<long>.Count; k++)
        {
            most = Math.Max(most, largest[k]);
        }

        for (int j = i * Vector<long>.Count; j < x.Length; j++)
        {
            most = Math.Max(most, BitConverter.DoubleToInt64Bits(x[j]) & long.MaxValue);
        }

        return BitConverter.Int64BitsToDouble(most);
    }

    public static bool AreFinite(ReadOnlySpan<double> x) => double.IsFinite(LargestComponent(x));
}
