using CommunityToolkit.HighPerformance.Buffers;

namespace VectorLR;

/// <summary>A block of bytes whose products are exact integers.</summary>
/// <param name="origin">The first value.</param>
/// <param name="stride">From the start of one row to the next.</param>
/// <param name="layout">Whether a row is an example or a feature.</param>
/// <param name="count">Examples.</param>
/// <param name="features">Features.</param>
/// <param name="isFar">Whether X comes from memory.</param>
/// <param name="weights">The weights as words, where rows are examples, or a vector that says that they cannot be.</param>
internal readonly unsafe struct ByteBlock<TWords>(
    byte* origin, nint stride, Layout layout, int count, int features, bool isFar, WordVector weights) : IBlock<ByteBlock<TWords>, float>
    where TWords : unmanaged, IWords<TWords>
{
    private readonly byte* _origin = origin;
    private readonly WordVector _weights = weights;

    public static int Granularity => 8;

    public int Count => count;

    public ByteBlock<TWords> Slice(int start, int count) =>
        new(_origin + (start * (layout == Layout.ExampleRows ? stride : 1)), stride, layout, count, features, isFar, _weights);

    public void AddForward<TLanes>(float* weights, float* z)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        if (layout == Layout.FeatureRows)
        {
            ByteRows.AddScaled<TWords, TLanes>(_origin, stride, features, weights, count, z, isFar);
        }
        else
        {
            AddDots<TLanes>(count, weights, in _weights, features, z);
        }
    }

    public void AddBackward<TLanes>(float* residual, float* weightGradient)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        if (layout == Layout.ExampleRows)
        {
            ByteRows.AddScaled<TWords, TLanes>(_origin, stride, count, residual, features, weightGradient, isFar);
            return;
        }

        using SpanOwner<short> words = SpanOwner<short>.Allocate(WordVector.BufferLength(count));
        fixed (short* buffer = words.Span)
        {
            AddDots<TLanes>(features, residual, WordVector.Of<TWords>(residual, count, buffer), count, weightGradient);
        }
    }

    private void AddDots<TLanes>(int rows, float* vector, in WordVector words, int length, float* sums)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        if (words.IsWords)
        {
            ByteRows.AddDots<TWords>(_origin, stride, rows, in words, length, sums, isFar);
        }
        else
        {
            Rows.AddDots<byte, float, TLanes>(_origin, stride, rows, vector, length, sums, isFar);
        }
    }
}
