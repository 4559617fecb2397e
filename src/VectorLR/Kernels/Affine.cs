using System.Runtime.InteropServices;

namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes z = w^T X + b, one logit for each example.</summary>
    /// <param name="examples">X: <c>Count</c> (m) examples of <c>Features</c> (n_x) values.</param>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param> <example><code>Kernels.Affine(new Examples&lt;float>(floats, m, n), w, b, logits);</code></example>
    /// <param name="z">Receives the logits (natural log-odds), length m. Must not overlap an input.</param>
    /// <exception cref="ArgumentException">A length disagrees with the shape, or z overlaps an input; the message names both.</exception>
    /// <remarks>
    /// Reads X once. |error| is at most gamma(k) (|b| + sum_j |w_j x_j|) for each example, where k is n_x/16 + 6 (float) or n_x/8 + 5
    /// (double) for <see cref="Layout.ExampleRows"/>, and n_x/4 + 7 for <see cref="Layout.FeatureRows"/>, which starts at b and adds the
    /// features in fours, barring underflow. So layouts agree within these bounds, not to the bit; each has the same bits on every CPU.
    /// NaN or infinity in one example reaches that example's logit only. m = 0 is valid; n_x = 0 yields b.
    /// Bytes are widened to the arithmetic's type in the register, which is exact.
    /// </remarks>
    public static void Affine(Examples<float> examples, ReadOnlySpan<float> weights, float bias, Span<float> z) =>
        RunAffine(in examples, weights, bias, z);

    /// <inheritdoc cref="Affine(Examples{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static void Affine(Examples<double> examples, ReadOnlySpan<double> weights, double bias, Span<double> z) =>
        RunAffine(in examples, weights, bias, z);

    /// <inheritdoc cref="Affine(Examples{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static void Affine(Examples<byte> examples, ReadOnlySpan<float> weights, float bias, Span<float> z) =>
        RunAffine(in examples, weights, bias, z);

    /// <inheritdoc cref="Affine(Examples{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static void Affine(Examples<byte> examples, ReadOnlySpan<double> weights, double bias, Span<double> z) =>
        RunAffine(in examples, weights, bias, z);

    /// <summary>Computes w^T x + b, the logit of one example.</summary>
    /// <param name="example">x, length n_x.</param>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <returns>The logit, with the bits that it has among many in <see cref="Layout.ExampleRows"/>.</returns>
    /// <exception cref="ArgumentException">The lengths differ; the message names both.</exception>
    public static float Affine(ReadOnlySpan<float> example, ReadOnlySpan<float> weights, float bias) => OneLogit(example, weights, bias);

    /// <inheritdoc cref="Affine(ReadOnlySpan{float}, ReadOnlySpan{float}, float)"/>
    public static double Affine(ReadOnlySpan<double> example, ReadOnlySpan<double> weights, double bias) =>
        OneLogit(example, weights, bias);

    /// <inheritdoc cref="Affine(ReadOnlySpan{float}, ReadOnlySpan{float}, float)"/>
    public static float Affine(ReadOnlySpan<byte> example, ReadOnlySpan<float> weights, float bias) => OneLogit(example, weights, bias);

    /// <inheritdoc cref="Affine(ReadOnlySpan{float}, ReadOnlySpan{float}, float)"/>
    public static double Affine(ReadOnlySpan<byte> example, ReadOnlySpan<double> weights, double bias) => OneLogit(example, weights, bias);

    [MethodImpl(AggressiveInlining)]
    private static T OneLogit<TX, T>(ReadOnlySpan<TX> example, ReadOnlySpan<T> weights, T bias)
        where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength(weights, nameof(weights), example, nameof(example));
        return bias + Dispatch.Run<RowKernel<TX, T>, T, T>(new(example, weights));
    }

    /// <summary>The same on an instruction set that the caller names.</summary>
    internal static void Affine<TX, T>(Isa isa, in Examples<TX> examples, ReadOnlySpan<T> weights, T bias, Span<T> z)
        where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireAffine(in examples, weights, z);
        Dispatch.Run<AffineKernel<TX, T>, T, Unit>(isa, new(examples, weights, bias, z));
    }

    [MethodImpl(AggressiveInlining)]
    private static void RunAffine<TX, T>(in Examples<TX> examples, ReadOnlySpan<T> weights, T bias, Span<T> z)
        where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireAffine(in examples, weights, z);
        if (examples.Count == 1 && examples.Layout == Layout.ExampleRows)
        {
            z[0] = OneLogit(examples.Values, weights, bias);
        }
        else
        {
            Dispatch.Run<AffineKernel<TX, T>, T, Unit>(Cpu.Chosen, new(examples, weights, bias, z));
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void RequireAffine<TX, T>(in Examples<TX> examples, ReadOnlySpan<T> weights, Span<T> z)
        where TX : unmanaged where T : unmanaged
    {
        Require.Length(weights, nameof(weights), examples.Features, "the number of features");
        Require.Length<T>(z, nameof(z), examples.Count, "the number of examples");
        Require.Disjoint<TX, T>(examples.Values, nameof(examples), z, nameof(z));
        Require.Disjoint<T, T>(weights, nameof(weights), z, nameof(z));
    }
}

