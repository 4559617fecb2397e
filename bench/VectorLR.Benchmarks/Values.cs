using System.Runtime.CompilerServices;

namespace VectorLR.Benchmarks;

/// <summary>Values in an array that the collector does not move, placed the same way in every run and for every peer.</summary>
/// <remarks>
/// They begin at a multiple of 64 bytes, and one array after the other at another place of its 4096-byte page: a CPU may take a load for
/// one of what an earlier store is writing when their addresses agree in the last 12 bits, and wait.
/// </remarks>
internal sealed unsafe class Values<T>
    where T : unmanaged
{
    private const int Page = 4096;

    // 27 lines of 64 bytes: two neighbours are at least as far apart as a window of instructions reaches, in either direction.
    private const int Step = 27 * 64;

    private static int s_made;

    private readonly T[] _array;
    private readonly int _offset;

    public Values(int length)
    {
        _array = GC.AllocateUninitializedArray<T>(checked(length + (2 * Page / sizeof(T))), pinned: true);
        nuint first = (nuint)Unsafe.AsPointer(ref _array[0]);
        nuint place = (nuint)(Interlocked.Increment(ref s_made) * Step % Page);
        nuint aligned = ((first + Page - 1) & ~(nuint)(Page - 1)) + place;
        _offset = (int)((aligned - first) / (nuint)sizeof(T));
        Pointer = (T*)first + _offset;
        Length = length;
    }

    private Values(Values<T> whole, int length)
    {
        _array = whole._array;
        _offset = whole._offset;
        Pointer = whole.Pointer;
        Length = length;
    }

    public int Length { get; }

    public T* Pointer { get; }

    public Span<T> Span => new(Pointer, Length);

    public Memory<T> Memory => _array.AsMemory(_offset, Length);

    /// <summary>The first values, in the same memory.</summary>
    public Values<T> Take(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        return new(this, length);
    }
}
