using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorLR.Training;

/// <summary>Sums over the examples of every feature's differences from a center, and of their squares.</summary>
/// <remarks>
/// Examples are split into chunks by the shape alone, and the chunks' sums are added in order. Products and sums are rounded one by one, so
/// that neither threads nor the vector width change a bit.
/// </remarks>
internal sealed class MomentSums<TX>
    where TX : unmanaged, INumberBase<TX>
{
    private const int Lanes = 8;
    private const int MaxChunks = 64;
    private const long MinChunkValues = 256 * 1024;

    // Bounds the memory of a source that converts or copies.
    private const int MaxSliceValues = 1 << 20;

    private readonly IExampleSource<TX> _source;
    private readonly double[]? _weights;
    private readonly ThreadTeam _team;
    private readonly double[][] _sums;
    private readonly double[][] _squares;

    public MomentSums(IExampleSource<TX> source, double[]? weights, ThreadTeam team)
    {
        (_source, _weights, _team) = (source, weights, team);
        long values = (long)source.Count * source.Features;
        int chunks = (int)Math.Clamp(values / MinChunkValues, 1, Math.Min(MaxChunks, source.Count));
        _sums = Create(chunks, source.Features);
        _squares = Create(chunks, source.Features);
        double total = 0;
        foreach (double weight in weights ?? [])
        {
            total += weight;
        }

        TotalWeight = weights is null ? source.Count : total;
    }

    public double TotalWeight { get; }

    /// <summary>The first example that counts.</summary>
    public double[] FirstExample()
    {
        int first = _weights is null ? 0 : Math.Max(0, Array.FindIndex(_weights, weight => weight > 0));
        Examples<TX> one = _source.Slice(first, 1);
        double[] values = new double[_source.Features];
        for (int j = 0; j < values.Length; j++)
        {
            values[j] = double.CreateTruncating(one.Values[one.Layout == Layout.ExampleRows ? j : j * one.Stride]);
        }

        return values;
    }

    /// <summary>sums_j += s_i (x_ij - center_j) and, unless null, squares_j += s_i (x_ij - center_j)^2.</summary>
    public void Add(double[] centers, double[] sums, double[]? squares)
    {
        _team.Run(_sums.Length, chunk =>
        {
            double[] chunkSums = _sums[chunk];
            double[] chunkSquares = _squares[chunk];
            Array.Clear(chunkSums);
            Array.Clear(chunkSquares);
            int end = StartOf(chunk + 1);
            int most = Math.Max(1, MaxSliceValues / Math.Max(1, _source.Features));
            for (int start = StartOf(chunk), count; start < end; start += count)
            {
                count = Math.Min(most, end - start);
                Examples<TX> examples = _source.Slice(start, count);
                ReadOnlySpan<double> weights = _weights is null ? default : _weights.AsSpan(start, count);
                if (examples.Layout == Layout.ExampleRows)
                {
                    AddExamples(examples, weights, centers, chunkSums, chunkSquares);
                }
                else
                {
                    AddFeatures(examples, weights, centers, chunkSums, chunkSquares);
                }
            }
        });
        for (int chunk = 0; chunk < _sums.Length; chunk++)
        {
            for (int j = 0; j < sums.Length; j++)
            {
                sums[j] += _sums[chunk][j];
            }

            for (int j = 0; j < squares?.Length; j++)
            {
                squares[j] += _squares[chunk][j];
            }
        }
    }

    /// <summary>Throws for the first feature that is NaN or infinite.</summary>
    public void RequireFinite()
    {
        int most = Math.Max(1, MaxSliceValues / Math.Max(1, _source.Features));
        for (int start = 0; start < _source.Count; start += Math.Min(most, _source.Count - start))
        {
            FiniteFeatures.Require(_source.Slice(start, Math.Min(most, _source.Count - start)), start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddExamples(
        Examples<TX> examples, ReadOnlySpan<double> weights, double[] centers, double[] sums, double[] squares)
    {
        for (int i = 0; i < examples.Count; i++)
        {
            ref TX row = ref MemoryMarshal.GetReference(examples.Values.Slice(i * examples.Stride, examples.Features));
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0)
            {
                continue;
            }

            int j = 0;
            for (; j <= centers.Length - Lanes; j += Lanes)
            {
                (Vector256<double> lower, Vector256<double> upper) = Widen(ref Unsafe.Add(ref row, j));
                AddTo(lower, weight, centers, sums, squares, j);
                AddTo(upper, weight, centers, sums, squares, j + 4);
            }

            for (; j < centers.Length; j++)
            {
                double difference = double.CreateTruncating(Unsafe.Add(ref row, j)) - centers[j];
                double weighted = weight * difference;
                sums[j] += weighted;
                squares[j] += weighted * difference;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(Vector256<double> values, double weight, double[] centers, double[] sums, double[] squares, int j)
    {
        Vector256<double> difference = values - Vector256.Create(centers, j);
        Vector256<double> weighted = difference * weight;
        (Vector256.Create(sums, j) + weighted).CopyTo(sums, j);
        (Vector256.Create(squares, j) + (weighted * difference)).CopyTo(squares, j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFeatures(
        Examples<TX> examples, ReadOnlySpan<double> weights, double[] centers, double[] sums, double[] squares)
    {
        for (int j = 0; j < centers.Length; j++)
        {
            ref TX row = ref MemoryMarshal.GetReference(examples.Values.Slice(j * examples.Stride, examples.Count));
            Vector256<double> center = Vector256.Create(centers[j]);
            Vector256<double> sum = Vector256<double>.Zero;
            Vector256<double> square = sum;
            Vector256<double> one = Vector256.Create(1d);
            int i = 0;
            for (; i <= examples.Count - Lanes; i += Lanes)
            {
                (Vector256<double> lower, Vector256<double> upper) = Widen(ref Unsafe.Add(ref row, i));
                Vector256<double> weighted = (lower - center) * (weights.IsEmpty ? one : Vector256.Create(weights[i..]));
                sum += weighted;
                square += weighted * (lower - center);
                weighted = (upper - center) * (weights.IsEmpty ? one : Vector256.Create(weights[(i + 4)..]));
                sum += weighted;
                square += weighted * (upper - center);
            }

            for (; i < examples.Count; i++)
            {
                double difference = double.CreateTruncating(Unsafe.Add(ref row, i)) - centers[j];
                double weighted = (weights.IsEmpty ? 1 : weights[i]) * difference;
                sums[j] += weighted;
                squares[j] += weighted * difference;
            }

            sums[j] += sum[0] + sum[1] + (sum[2] + sum[3]);
            squares[j] += square[0] + square[1] + (square[2] + square[3]);
        }
    }

    /// <summary>Eight values, exactly. A byte in the low bits of 2^52 is that number plus the byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Lower, Vector256<double> Upper) Widen(ref TX source)
    {
        if (typeof(TX) == typeof(byte))
        {
            Vector128<byte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<TX, byte>(ref source))).AsByte();
            Vector128<ushort> words = Vector128.WidenLower(bytes);
            Vector256<double> magic = Vector256.Create((double)(1L << 52));
            return (
                (Widen(Vector128.WidenLower(words)).AsDouble() | magic) - magic,
                (Widen(Vector128.WidenUpper(words)).AsDouble() | magic) - magic);
        }

        if (typeof(TX) == typeof(float))
        {
            Vector256<float> floats = Vector256.LoadUnsafe(ref Unsafe.As<TX, float>(ref source));
            return (Vector256.WidenLower(floats), Vector256.WidenUpper(floats));
        }

        ref double doubles = ref Unsafe.As<TX, double>(ref source);
        return (Vector256.LoadUnsafe(ref doubles), Vector256.LoadUnsafe(ref doubles, 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Widen(Vector128<uint> four) => Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));

    private int StartOf(int chunk) => (int)((long)_source.Count * chunk / _sums.Length);

    private static double[][] Create(int chunks, int features)
    {
        double[][] arrays = new double[chunks][];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            arrays[chunk] = new double[features];
        }

        return arrays;
    }
}
