using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace VectorLR.Training;

/// <summary>Replaces files as a whole: a failure keeps the old file, and readers see the old file or the new one.</summary>
/// <remarks>
/// <para>
/// The contents go to a temporary file next to the path. It is flushed to the disk and then renamed over the path. It gets the permissions
/// of the file that it replaces. If several threads or processes write one path at once, the path has the contents of one of them. The next
/// write of the path deletes what a killed process left behind.
/// </para>
/// <para>A link is followed: its target is replaced and the link stays. A device is written directly.</para>
/// </remarks>
public static class AtomicFile
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);
    private static readonly Lock s_replacing = new();

    /// <summary>Whether this process has replaced a file.</summary>
    internal static bool HasWritten { get; private set; }

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
    public static void Write(string path, Action<Stream> write) => WriteTogether((path, write));

    /// <summary>Writes files that belong together: after a failure, all old files are unchanged.</summary>
    /// <param name="files">The files and what writes their contents, called in this order.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing a file is not permitted.</exception>
    /// <remarks>
    /// All files are complete before the first is renamed. Renaming several is not one step: a process killed in between leaves some old
    /// and some new. Processes of one user that write the same first file take turns.
    /// </remarks>
    internal static void WriteTogether(params ReadOnlySpan<(string Path, Action<Stream> Write)> files)
    {
        List<TemporaryFile> complete = [];
        string? folder = null;
        try
        {
            folder = Folder(files);
            foreach ((string path, Action<Stream> write) in files)
            {
                ArgumentNullException.ThrowIfNull(path);
                ArgumentNullException.ThrowIfNull(write);
                if (IsDevice(path))
                {
                    using FileStream device = new(Target(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                    write(device);
                    device.Flush();
                    continue;
                }

                TemporaryFile file = TemporaryFile.Create(Target(path), folder);
                complete.Add(file);
                write(file.Stream);
                file.Complete();
            }

            lock (s_replacing)
            {
                Replace(complete);
            }
        }
        finally
        {
            foreach (TemporaryFile file in complete)
            {
                file.Dispose();
            }

            TemporaryFile.DeleteFolder(folder);
        }
    }

    /// <summary>Deletes what killed processes left next to a path.</summary>
    internal static void Sweep(string path) => TemporaryFile.Sweep(Target(path));

    /// <summary>Checks that a file can be created next to a path.</summary>
    /// <exception cref="IOException">No file can be created there.</exception>
    /// <exception cref="UnauthorizedAccessException">Creating a file there is not permitted.</exception>
    internal static void RequireWritable(string path) => TemporaryFile.Create(Target(path)).Dispose();

    /// <summary>Deletes the incomplete files of this process, just before it ends. No file is being renamed then or later.</summary>
    internal static void Abandon()
    {
        s_replacing.TryEnter(s_longestWait);
        TemporaryFile.DeleteAll();
    }

    /// <summary>The temporary folder of several files; null for one file, and for files in several folders.</summary>
    private static string? Folder(ReadOnlySpan<(string Path, Action<Stream> Write)> files)
    {
        List<string> targets = [];
        foreach ((string path, _) in files)
        {
            ArgumentNullException.ThrowIfNull(path);
            if (!IsDevice(path))
            {
                targets.Add(Target(path));
            }
        }

        return targets.Count > 1 ? TemporaryFile.NewFolder(targets) : null;
    }

    private static void Replace(List<TemporaryFile> files)
    {
        using FileStream? turn = files.Count > 1 ? TakeTurn(LockFile(files[0].Target)) : null;
        if (files.Find(file => Directory.Exists(file.Target)) is TemporaryFile wrong)
        {
            throw new UnauthorizedAccessException($"{wrong.Target} is a folder, not a file");
        }

        int done = 0;
        try
        {
            for (; done < files.Count; done++)
            {
                files[done].Replace(keepOld: done < files.Count - 1);
            }
        }
        catch
        {
            while (--done >= 0)
            {
                files[done].Undo();
            }

            throw;
        }

        HasWritten |= files.Count > 0;
    }

    /// <summary>The file that a process has open in its turn. It is not beside the target, where a killed process would leave it.</summary>
    private static string LockFile(string target) => Path.Combine(
        Path.GetTempPath(), $"vectorlr-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)).AsSpan(0, 16))}.lock");

    /// <summary>Opens a file that only one process can have open.</summary>
    private static FileStream? TakeTurn(string path)
    {
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < s_longestWait; Thread.Sleep(1))
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
            {
                // Another user's file, or no folder for temporary files.
                return null;
            }
            catch (IOException)
            {
                // Another process has its turn.
            }
        }

        // A stopped process must not stop others.
        return null;
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
}
