using VectorLR.Training;

namespace VectorLR.Cli;

/// <summary>Checks the files that commands write.</summary>
internal static class OutputFile
{
    private static readonly StringComparer s_pathComparer =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Checks that a file can be written, before the work starts. Null is no file.</summary>
    /// <exception cref="UsageException">The file cannot be written; the message names the option.</exception>
    public static void RequireWritable(string? path, string option)
    {
        if (path is null)
        {
            return;
        }

        if (path.Length == 0)
        {
            throw new UsageException($"{option} '': expected a file name");
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || !Directory.Exists(folder))
        {
            string found = Directory.Exists(path) ? "is a folder, expected a file" : "its folder does not exist";
            throw new UsageException($"{option} {path}: {found}");
        }

        if (AtomicFile.IsDevice(path) && File.Exists(path))
        {
            return;
        }

        try
        {
            AtomicFile.RequireWritable(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {path}: cannot be written: {exception.Message}");
        }
    }

    /// <summary>Checks that no output is an input, another output, or inside an input folder.</summary>
    /// <param name="inputs">The files and folders that are read; null is none.</param>
    /// <param name="outputs">The files that are written; null is none.</param>
    /// <exception cref="UsageException">Paths overlap; the message names the file.</exception>
    public static void RequireDisjoint(IEnumerable<string?> inputs, IEnumerable<string?> outputs)
    {
        string[] read = [.. inputs.Where(path => !string.IsNullOrEmpty(path)).Select(path => Target(path!))];
        HashSet<string> taken = new(read, s_pathComparer);
        foreach (string path in outputs.OfType<string>().Where(path => !AtomicFile.IsDevice(path)))
        {
            string target = Target(path);
            if (!taken.Add(target))
            {
                throw new UsageException($"{path}: used more than once as input or output, expected different files");
            }

            if (Array.Find(read, folder => Directory.Exists(folder) && IsIn(folder, target)) is string around)
            {
                throw new UsageException($"{path}: is inside the input folder {around}, expected an output file elsewhere");
            }
        }
    }

    private static bool IsIn(string folder, string path)
    {
        string? above = Path.GetDirectoryName(path);
        while (above is not null && !s_pathComparer.Equals(above, Path.TrimEndingDirectorySeparator(folder)))
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
            throw new UsageException($"{path}: cannot be resolved: {exception.Message}");
        }
    }

    /// <summary>Checks that a file can be written and that its name has one of the extensions.</summary>
    public static void RequireWritable(string? path, string option, params string[] extensions)
    {
        if (path is not null && !extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException($"{option} {path}: expected a name ending in {string.Join(" or ", extensions)}");
        }

        RequireWritable(path, option);
    }
}
