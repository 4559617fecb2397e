using System.IO.MemoryMappedFiles;

namespace VectorLR.Data;

/// <summary>A file mapped into memory to be read. It is unmapped when nothing refers to it any more.</summary>
internal sealed unsafe class MappedFile
{
    private readonly FileStream _file;
    private readonly long _length;

    // The view holds the mapping, and its handle the pages: their finalizers let go.
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    public MappedFile(FileStream file, string path)
    {
        Path = path;
        _file = file;
        _length = file.Length;
        using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);

        // Not AcquirePointer: what it counts would keep the pages mapped for as long as the process lives.
        _start = (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + _view.PointerOffset;
    }

    /// <summary>What messages call it.</summary>
    public string Path { get; }

    /// <summary>
    /// The first byte of a stretch. A page beyond the end of a file that was cut since would end the process, so the length is asked anew.
    /// </summary>
    /// <exception cref="DataException">The file is shorter than it was.</exception>
    public byte* At(long offset) => DataFile.Cut(_file, Path, _length) is DataException cut ? throw cut : _start + offset;
}
