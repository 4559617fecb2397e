namespace VectorLR.Training;

/// <summary>Writes a file beside its path first and then over it, so that a failure leaves what was there.</summary>
/// <remarks>A link stays one: what it points to is replaced. Devices are written to as they are.</remarks>
public static class AtomicFile
{
    /// <summary>Writes a whole file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="IOException">The file cannot be written; what stood at the path is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; what stood at the path is unchanged.</exception>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        byte[] all = bytes.ToArray();
        Write(path, file => file.Write(all));
    }

    /// <summary>Writes a file as a stream.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="write">Writes all of it. What it throws leaves what stood at the path unchanged.</param>
    /// <exception cref="IOException">The file cannot be written; what stood at the path is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; what stood at the path is unchanged.</exception>
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

        string beside = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            WriteTo(beside, FileMode.Create, write);
            File.Move(beside, target, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>The file that a path means, at the end of its links.</summary>
    /// <param name="path">A path, of a file that need not exist.</param>
    /// <returns>A full path.</returns>
    /// <exception cref="IOException">The links go round in a circle.</exception>
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

    /// <summary>Whether a path is a device's, which is written to as it is: what is in /dev, but for the files that some systems keep there in memory.</summary>
    /// <param name="path">A path, of a file that need not exist.</param>
    /// <returns>True for a device.</returns>
    /// <exception cref="IOException">Its links go round in a circle.</exception>
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

        // Here rather than on disposing, so that a full disk is an error before the file takes its place.
        file.Flush();
    }
}
