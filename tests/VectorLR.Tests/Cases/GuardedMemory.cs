using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VectorLR.Tests;

/// <summary>
/// Memory for one argument between two guard pages (on Linux; plain memory elsewhere). Touching a guard page ends the process.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    /// <summary>The fill around inputs: NaN for floats, 255 for bytes. A result that reads it shows it.</summary>
    public const byte Poison = 0xFF;

    /// <summary>The fill around destinations: finite numbers, since adding to a NaN leaves a NaN.</summary>
    public const byte Sentinel = 0x5A;

    private const int Margin = 64;
    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _mapping;
    private readonly nuint _mappingLength;
    private readonly byte* _memory;
    private readonly int _length;

    public GuardedMemory(int bytes)
    {
        int page = Environment.SystemPageSize;
        _length = (bytes + (2 * Margin) + page - 1) / page * page;
        if (!IsAvailable)
        {
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_length, Margin);
            return;
        }

        _mappingLength = (nuint)_length + (2 * (nuint)page);
        _mapping = (byte*)MemoryMap(0, _mappingLength, NoAccess, PrivateAnonymous, -1, 0);
        _memory = _mapping + page;
        if (_mapping == (byte*)-1 || Protect((nint)_memory, (nuint)_length, ReadWrite) != 0)
        {
            throw new InvalidOperationException($"no guarded memory: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <summary>Whether there are pages that cannot be touched.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux();

    private Span<byte> Bytes => new(_memory, _length);

    /// <summary>Fills the memory with a byte and returns a span of it.</summary>
    public Span<T> Place<T>(int length, Placement placement, byte fill)
        where T : unmanaged
    {
        Bytes.Fill(fill);
        int bytes = length * sizeof(T);
        int start = placement.Edge switch
        {
            Edge.Start => 0,
            Edge.End => _length - bytes,
            _ => Margin + (placement.Offset * sizeof(T)),
        };
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + bytes, _length);
        return new(_memory + start, length);
    }

    /// <summary>A copy of the values, in poisoned surroundings.</summary>
    public ReadOnlySpan<T> Input<T>(ReadOnlySpan<T> values, Placement placement)
        where T : unmanaged
    {
        Span<T> input = Place<T>(values.Length, placement, Poison);
        values.CopyTo(input);
        return input;
    }

    /// <summary>A destination in surroundings that <see cref="AssertIntactAround"/> checks.</summary>
    public Span<T> Output<T>(int length, Placement placement)
        where T : unmanaged => Place<T>(length, placement, Sentinel);

    /// <summary>Fails if a byte outside the destination changed.</summary>
    public void AssertIntactAround<T>(ReadOnlySpan<T> destination, in Case run, string name)
        where T : unmanaged
    {
        int start = (int)((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(destination)) - _memory);
        int end = start + (destination.Length * sizeof(T));
        int before = Bytes[..start].IndexOfAnyExcept(Sentinel);
        int after = Bytes[end..].IndexOfAnyExcept(Sentinel);
        if (before >= 0)
        {
            run.Fail($"{name}: wrote {start - before} bytes before its start");
        }

        if (after >= 0)
        {
            run.Fail($"{name}: wrote {after} bytes after its end");
        }
    }

    public void Dispose()
    {
        if (!IsAvailable)
        {
            NativeMemory.AlignedFree(_memory);
        }
        else if (Unmap((nint)_mapping, _mappingLength) != 0)
        {
            throw new InvalidOperationException($"munmap: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);
}
