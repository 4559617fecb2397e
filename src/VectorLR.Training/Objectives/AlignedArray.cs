using System.Runtime.InteropServices;

namespace VectorLR.Training;

/// <summary>Zeros at an address that begins a cache line and stays, so that no register's worth of them lies across two.</summary>
/// <remarks>
/// An array begins anywhere, to eight bytes, and then every second register of AVX2 lies across two. Weights and partial sums of steps of bytes: 1.03 times as fast at
/// 209 x 12288 and 60000 x 784, and floats 1.0 to 1.01 (Zen 3).
/// </remarks>
internal readonly unsafe struct AlignedArray<T>
    where T : unmanaged
{
    // What keeps the memory.
    private readonly T[] _array;

    public AlignedArray(int length)
    {
        _array = GC.AllocateArray<T>(length + (64 / sizeof(T)), pinned: true);
        Pointer = Lanes.Align((T*)Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0));
        Length = length;
    }

    public T* Pointer { get; }

    public int Length { get; }

    public Span<T> Span => new(Pointer, Length);
}
