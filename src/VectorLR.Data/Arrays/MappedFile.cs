using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace VectorLR.Data;

/// <summary>A file mapped into memory, read-only. It is unmapped when its last user releases it, or when nothing refers to it.</summary>
internal sealed unsafe partial class MappedFile
{
    // MADV_HUGEPAGE in Linux's <sys/mman.h>.
    private const int AdviseHugePage = 14;

    // The size of a huge page on most CPUs.
    private const int HugePageBytes = 2 << 20;

    private readonly FileStream _file;
    private readonly long _length;

    // The view owns the mapping and its handle owns the pages. Their finalizers release both.
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private bool _isStreamed;
    private int _users = 1;

    public MappedFile(FileStream file, string path)
    {
        Path = path;
        _file = file;
        _length = file.Length;
        using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);

        // Not AcquirePointer: its reference count would keep the pages mapped until the process ends.
        _start = (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + _view.PointerOffset;
    }

    /// <summary>The path, as messages name it.</summary>
    public string Path { get; }

    /// <summary>Adds a user. The creator is the first.</summary>
    /// <exception cref="ObjectDisposedException">The last user has released the file.</exception>
    public void Retain()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int found = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (found == users)
            {
                return;
            }

            users = found;
        }

        throw new ObjectDisposedException(null, $"{Path}: the matrix of this file is disposed");
    }

    /// <summary>Removes a user. The last one unmaps and closes the file.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _view.Dispose();
            _file.Dispose();
        }
    }

    /// <summary>Returns the address of a byte of the file.</summary>
    /// <param name="offset">Bytes from the start of the file.</param>
    /// <param name="length">How many bytes the caller reads in order.</param>
    /// <exception cref="DataException">The file is shorter than when it was opened.</exception>
    /// <remarks>A page beyond the end of a truncated file ends the process, so each call checks the length.</remarks>
    public byte* At(long offset, long length)
    {
        if (DataFile.Truncation(_file, Path, _length) is DataException truncation)
        {
            throw truncation;
        }

        if (length >= HugePageBytes && !_isStreamed)
        {
            AskForHugePages();
        }

        return _start + offset;
    }

    /// <summary>Asks Linux to cache the file in pages of 2 MiB.</summary>
    /// <remarks>
    /// It takes effect where transparent huge pages are <c>madvise</c> or <c>always</c> and the file system supports large folios. The
    /// first read fills the page cache with huge pages, and later reads avoid a page fault for each 64 KiB. It is requested only when data
    /// is read in order: examples picked at random would load 2 MiB each.
    /// </remarks>
    private void AskForHugePages()
    {
        _isStreamed = true;
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = Advise((nint)_start, (nuint)_length, AdviseHugePage);
            }
            catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
            {
                // The advice is only a hint.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
