using System.Runtime.InteropServices;

namespace VectorLR.Training;

/// <summary>Zeros at an address that begins a cache line and stays, so that no register's worth of them lies across two.</summary>
internal readonly unsafe struct AlignedArray<T>
    where T : unmanaged
{
    // What keeps the memory.
    private readonly T[] _array;

    public AlignedArray(int length)
    {
        _array = GC.AllocateArray<T>(length + (64 / sizeof(T)), pinned: true);
        Pointer = (T*)((Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) + 63) & ~63);
        Length = length;
    }

    public T* Pointer { get; }

    public int Length { get; }

    public Span<T> Span => new(Pointer, Length);
}
