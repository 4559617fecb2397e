using System.Buffers;
using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>A matrix in a mapped file. It may be larger than memory and larger than one view.</summary>
/// <remarks>A view is valid only while this object is alive, as <see cref="IExampleSource{T}"/> says.</remarks>
internal sealed unsafe class MappedMatrix<T>(MappedFile file, long offset, int count, int features, Layout layout)
    : MemoryManager<T>, IExampleSource<T>
    where T : unmanaged
{
    public string Path => file.Path;

    public int Count => count;

    public int Features => features;

    public Layout Layout => layout;

    public Examples<T> Slice(int start, int count) => Layout == Layout.ExampleRows
        ? new Examples<T>(Span((long)start * Features, count * Features), count, Features)
        : new Examples<T>(GetSpan(), Count, Features, Layout).Slice(start, count);

    /// <summary>Returns all values, if one span can hold them.</summary>
    public override Span<T> GetSpan()
    {
        long values = (long)Count * Features;
        return values <= int.MaxValue ? Span(0, (int)values) : throw new InvalidOperationException(
            $"The matrix has {values} values; one view holds at most {int.MaxValue}. Read it in pieces.");
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)file.At(offset, length: 0) + elementIndex, pinnable: this);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }

    // Never written: callers get a read-only view, and the pages are read-only.
    private Span<T> Span(long start, int length) => new((T*)file.At(offset, (long)length * sizeof(T)) + start, length);
}
