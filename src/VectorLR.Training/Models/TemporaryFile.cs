using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace VectorLR.Training;

/// <summary>A file that is written next to its target and takes the target's place when it is complete.</summary>
/// <remarks>
/// The name is unique, so any number of threads and processes can write to one target. The file stays open, and so locked, until it has its
/// final name: <see cref="Sweep"/> deletes only what a killed process left behind. Files that belong together are in one temporary folder
/// next to the targets, so that a killed process leaves one thing.
/// </remarks>
internal sealed class TemporaryFile : IDisposable
{
    private const string Ending = ".tmp";
    private const int RandomDigits = 16;
    private const int Attempts = 10;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    // The files of this process. Some file systems do not lock between threads of one process.
    private static readonly ConcurrentDictionary<string, bool> s_own = new();

    // Files are created as readers. The writer deletes them all and keeps the lock, so that none is created afterwards.
    private static readonly ReaderWriterLockSlim s_creating = new();
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    private readonly string _target;
    private readonly string _path;
    private readonly string? _folder;
    private readonly FileStream _stream;
    private readonly UnixFileMode? _mode;
    private string? _old;
    private bool _isNew;

    private TemporaryFile(string target, string path, string? folder, FileStream stream, UnixFileMode? mode) =>
        (_target, _path, _folder, _stream, _mode) = (target, path, folder, stream, mode);

    /// <summary>Where the contents go.</summary>
    public Stream Stream => _stream;

    /// <summary>The file that is replaced.</summary>
    public string Target => _target;

    /// <summary>Creates the file, after deleting what killed processes left beside the target.</summary>
    /// <param name="target">A full path without links. The file need not exist.</param>
    /// <param name="folder">A folder of <see cref="NewFolder"/> for the file; null for next to the target.</param>
    public static TemporaryFile Create(string target, string? folder = null)
    {
        Sweep(target);
        UnixFileMode? mode = OperatingSystem.IsWindows() || !File.Exists(target) ? null : File.GetUnixFileMode(target);
        for (int attempt = 1; ; attempt++)
        {
            string path = folder is null ? NewName(target) : Path.Combine(folder, Path.GetFileName(target));
            s_own[path] = true;
            try
            {
                FileStream stream = CreateAndOpen(path, folder, mode);

                // Another process may have deleted the file before it was locked.
                if (File.Exists(path))
                {
                    return new(target, path, folder, stream, mode);
                }

                stream.Dispose();
            }
            catch (Exception exception) when (attempt < Attempts && IsShared(exception))
            {
                // Another process looked whether the file is in use, just before it was locked, and may have deleted its folder.
            }
            catch
            {
                s_own.TryRemove(path, out _);
                throw;
            }

            Delete(path);
        }
    }

    /// <summary>Reserves the name of a temporary folder, which the first file in it creates.</summary>
    /// <param name="targets">Full paths without links.</param>
    /// <returns>A folder next to the first target; null if the targets are in several folders.</returns>
    public static string? NewFolder(IReadOnlyList<string> targets)
    {
        string?[] parents = [.. targets.Select(Path.GetDirectoryName).Distinct()];
        if (parents.Length != 1)
        {
            return null;
        }

        string folder = NewName(targets[0]);
        s_own[folder] = true;
        return folder;
    }

    /// <summary>Deletes a temporary folder and what is in it.</summary>
    public static void DeleteFolder(string? folder)
    {
        if (folder is not null)
        {
            Delete(folder);
            s_own.TryRemove(folder, out _);
        }
    }

    /// <summary>Deletes the temporary files of a target that no process has open.</summary>
    /// <param name="target">A full path without links. The file need not exist.</param>
    public static void Sweep(string target)
    {
        string name = Path.GetFileName(target);
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(target)!))
            {
                if (IsNameFor(name, Path.GetFileName(path.AsSpan())) && !s_own.ContainsKey(path) && !IsInUse(path))
                {
                    Delete(path);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be listed.
        }
    }

    /// <summary>Deletes the incomplete files of this process, just before it ends.</summary>
    public static void DeleteAll()
    {
        _ = s_creating.TryEnterWriteLock(s_longestWait);
        foreach (string path in s_own.Keys)
        {
            Delete(path);
        }
    }

    /// <summary>Flushes the contents to the disk and gives the file the target's permissions.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        if (!OperatingSystem.IsWindows() && _mode is UnixFileMode mode)
        {
            try
            {
                File.SetUnixFileMode(_stream.SafeFileHandle, mode);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A file system without permissions. Elsewhere the file keeps those of its creation, which grant no more.
            }
        }
    }

    /// <summary>Replaces the target.</summary>
    /// <param name="keepOld">Whether <see cref="Undo"/> may follow.</param>
    public void Replace(bool keepOld)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows does not rename an open file.
            _stream.Dispose();
        }

        _isNew = !File.Exists(_target);
        if (keepOld && !_isNew)
        {
            _old = _folder is null ? NewName(_target) : $"{_path}.old";
            s_own[_old] = true;
            File.Replace(_path, _target, _old);
        }
        else
        {
            File.Move(_path, _target, overwrite: true);
        }
    }

    /// <summary>Restores the target that was replaced.</summary>
    public void Undo()
    {
        if (_old is not null)
        {
            File.Move(_old, _target, overwrite: true);
        }
        else if (_isNew)
        {
            File.Delete(_target);
        }
    }

    /// <summary>Closes the file, and deletes what is not the target.</summary>
    public void Dispose()
    {
        Delete(_path);
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written is not written now: the caller has the exception of the first attempt.
        }

        if (OperatingSystem.IsWindows())
        {
            // Windows does not delete an open file.
            Delete(_path);
        }

        s_own.TryRemove(_path, out _);
        if (_old is not null)
        {
            Delete(_old);
            s_own.TryRemove(_old, out _);
        }
    }

    private static string NewName(string target) => string.Create(
        CultureInfo.InvariantCulture,
        $"{target}.{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}{Ending}");

    /// <summary>Whether a file name is one of <see cref="NewName"/> for a target's name.</summary>
    private static bool IsNameFor(ReadOnlySpan<char> target, ReadOnlySpan<char> name)
    {
        if (!name.StartsWith(target) || !name.EndsWith(Ending) || name.Length < target.Length + RandomDigits + Ending.Length + 3)
        {
            return false;
        }

        ReadOnlySpan<char> between = name[target.Length..^Ending.Length];
        ReadOnlySpan<char> process = between[1..^(RandomDigits + 1)];
        return between[0] == '.'
            && between[^(RandomDigits + 1)] == '-'
            && !process.ContainsAnyExceptInRange('0', '9')
            && !between[^RandomDigits..].ContainsAnyExcept(s_hexDigits);
    }

    private static FileStream CreateAndOpen(string path, string? folder, UnixFileMode? mode)
    {
        s_creating.EnterReadLock();
        try
        {
            CreateFolder(folder);
            return Open(path, mode);
        }
        finally
        {
            s_creating.ExitReadLock();
        }
    }

    private static void CreateFolder(string? folder)
    {
        if (folder is null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStream Open(string path, UnixFileMode? mode)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows() && mode is UnixFileMode granted)
        {
            options.UnixCreateMode = granted & (UnixFileMode)0b111_111_111;
        }

        return new(path, options);
    }

    private static bool IsInUse(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return Directory.EnumerateFiles(path).Any(IsInUse);
            }

            using FileStream exclusive = new(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool IsShared(Exception exception) =>
        exception is IOException and not PathTooLongException;

    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is deleted the next time.
        }
    }
}
