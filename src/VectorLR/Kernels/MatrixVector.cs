using CommunityToolkit.HighPerformance;

namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes u = A v, u_i = sum_j A_ij v_j.</summary>
    /// <param name="a">A, shape (rows, columns); its rows may be apart in memory.</param>
    /// <param name="v">Length columns.</param> <example><code>Kernels.MatrixVector(matrix, weights, logits);</code></example>
    /// <param name="u">Receives the products, length rows. Must not overlap an input.</param>
    /// <exception cref="ArgumentException">A length disagrees with the shape, or u overlaps an input; the message names both.</exception>
    /// <remarks>
    /// Reads A once. |error| is at most gamma(columns/16 + 5) sum_j |A_ij v_j| for float, gamma(columns/8 + 4) for double, for each row,
    /// barring underflow. A row without columns yields 0. The same bits on every CPU.
    /// </remarks>
    public static void MatrixVector(ReadOnlySpan2D<float> a, ReadOnlySpan<float> v, Span<float> u) => RunMatrixVector(a, v, u);

    /// <inheritdoc cref="MatrixVector(ReadOnlySpan2D{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void MatrixVector(ReadOnlySpan2D<double> a, ReadOnlySpan<double> v, Span<double> u) => RunMatrixVector(a, v, u);

    private static void RunMatrixVector<T>(ReadOnlySpan2D<T> a, ReadOnlySpan<T> v, Span<T> u)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Examples<T> rows = new(a);
        Require.Length(v, nameof(v), rows.Features, "the number of columns");
        Require.Length<T>(u, nameof(u), rows.Count, "the number of rows");
        Require.Disjoint<T, T>(rows.Values, nameof(a), u, nameof(u));
        Require.Disjoint<T, T>(v, nameof(v), u, nameof(u));
        Dispatch.Run<AffineKernel<T, T>, T, Unit>(Cpu.Chosen, new(rows, v, T.Zero, u));
    }
}
