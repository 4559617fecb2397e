using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VectorLR.Training;

/// <summary>Elementwise vector operations of the optimizers. The vector width changes no bit. Sums use the kernels.</summary>
/// <remarks>AggressiveOptimization bypasses tiered compilation, as in the kernels: profile-guided code differs between runs.</remarks>
internal static class Vectors
{
    /// <summary>destination = x - scale * y. The product and the difference are both rounded.</summary>
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

    /// <summary>The largest magnitude; NaN if an element is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double LargestComponent(ReadOnlySpan<double> x)
    {
        // The bits of magnitudes, compared as integers, have the same order, with every NaN above infinity.
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
        long max = 0;
        for (int k = 0; k < Vector<long>.Count; k++)
        {
            max = Math.Max(max, largest[k]);
        }

        for (int j = i * Vector<long>.Count; j < x.Length; j++)
        {
            max = Math.Max(max, BitConverter.DoubleToInt64Bits(x[j]) & long.MaxValue);
        }

        return BitConverter.Int64BitsToDouble(max);
    }

    public static bool AreFinite(ReadOnlySpan<double> x) => double.IsFinite(LargestComponent(x));
}
