using System.Buffers;

namespace VectorLR.Training;

/// <summary>A span that is pinned for a while, as memory that threads may read meanwhile.</summary>
internal sealed unsafe class BorrowedMemory<T>(T* pointer, int length) : MemoryManager<T>
    where T : unmanaged
{
    public override Span<T> GetSpan() => new(pointer, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(pointer + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
