using System.Runtime.CompilerServices;

namespace VectorLR.Benchmarks;

/// <summary>Values from a 64-byte boundary on, in an array that the collector does not move: every run and every peer gets the same alignment.</summary>
internal sealed unsafe class Values<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] _array;
    private readonly int _offset;

    public Values(int length)
    {
        _array = GC.AllocateUninitializedArray<T>(checked(length + (Alignment / sizeof(T))), pinned: true);
        T* first = (T*)Unsafe.AsPointer(ref _array[0]);
        _offset = (int)((Alignment - ((nuint)first % Alignment)) % Alignment / (nuint)sizeof(T));
        Pointer = first + _offset;
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
