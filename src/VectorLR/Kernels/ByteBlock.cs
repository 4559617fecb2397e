using CommunityToolkit.HighPerformance.Buffers;

namespace VectorLR;

/// <summary>A block of bytes whose products are exact integers.</summary>
/// <param name="origin">The first value.</param>
/// <param name="stride">From the start of one row to the next.</param>
/// <param name="layout">Whether a row is an example or a feature.</param>
/// <param name="count">Examples.</param>
/// <param name="features">Features.</param>
/// <param name="isFar">Whether X comes from memory.</param>
/// <param name="weights">The weights as words where rows are examples; a scale of NaN says that they cannot be, since one is not finite.</param>
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
            AddDots<TLanes>(count, weights, _weights, features, z);
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

        using SpanOwner<short> words = SpanOwner<short>.Allocate(2 * count);
        fixed (short* high = words.Span)
        {
            double scale = WordVector.FindScale(residual, count);
            WordVector vector = double.IsNaN(scale) ? new(null, null, scale) : WordVector.Of(residual, count, high, high + count, scale);
            AddDots<TLanes>(features, residual, vector, count, weightGradient);
        }
    }

    private void AddDots<TLanes>(int rows, float* vector, WordVector words, int length, float* sums)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        if (double.IsNaN(words.Scale))
        {
            Rows.AddDots<byte, float, TLanes>(_origin, stride, rows, vector, length, sums, isFar);
        }
        else
        {
            ByteRows.AddDots<TWords>(_origin, stride, rows, words, length, sums, isFar);
        }
    }
}
