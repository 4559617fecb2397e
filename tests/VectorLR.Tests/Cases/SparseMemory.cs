using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VectorLR.Tests;

/// <summary>Room for the longest spans with next to no memory behind it, between guards as wide as itself. Only Linux has it.</summary>
/// <remarks>
/// An input is zeros: one page of them serves wherever nothing was written. A destination is one window of memory that stands again and
/// again, but for its first and its last window, which are memory of their own.
/// </remarks>
internal sealed unsafe partial class SparseMemory : IDisposable
{
    /// <summary>The bytes of a window.</summary>
    public const int Window = 1 << 20;

    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int Shared = 0x01;
    private const int Private = 0x02;
    private const int AtAddress = 0x10;
    private const int Anonymous = 0x20;
    private const int NoReserve = 0x4000;
    private const int HugePages = 14;
    private const int Populate = 23;

    private readonly nint _mapping;
    private readonly nint _end;
    private readonly nint _length;

    private SparseMemory(long bytes)
    {
        _length = (nint)((bytes + Window - 1) / Window * Window);
        _mapping = Map(0, 3 * _length, NoAccess, Private | Anonymous | NoReserve, -1);
        _end = _mapping + (2 * _length);
    }

    /// <summary>Whether there is such memory.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    public static SparseMemory Zeros(long bytes)
    {
        SparseMemory memory = new(bytes);
        nint start = memory._end - memory._length;
        Map(start, memory._length, ReadWrite, Private | Anonymous | NoReserve | AtAddress, -1);

        // Advice: without it each 4 KiB are a page fault, and the tests take seconds more.
        _ = Advise(start, (nuint)memory._length, HugePages);
        return memory;
    }

    public static SparseMemory Repeated(long bytes)
    {
        SparseMemory memory = new(bytes);
        using SafeFileHandle file = new(CreateMemoryFile("window", 0), ownsHandle: true);
        RandomAccess.SetLength(file, Window);
        nint start = memory._end - memory._length;
        for (nint at = start; at < memory._end; at += Window)
        {
            bool isOwn = at == start || at == memory._end - Window;
            Map(at, Window, ReadWrite, AtAddress | (isOwn ? Private | Anonymous : Shared), isOwn ? -1 : (int)file.DangerousGetHandle());
            _ = Advise(at, Window, Populate);
        }

        return memory;
    }

    /// <summary>The last elements, up to the guard.</summary>
    public Span<T> Last<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)length * sizeof(T), _length);
        return new((T*)_end - length, length);
    }

    public void Dispose()
    {
        if (GuardedMemory.Unmap(_mapping, (nuint)(3 * _length)) != 0)
        {
            throw new InvalidOperationException($"munmap: errno {Marshal.GetLastPInvokeError()}");
        }
    }

    private static nint Map(nint address, nint length, int protection, int flags, int file)
    {
        nint mapping = GuardedMemory.MemoryMap(address, (nuint)length, protection, flags, file, 0);
        return mapping != -1 ? mapping : throw new InvalidOperationException($"mmap: errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint CreateMemoryFile(string name, uint flags);
}
