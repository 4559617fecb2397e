using CommunityToolkit.HighPerformance.Buffers;

namespace VectorLR;

/// <summary>A product with X of bytes in integers; what it computes, its public entry says.</summary>
internal readonly unsafe ref struct AffineOfBytesKernel(Examples<byte> examples, ReadOnlySpan<float> weights, float bias, Span<float> z)
    : IByteKernel<Nothing>
{
    private readonly Examples<byte> _examples = examples;
    private readonly ReadOnlySpan<float> _weights = weights;
    private readonly float _bias = bias;
    private readonly Span<float> _z = z;

    public Nothing Run<TLanes, TWords>()
        where TLanes : unmanaged, ILanes<TLanes, float>
        where TWords : unmanaged, IWords<TWords>
    {
        using SpanOwner<short> words = SpanOwner<short>.Allocate(WordVector.BufferLength(_weights.Length));
        fixed (byte* x = _examples.Values)
        fixed (short* buffer = words.Span)
        fixed (float* weights = _weights, z = _z)
        {
            _z.Fill(_bias);
            ByteKernels.Block<TWords>(x, _examples, weights, buffer, isPartOfFar: false).AddForward<TLanes>(weights, z);
        }

        return default;
    }
}

internal readonly unsafe ref struct WeightGradientOfBytesKernel(Examples<byte> examples, ReadOnlySpan<float> dz, Span<float> dw)
    : IByteKernel<Nothing>
{
    private readonly Examples<byte> _examples = examples;
    private readonly ReadOnlySpan<float> _dz = dz;
    private readonly Span<float> _dw = dw;

    public Nothing Run<TLanes, TWords>()
        where TLanes : unmanaged, ILanes<TLanes, float>
        where TWords : unmanaged, IWords<TWords>
    {
        fixed (byte* x = _examples.Values)
        fixed (float* dz = _dz, dw = _dw)
        {
            _dw.Clear();
            ByteKernels.Block<TWords>(x, _examples, null, null, isPartOfFar: false).AddBackward<TLanes>(dz, dw, int.MaxValue);
            float count = _examples.Count;
            Elementwise.Map<Division, float, TLanes>(dw, false, &count, true, dw, _dw.Length);
        }

        return default;
    }
}

internal readonly unsafe ref struct LogisticGradientOfBytesKernel(
    Examples<byte> examples,
    ReadOnlySpan<float> y,
    ReadOnlySpan<float> weights,
    float bias,
    int divisor,
    Span<float> dw,
    ReadOnlySpan<float> sampleWeights = default,
    bool isPartOfFar = false) : IByteKernel<LogisticCost>
{
    private readonly Examples<byte> _examples = examples;
    private readonly ReadOnlySpan<float> _weights = weights;
    private readonly LogisticStep<float> _step = new(y, weights, bias, divisor, dw, sampleWeights);
    private readonly bool _isPartOfFar = isPartOfFar;

    public LogisticCost Run<TLanes, TWords>()
        where TLanes : unmanaged, ILanes<TLanes, float>
        where TWords : unmanaged, IWords<TWords>
    {
        using SpanOwner<short> words = SpanOwner<short>.Allocate(WordVector.BufferLength(_weights.Length));
        fixed (byte* x = _examples.Values)
        fixed (short* buffer = words.Span)
        fixed (float* weights = _weights)
        {
            return _step.Run<ByteBlock<TWords>, TLanes>(
                ByteKernels.Block<TWords>(x, _examples, weights, buffer, _isPartOfFar), LogisticStep<float>.GroupSize(_examples, ByteBlock<TWords>.Granularity));
        }
    }
}

