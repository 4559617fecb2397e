using CommunityToolkit.HighPerformance;

namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes the weighted Gram matrix X D X^T = sum_i d_i x_i x_i^T: the cost's Hessian, for d_i = a_i (1 - a_i).</summary>
    /// <param name="examples">X: <c>Count</c> (m) examples of <c>Features</c> (n_x) values.</param>
    /// <param name="d">The diagonal of D, length m.</param>
    /// <param name="gram">Receives the matrix, both triangles, shape (n_x, n_x). Must not overlap an input.</param>
    /// <exception cref="ArgumentException">A length or the shape disagrees, or gram overlaps an input; the message names both.</exception>
    /// <remarks>
    /// The sum, not the mean, in double whatever X stores; m = 0 gives zeros. |error| is at most gamma(m + 1) sum_i |d_i x_ij x_ik| for
    /// each element, with u = 2^-53, barring underflow. Exactly symmetric: one triangle is computed and copied.
    /// m n_x^2 flops. The same bits on every CPU. NaN and infinities follow IEEE 754. Formula: the second derivative of the mean binary
    /// cross-entropy is (1/m) X diag(a (1 - a)) X^T (Bishop, Pattern Recognition and Machine Learning, section 4.3.3).
    /// </remarks>
    public static void WeightedGram(Examples<double> examples, ReadOnlySpan<double> d, Span2D<double> gram) =>
        RunWeightedGram(examples, d, gram);

    /// <inheritdoc cref="WeightedGram(Examples{double}, ReadOnlySpan{double}, Span2D{double})"/>
    public static void WeightedGram(Examples<float> examples, ReadOnlySpan<double> d, Span2D<double> gram) =>
        RunWeightedGram(examples, d, gram);

    /// <inheritdoc cref="WeightedGram(Examples{double}, ReadOnlySpan{double}, Span2D{double})"/>
    public static void WeightedGram(Examples<byte> examples, ReadOnlySpan<double> d, Span2D<double> gram) =>
        RunWeightedGram(examples, d, gram);

    /// <summary>Adds to some rows of the matrix, each from its diagonal on, on an instruction set that the caller names.</summary>
    internal static void WeightedGramRows<TX>(
        Isa isa, Examples<TX> examples, ReadOnlySpan<double> d, int firstRow, int rows, Span2D<double> gram)
        where TX : unmanaged
    {
        RequireWeightedGram(examples, d, gram);
        Dispatch.Run<WeightedGramKernel<TX>, double, Unit>(isa, new(examples, d, firstRow, rows, gram));
    }

    private static void RequireWeightedGram<TX>(Examples<TX> examples, ReadOnlySpan<double> d, Span2D<double> gram)
        where TX : unmanaged
    {
        Require.Length(d, nameof(d), examples.Count, "the number of examples");
        if (gram.Height != examples.Features || gram.Width != examples.Features)
        {
            throw new ArgumentException(
                $"gram has shape ({gram.Height}, {gram.Width}), but the number of features is {examples.Features}", nameof(gram));
        }

        ReadOnlySpan<double> flat = Examples<double>.Flatten(gram, out _);
        Require.Disjoint<TX, double>(examples.Values, nameof(examples), flat, nameof(gram));
        Require.Disjoint<double, double>(d, nameof(d), flat, nameof(gram));
    }

    private static void RunWeightedGram<TX>(Examples<TX> examples, ReadOnlySpan<double> d, Span2D<double> gram)
        where TX : unmanaged
    {
        RequireWeightedGram(examples, d, gram);
        gram.Clear();
        Dispatch.Run<WeightedGramKernel<TX>, double, Unit>(Cpu.Chosen, new(examples, d, 0, examples.Features, gram));
        CopyUpperToLower(gram);
    }

    /// <summary>Copies the triangle above the diagonal to the one below.</summary>
    internal static void CopyUpperToLower(Span2D<double> gram)
    {
        for (int row = 0; row < gram.Height; row++)
        {
            for (int column = row + 1; column < gram.Width; column++)
            {
                gram[column, row] = gram[row, column];
            }
        }
    }
}

