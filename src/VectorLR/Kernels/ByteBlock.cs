using CommunityToolkit.HighPerformance.Buffers;

namespace VectorLR;

/// <summary>A block of bytes whose rows' dot products are exact integers.</summary>
/// <param name="bytes">The block.</param>
/// <param name="weights">The weights as words where rows are examples.</param>
internal readonly unsafe struct ByteBlock<TWords>(Block<byte, float> bytes, WordVector weights) : IBlock<ByteBlock<TWords>, float>
    where TWords : unmanaged, IWords<TWords>
{
    private readonly Block<byte, float> _bytes = bytes;
    private readonly WordVector _weights = weights;

    public static int Granularity => Block<byte, float>.Granularity;

    public int Count => _bytes.Count;

    public ByteBlock<TWords> Slice(int start, int count) => new(_bytes.Slice(start, count), _weights);

    public ByteBlock<TWords> Group(int start, int count) => new(_bytes.Group(start, count), _weights);

    public void Finish(float* weightGradient)
    {
    }

    public void AddForward<TLanes>(float* weights, float* z)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        if (_bytes.Layout == Layout.ExampleRows && _weights.IsWords)
        {
            ByteRows.AddDots<TWords>(_bytes.Origin, _bytes.Stride, Count, in _weights, _bytes.Features, z, _bytes.AskingFor(_bytes.Features));
        }
        else
        {
            _bytes.AddForward<TLanes>(weights, z);
        }
    }

    public void AddBackward<TLanes>(float* residual, float* weightGradient, int cut)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        if (_bytes.Layout == Layout.FeatureRows && Count > cut)
        {
            for (int i = 0; i < Count; i += cut)
            {
                Slice(i, Math.Min(cut, Count - i)).AddBackward<TLanes>(residual + i, weightGradient, cut);
            }

            return;
        }

        if (_bytes.Layout == Layout.FeatureRows)
        {
            using SpanOwner<short> buffer = SpanOwner<short>.Allocate(WordVector.BufferLength(Count));
            fixed (short* pinned = buffer.Span)
            {
                WordVector words = WordVector.Of<TWords>(residual, Count, pinned);
                if (words.IsWords)
                {
                    ByteRows.AddDots<TWords>(_bytes.Origin, _bytes.Stride, _bytes.Features, in words, Count, weightGradient, _bytes.AskingFor(Count));
                    return;
                }
            }
        }

        _bytes.AddBackward<TLanes>(residual, weightGradient, cut);
    }
}
