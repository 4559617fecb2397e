using System.Runtime.InteropServices;

namespace VectorLR.Training;

/// <summary>A pinned array of zeros that begins on a cache line, so that no aligned vector load crosses two lines.</summary>
internal readonly unsafe struct AlignedArray<T>
    where T : unmanaged
{
    // Keeps the memory alive.
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
