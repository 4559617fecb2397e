using System.Buffers;
using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>A matrix in a mapped file. It may be larger than memory and larger than one view.</summary>
/// <remarks>
/// Each object is a user of the file until it is disposed, and so is each pin. The file is unmapped when the last user releases it, or when
/// none is referenced any more. A span is no user: it is valid only while the object that it came from is alive, as
/// <see cref="IExampleSource{T}"/> says.
/// </remarks>
internal sealed unsafe class MappedMatrix<T> : MemoryManager<T>, IExampleSource<T>, IMappedMatrix
    where T : unmanaged
{
    private readonly long _offset;
    private MappedFile? _file;

    /// <param name="file">The file. This object takes the place of one of its users.</param>
    /// <param name="offset">Where the values begin, in bytes from the start of the file.</param>
    /// <param name="count">m, the number of examples.</param>
    /// <param name="features">n_x, the number of features of each example.</param>
    /// <param name="layout">Whether examples or features are contiguous.</param>
    public MappedMatrix(MappedFile file, long offset, int count, int features, Layout layout)
    {
        (Path, _file, _offset) = (file.Path, file, offset);
        (Count, Features, Layout) = (count, features, layout);
    }

    public string Path { get; }

    public int Count { get; }

    public int Features { get; }

    public Layout Layout { get; }

    /// <summary>Returns another user of the same values.</summary>
    /// <exception cref="ObjectDisposedException">This object is disposed.</exception>
    public MappedMatrix<T> Share()
    {
        MappedFile file = Open();
        file.Retain();
        return new(file, _offset, Count, Features, Layout);
    }

    IDisposable IMappedMatrix.Share() => Share();

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

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        MappedFile file = Open();
        file.Retain();
        return new((T*)file.At(_offset, length: 0) + elementIndex, pinnable: new PinnedFile(file));
    }

    /// <summary>Not called: a pin outlives this object.</summary>
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => Interlocked.Exchange(ref _file, null)?.Release();

    private MappedFile Open() =>
        Volatile.Read(ref _file) ?? throw new ObjectDisposedException(null, $"{Path}: the matrix of this file is disposed");

    // Never written: callers get a read-only view, and the pages are read-only.
    private Span<T> Span(long start, int length) => new((T*)Open().At(_offset, (long)length * sizeof(T)) + start, length);

    private sealed class PinnedFile(MappedFile file) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException();

        public void Unpin() => file.Release();
    }
}
