namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes dw = (1/m) X dz^T.</summary>
    /// <param name="examples">X: <c>Count</c> (m, at least 1) examples of <c>Features</c> (n_x) values.</param>
    /// <param name="dz">The residuals, length m.</param>
    /// <param name="dw">Receives the gradient, length n_x. Must not overlap an input.</param>
    /// <exception cref="ArgumentException">There are no examples, a length disagrees with the shape, or dw overlaps an input.</exception>
    /// <remarks>
    /// Reads X once. |error| is at most gamma(k) (1/m) sum_i |x_ij dz_i| for each feature, where k is m/4 + 8 for
    /// <see cref="Layout.ExampleRows"/>, which adds the examples in fours, and m/16 + 6 (float) or m/8 + 5 (double) for
    /// <see cref="Layout.FeatureRows"/>, and one more for float above 2^24 examples; barring underflow. NaN in a residual reaches every
    /// feature's sum, NaN in a feature that feature's only. The same bits on every CPU.
    /// </remarks>
    public static void WeightGradient(Examples<float> examples, ReadOnlySpan<float> dz, Span<float> dw) =>
        RunWeightGradient(examples, dz, dw);

    /// <inheritdoc cref="WeightGradient(Examples{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void WeightGradient(Examples<double> examples, ReadOnlySpan<double> dz, Span<double> dw) =>
        RunWeightGradient(examples, dz, dw);

    /// <inheritdoc cref="WeightGradient(Examples{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void WeightGradient(Examples<byte> examples, ReadOnlySpan<float> dz, Span<float> dw) =>
        RunWeightGradient(examples, dz, dw);

    /// <inheritdoc cref="WeightGradient(Examples{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void WeightGradient(Examples<byte> examples, ReadOnlySpan<double> dz, Span<double> dw) =>
        RunWeightGradient(examples, dz, dw);

    private static void RunWeightGradient<TX, T>(Examples<TX> examples, ReadOnlySpan<T> dz, Span<T> dw)
        where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.NotEmpty(examples.Count, nameof(examples));
        Require.Length(dz, nameof(dz), examples.Count, "the number of examples");
        Require.Length<T>(dw, nameof(dw), examples.Features, "the number of features");
        Require.Disjoint<TX, T>(examples.Values, nameof(examples), dw, nameof(dw));
        Require.Disjoint<T, T>(dz, nameof(dz), dw, nameof(dw));
        Dispatch.Run<WeightGradientKernel<TX, T>, T, Unit>(Cpu.Chosen, new(examples, dz, dw));
    }
}

internal readonly unsafe ref struct WeightGradientKernel<TX, T>(Examples<TX> examples, ReadOnlySpan<T> dz, Span<T> dw) : IKernel<T, Unit>
    where TX : unmanaged where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Examples<TX> _examples = examples;
    private readonly ReadOnlySpan<T> _dz = dz;
    private readonly Span<T> _dw = dw;

    Unit IKernel<T, Unit>.Run<TLanes>()
    {
        fixed (TX* x = _examples.Values)
        fixed (T* dz = _dz, dw = _dw)
        {
            RowMatrix<TX, T, TLanes> matrix = new(x, _examples);
            if (_examples.Layout == Layout.ExampleRows)
            {
                _dw.Clear();
                matrix.AddAxpys(dz, dw);
            }
            else
            {
                matrix.Dots(T.Zero, dz, dw);
            }

            T count = T.CreateTruncating(_examples.Count);
            Elementwise.Map<DivideOperator, T, TLanes>(dw, false, &count, true, dw, _dw.Length);
        }

        return default;
    }
}