/// <summary>Some rows of the matrix, each from its diagonal on: threads may share it out by its rows, and no bit changes.</summary>
internal readonly unsafe ref struct WeightedGramKernel<TX>(
    Examples<TX> examples, ReadOnlySpan<double> d, int firstRow, int rows, Span2D<double> gram) : IKernel<double, Unit>
    where TX : unmanaged
{
    /// <summary>Rows of the matrix at a time: the sums of eight would take all of AVX2's sixteen registers.</summary>
    private const int Tile = 4;

    /// <summary>Bytes of X read again for every four rows: second-level cache. MaxExamples fixes FeatureRows' bits.</summary>
    private const int BlockBytes = 128 * 1024;
    private const int MaxExamples = 256;

    private readonly Examples<TX> _examples = examples;
    private readonly ReadOnlySpan<double> _d = d;
    private readonly Span2D<double> _gram = gram;

    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    Unit IKernel<double, Unit>.Run<TLanes>()
    {
        int features = _examples.Features;
        bool byExample = _examples.Layout == Layout.ExampleRows;
        int block = byExample ? Math.Clamp(BlockBytes / Math.Max(1, features * sizeof(TX)), 1, MaxExamples) : MaxExamples;
        double* scales = stackalloc double[Tile * MaxExamples];
        fixed (TX* x = _examples.Values)
        fixed (double* d = _d)
        {
            for (int start = 0, count; start < _examples.Count; start += count)
            {
                count = Math.Min(block, _examples.Count - start);
                for (int row = firstRow; row < firstRow + rows; row += Tile)
                {
                    if (byExample)
                    {
                        AddTile<TLanes>(x + ((nint)start * _examples.Stride), d + start, count, row, scales);
                    }
                    else
                    {
                        AddDots<TLanes>(x + start, d + start, count, row, scales);
                    }
                }
            }
        }

        return default;
    }

    /// <summary>Rows are examples: gram[j, k] += sum_i (d_i x_ij) x_ik, a register of k at a time for four j.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void AddTile<TLanes>(TX* x, double* d, int count, int row, double* scales)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        int lanes = Lanes.Count<double>();
        int features = _examples.Features;
        nint stride = _examples.Stride;
        int tile = Math.Min(Tile, firstRow + rows - row);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < Tile; j++)
            {
                scales[(i * Tile) + j] = j < tile ? d[i] * ToDouble(x[(i * stride) + row + j]) : 0;
            }
        }

        // Rows past the last have scales of 0 and its place; they are stored before it.
        fixed (double* row0 = _gram.GetRowSpan(row))
        fixed (double* row1 = _gram.GetRowSpan(row + Math.Min(1, tile - 1)))
        fixed (double* row2 = _gram.GetRowSpan(row + Math.Min(2, tile - 1)))
        fixed (double* row3 = _gram.GetRowSpan(row + Math.Min(3, tile - 1)))
        {
            for (int k = row; k < features; k += lanes)
            {
                int rest = Math.Min(lanes, features - k);
                TLanes sum0 = TLanes.LoadPartial(row0 + k, rest);
                TLanes sum1 = TLanes.LoadPartial(row1 + k, rest);
                TLanes sum2 = TLanes.LoadPartial(row2 + k, rest);
                TLanes sum3 = TLanes.LoadPartial(row3 + k, rest);
                TX* from = x + k;
                double* scale = scales;
                for (int i = 0; i < count; i++)
                {
                    TLanes v = LoadX<TLanes>(from, rest);
                    TLanes.AddProduct(ref sum0, TLanes.Broadcast(scale[0]), v);
                    TLanes.AddProduct(ref sum1, TLanes.Broadcast(scale[1]), v);
                    TLanes.AddProduct(ref sum2, TLanes.Broadcast(scale[2]), v);
                    TLanes.AddProduct(ref sum3, TLanes.Broadcast(scale[3]), v);
                    from += stride;
                    scale += Tile;
                }

                TLanes.StorePartial(sum3, row3 + k, rest);
                TLanes.StorePartial(sum2, row2 + k, rest);
                TLanes.StorePartial(sum1, row1 + k, rest);
                TLanes.StorePartial(sum0, row0 + k, rest);
            }
        }
    }

    /// <summary>Rows are features: gram[j, k] += (d x_j) . x_k, a register of examples at a time.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void AddDots<TLanes>(TX* x, double* d, int count, int row, double* scaled)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        int lanes = Lanes.Count<double>();
        nint stride = _examples.Stride;
        for (int j = row; j < Math.Min(row + Tile, firstRow + rows); j++)
        {
            for (int i = 0; i < count; i++)
            {
                scaled[i] = d[i] * ToDouble(x[(j * stride) + i]);
            }

            Span<double> sums = _gram.GetRowSpan(j);
            for (int k = j; k < _examples.Features; k++)
            {
                TX* from = x + (k * stride);
                TLanes sum = TLanes.Broadcast(0);
                for (int i = 0; i < count; i += lanes)
                {
                    int rest = Math.Min(lanes, count - i);
                    TLanes v = LoadX<TLanes>(from + i, rest);
                    TLanes.AddProduct(ref sum, v, rest == lanes ? TLanes.Load(scaled + i) : TLanes.LoadPartial(scaled + i, rest));
                }

                sums[k] += TLanes.Sum(sum);
            }
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static double ToDouble(TX value) =>
        typeof(TX) == typeof(byte) ? (byte)(object)value : typeof(TX) == typeof(float) ? (float)(object)value : (double)(object)value;

    [MethodImpl(AggressiveInlining)]
    private static TLanes LoadX<TLanes>(TX* source, int count)
        where TLanes : unmanaged, ILanes<TLanes, double> => count == TLanes.Width
        ? RowProducts<TX, double, TLanes>.Load(source, 0)
        : RowProducts<TX, double, TLanes>.LoadPartial(source, count);
}
