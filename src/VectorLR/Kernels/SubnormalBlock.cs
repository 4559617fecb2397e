namespace VectorLR;

/// <summary>A block of bytes, whose rows are examples, that take part as <see cref="Subnormals"/>: with AVX2, and with weights within the bounds.</summary>
/// <param name="bytes">The block.</param>
/// <param name="scaled">The weights, scaled up.</param>
/// <param name="isArranged">Whether dw stands as <see cref="SubnormalRows"/> likes it; true for the zeros that it is first. One for all parts of a block.</param>
internal readonly unsafe struct SubnormalBlock(Block<byte, float> bytes, float* scaled, bool* isArranged) : IBlock<SubnormalBlock, float>
{
    /// <summary>The fewest columns for which this is worth the scaling.</summary>
    public const int LeastFeatures = 64;

    private readonly Block<byte, float> _bytes = bytes;
    private readonly float* _scaled = scaled;
    private readonly bool* _isArranged = isArranged;

    public static int Granularity => Block<byte, float>.Granularity;

    public int Count => _bytes.Count;

    public SubnormalBlock Slice(int start, int count) => new(_bytes.Slice(start, count), _scaled, _isArranged);

    public SubnormalBlock Group(int start, int count) => new(_bytes.Group(start, count), _scaled, _isArranged);

    public void AddForward<TLanes>(float* weights, float* z)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        int fours = Count & ~3;
        SubnormalRows.AddDots(_bytes.Origin, _bytes.Stride, fours, _scaled, _bytes.Features, z, _bytes.AskingFor(_bytes.Features));
        if (fours < Count)
        {
            _bytes.Slice(fours, Count - fours).AddForward<TLanes>(weights, z + fours);
        }
    }

    public void AddBackward<TLanes>(float* residual, float* weightGradient, int cut)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        int fours = Count & ~3;
        float* up = stackalloc float[fours];
        if (fours > 0 && Subnormals.TryScale(residual, fours, up))
        {
            Arrange(weightGradient);
            SubnormalRows.AddScaled(_bytes.Origin, _bytes.Stride, fours, up, _bytes.Features, weightGradient, _bytes.AskingFor(_bytes.Features));
        }
        else
        {
            fours = 0;
        }

        if (fours < Count)
        {
            Finish(weightGradient);
            _bytes.Slice(fours, Count - fours).AddBackward<TLanes>(residual + fours, weightGradient, cut);
        }
    }

    public void Finish(float* weightGradient)
    {
        if (*_isArranged)
        {
            SubnormalRows.Restore(weightGradient, _bytes.Features);
            *_isArranged = false;
        }
    }

    private void Arrange(float* weightGradient)
    {
        if (!*_isArranged)
        {
            SubnormalRows.Arrange(weightGradient, _bytes.Features);
            *_isArranged = true;
        }
    }
}
