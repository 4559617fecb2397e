using VectorLR.Training;

namespace VectorLR.Cli;

/// <summary>Files that commands write.</summary>
internal static class OutputFile
{
    private static readonly StringComparer s_names =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Asks the system whether a file can be written, before the work rather than after it. Null is no file.</summary>
    /// <exception cref="UsageException">It cannot; the message names the option.</exception>
    public static void RequireWritable(string? path, string option)
    {
        if (path is null)
        {
            return;
        }

        if (path.Length == 0)
        {
            throw new UsageException($"{option} '': expected the name of a file");
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || !Directory.Exists(folder))
        {
            throw new UsageException($"{option} {path}: {(Directory.Exists(path) ? "is a folder, expected a file" : "its folder does not exist")}");
        }

        if (AtomicFile.IsDevice(path) && File.Exists(path))
        {
            return;
        }

        string probe = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.Create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {path}: cannot be written: {exception.Message}");
        }
    }

    /// <summary>
    /// Refuses to write a file that is also read, or twice the same, or one into a folder that is read: an input must stay as it is, and of two outputs one
    /// would be lost.
    /// </summary>
    /// <param name="inputs">The files and folders that are read; null is none.</param>
    /// <param name="outputs">The files that are written; null is none.</param>
    /// <exception cref="UsageException">It is; the message names the file.</exception>
    public static void RequireApart(IEnumerable<string?> inputs, IEnumerable<string?> outputs)
    {
        string[] read = [.. inputs.Where(path => !string.IsNullOrEmpty(path)).Select(path => Target(path!))];
        HashSet<string> taken = new(read, s_names);
        foreach (string path in outputs.OfType<string>().Where(path => !AtomicFile.IsDevice(path)))
        {
            string target = Target(path);
            if (!taken.Add(target))
            {
                throw new UsageException($"{path}: is to be read or written twice over, expected different files");
            }

            if (Array.Find(read, folder => Directory.Exists(folder) && IsIn(folder, target)) is string around)
            {
                throw new UsageException($"{path}: is to be written into {around}, which is read, expected a file elsewhere");
            }
        }
    }

    private static bool IsIn(string folder, string path)
    {
        string? above = Path.GetDirectoryName(path);
        while (above is not null && !s_names.Equals(above, Path.TrimEndingDirectorySeparator(folder)))
        {
            above = Path.GetDirectoryName(above);
        }

        return above is not null;
    }

    private static string Target(string path)
    {
        try
        {
            return AtomicFile.Target(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: cannot be followed: {exception.Message}");
        }
    }

    /// <summary>The same, and the file's name must end in one of some ways.</summary>
    public static void RequireWritable(string? path, string option, params string[] extensions)
    {
        if (path is not null && !extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException($"{option} {path}: expected a name that ends in {string.Join(" or ", extensions)}");
        }

        RequireWritable(path, option);
    }
}
