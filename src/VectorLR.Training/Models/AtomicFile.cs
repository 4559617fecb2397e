namespace VectorLR.Training;

/// <summary>Writes a file beside its path first and then over it, so that a failure leaves what was there.</summary>
/// <remarks>A link stays one: what it points to is replaced. Devices (paths in /dev) are written to as they are.</remarks>
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
        if (!OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal))
        {
            WriteTo(path, FileMode.Open, write);
            return;
        }

        string target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
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

    private static void WriteTo(string path, FileMode mode, Action<Stream> write)
    {
        using FileStream file = new(path, mode, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        write(file);

        // Here rather than on disposing, so that a full disk is an error before the file takes its place.
        file.Flush();
    }
}
