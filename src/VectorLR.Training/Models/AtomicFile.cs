namespace VectorLR.Training;

/// <summary>Writes a temporary file next to the path and renames it over the path, so that a failure keeps the old file.</summary>
/// <remarks>A link is followed: its target is replaced and the link stays. A device is written directly.</remarks>
public static class AtomicFile
{
    /// <summary>Writes a whole file.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="bytes">The whole contents.</param>
    /// <exception cref="IOException">The file cannot be written; the old file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted; the old file is unchanged.</exception>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        byte[] all = bytes.ToArray();
        Write(path, file => file.Write(all));
    }

    /// <summary>Writes a file as a stream.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="write">Writes the whole contents. If it throws, the old file is unchanged.</param>
    /// <exception cref="IOException">The file cannot be written; the old file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted; the old file is unchanged.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Target(path);
        if (IsDevice(path))
        {
            WriteTo(target, FileMode.Open, write);
            return;
        }

        string temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            WriteTo(temporary, FileMode.Create, write);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Resolves the links of a path.</summary>
    /// <param name="path">A path. The file need not exist.</param>
    /// <returns>The full path of the final target.</returns>
    /// <exception cref="IOException">The links form a cycle.</exception>
    internal static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (new FileInfo(full) is { LinkTarget: not null } link)
        {
            return link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }

        return new DirectoryInfo(Path.GetDirectoryName(full) ?? full) is { LinkTarget: not null } folder
            ? Path.Combine(folder.ResolveLinkTarget(returnFinalTarget: true)!.FullName, Path.GetFileName(full))
            : full;
    }

    /// <summary>Whether a path names a device: a path under /dev, except the in-memory file systems mounted there.</summary>
    /// <param name="path">A path. The file need not exist.</param>
    /// <returns>True for a device, which is written directly.</returns>
    /// <exception cref="IOException">The links form a cycle.</exception>
    internal static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows()
        && Target(path) is string target
        && target.StartsWith("/dev/", StringComparison.Ordinal)
        && !target.StartsWith("/dev/shm/", StringComparison.Ordinal)
        && !target.StartsWith("/dev/mqueue/", StringComparison.Ordinal);

    private static void WriteTo(string path, FileMode mode, Action<Stream> write)
    {
        using FileStream file = new(path, mode, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        write(file);

        // Flush before the rename, so that a full disk is reported while the old file is still in place.
        file.Flush();
    }
}