/// <summary>A step in float over bytes that are not converted, with AVX2: the bits of the step that converts them.</summary>
internal readonly unsafe ref struct LogisticGradientOfSubnormals(
    Examples<byte> examples,
    ReadOnlySpan<float> y,
    ReadOnlySpan<float> weights,
    float bias,
    int divisor,
    Span<float> dw,
    ReadOnlySpan<float> sampleWeights = default,
    bool isPartOfFar = false)
{
    private readonly Examples<byte> _examples = examples;
    private readonly ReadOnlySpan<float> _weights = weights;
    private readonly LogisticStep<float> _step = new(y, weights, bias, divisor, dw, sampleWeights);
    private readonly bool _isFar = isPartOfFar || Rows.IsFar<byte>(examples.Values.Length);

    /// <summary>Does nothing unless rows are examples of some length and the weights are within the bounds of <see cref="Subnormals"/>.</summary>
    public bool TryRun(out LogisticCost sums)
    {
        sums = default;
        if (_examples.Layout != Layout.ExampleRows || _examples.Features < SubnormalBlock.LeastFeatures)
        {
            return false;
        }

        using SpanOwner<float> buffer = SpanOwner<float>.Allocate(_examples.Features + Lanes.Count<float>());
        fixed (byte* x = _examples.Values)
        fixed (float* weights = _weights, start = buffer.Span)
        {
            float* scaled = Lanes.Align(start);
            if (!Subnormals.TryScale(weights, _examples.Features, scaled))
            {
                return false;
            }

            bool isArranged = true;
            sums = _step.Run<SubnormalBlock, Lanes256<float>>(
                new(new(x, _examples, _isFar), scaled, &isArranged), LogisticStep<float>.GroupSize(_examples, SubnormalBlock.Granularity));
            return true;
        }
    }
}

/// <summary>The products with X of bytes in float: the only place that chooses between integers and float, and between bytes that are converted and bytes that are not.</summary>
internal static unsafe class ByteKernels
{
    public static void Affine(Isa isa, Examples<byte> examples, ReadOnlySpan<float> weights, float bias, Span<float> z, ByteArithmetic arithmetic)
    {
        if (examples.Layout == Layout.ExampleRows && arithmetic == ByteArithmetic.Integer)
        {
            Dispatch.RunBytes<AffineOfBytesKernel, Nothing>(isa, new(examples, weights, bias, z));
        }
        else
        {
            Dispatch.Run<AffineKernel<byte, float>, float, Nothing>(isa, new(examples, weights, bias, z));
        }
    }

    public static void WeightGradient(Isa isa, Examples<byte> examples, ReadOnlySpan<float> dz, Span<float> dw, ByteArithmetic arithmetic)
    {
        if (examples.Layout == Layout.FeatureRows && arithmetic == ByteArithmetic.Integer)
        {
            Dispatch.RunBytes<WeightGradientOfBytesKernel, Nothing>(isa, new(examples, dz, dw));
        }
        else
        {
            Dispatch.Run<WeightGradientKernel<byte, float>, float, Nothing>(isa, new(examples, dz, dw));
        }
    }

    /// <summary>Sums over the examples; see <see cref="LogisticStep{T}"/>.</summary>
    public static LogisticCost LogisticGradient(
        Isa isa,
        Examples<byte> examples,
        ReadOnlySpan<float> y,
        ReadOnlySpan<float> weights,
        float bias,
        int divisor,
        Span<float> dw,
        ByteArithmetic arithmetic,
        ReadOnlySpan<float> sampleWeights = default,
        bool isPartOfFar = false)
    {
        if (arithmetic == ByteArithmetic.Integer)
        {
            return Dispatch.RunBytes<LogisticGradientOfBytesKernel, LogisticCost>(
                isa, new(examples, y, weights, bias, divisor, dw, sampleWeights, isPartOfFar));
        }

        return isa == Isa.Avx2 && Subnormals.AreFast
            && new LogisticGradientOfSubnormals(examples, y, weights, bias, divisor, dw, sampleWeights, isPartOfFar).TryRun(out LogisticCost sums)
            ? sums
            : Dispatch.Run<LogisticGradientKernel<byte, float>, float, LogisticCost>(
                isa, new(examples, y, weights, bias, divisor, dw, sampleWeights, isPartOfFar));
    }

    /// <summary>All examples as one block, with their weights as words where rows are examples and there are weights.</summary>
    public static ByteBlock<TWords> Block<TWords>(byte* x, in Examples<byte> examples, float* weights, short* buffer, bool isPartOfFar)
        where TWords : unmanaged, IWords<TWords>
    {
        WordVector vector = weights != null && examples.Layout == Layout.ExampleRows
            ? WordVector.Of<TWords>(weights, examples.Features, buffer)
            : default;
        return new(new(x, examples, isPartOfFar || Rows.IsFar<byte>(examples.Values.Length)), vector);
    }
}