internal readonly unsafe ref struct AffineKernel<TX, T>(
    Examples<TX> examples, ReadOnlySpan<T> weights, T bias, Span<T> z) : IKernel<T, Unit>
    where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>FeatureRows: values of z at a time. They stay in the first-level cache while every feature's row is added.</summary>
    private const int NearLength = 1024;

    /// <summary>The same where X comes from memory, where beginning a row costs: bytes of a row, and values of z at least.</summary>
    private const int LongBytes = 32 * 1024;
    private const int MinLongLength = 8192;

    private readonly Examples<TX> _examples = examples;
    private readonly ReadOnlySpan<T> _weights = weights;
    private readonly T _bias = bias;
    private readonly Span<T> _z = z;

    Unit IKernel<T, Unit>.Run<TLanes>()
    {
        fixed (TX* x = _examples.Values)
        fixed (T* weights = _weights, z = _z)
        {
            RowMatrix<TX, T, TLanes> matrix = new(x, _examples);
            if (_examples.Layout == Layout.ExampleRows)
            {
                matrix.Dots(_bias, weights, z);
                return default;
            }

            _z.Fill(_bias);
            int most = (long)_examples.Features * _z.Length * sizeof(TX) <= RowMatrix<TX, T, TLanes>.KeptBytes
                ? NearLength
                : Math.Max(MinLongLength, LongBytes / sizeof(TX));
            for (int start = 0, count; start < _z.Length; start += count)
            {
                count = Math.Min(most, _z.Length - start);
                matrix.Columns(start, count).AddAxpys(weights, z + start);
            }
        }

        return default;
    }
}

/// <summary>row . weights, with the bits that it has among many rows.</summary>
internal readonly unsafe ref struct RowKernel<TX, T>(ReadOnlySpan<TX> row, ReadOnlySpan<T> weights) : IKernel<T, T>
    where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<TX> _row = row;
    private readonly ReadOnlySpan<T> _weights = weights;

    [MethodImpl(AggressiveInlining)]
    T IKernel<T, T>.Run<TLanes>()
    {
        int length = _weights.Length;
        if (typeof(TX) == typeof(T) && length < DotKernel<T>.TinyLimit)
        {
            return DotKernel<T>.Tiny(
                ref Unsafe.As<TX, T>(ref MemoryMarshal.GetReference(_row)), ref MemoryMarshal.GetReference(_weights), length);
        }

        fixed (TX* row = _row)
        fixed (T* weights = _weights)
        {
            return typeof(TX) == typeof(T) && length < 4 * Lanes.Count<T>()
                ? RowProducts<TX, T, TLanes>.DotCore(row, weights, length)
                : RowProducts<TX, T, TLanes>.Dot(row, weights, length);
        }
    }
}
