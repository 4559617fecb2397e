using VectorLR.Training;
using IOPath = System.IO.Path;

namespace VectorLR.Cli;

/// <summary>A file that a command writes.</summary>
/// <param name="Path">The file's path; null if the command does not write it.</param>
/// <param name="Option">The option that names it.</param>
/// <param name="Extensions">The extensions that its name may have; none for any.</param>
internal readonly record struct OutputFile(string? Path, string Option, params string[] Extensions)
{
    private static readonly StringComparer s_pathComparer =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Checks that files can be written, before the work starts, and deletes what killed processes left beside them.</summary>
    /// <exception cref="UsageException">A file cannot be written; the message names the option.</exception>
    public static void RequireWritable(params ReadOnlySpan<OutputFile> files)
    {
        foreach (OutputFile file in files)
        {
            file.RequireNameAndFolder();
        }

        // All leftovers are deleted before any file is created, so that a process killed here leaves one file at most.
        foreach (OutputFile file in files)
        {
            file.Check(AtomicFile.Sweep);
        }

        foreach (OutputFile file in files)
        {
            file.Check(AtomicFile.RequireWritable);
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
        string? above = IOPath.GetDirectoryName(path);
        while (above is not null && !s_pathComparer.Equals(above, IOPath.TrimEndingDirectorySeparator(folder)))
        {
            above = IOPath.GetDirectoryName(above);
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

    private void RequireNameAndFolder()
    {
        if (Path is null)
        {
            return;
        }

        if (Path.Length == 0)
        {
            throw new UsageException($"{Option} '': expected a file name");
        }

        if (Extensions.Length > 0 && !Extensions.Contains(IOPath.GetExtension(Path), StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException($"{Option} {Path}: expected a name ending in {string.Join(" or ", Extensions)}");
        }

        string? folder = IOPath.GetDirectoryName(IOPath.GetFullPath(Path));
        if (Directory.Exists(Path) || !Directory.Exists(folder))
        {
            string found = Directory.Exists(Path) ? "is a folder, expected a file" : "its folder does not exist";
            throw new UsageException($"{Option} {Path}: {found}");
        }
    }

    private void Check(Action<string> check)
    {
        if (Path is null || (AtomicFile.IsDevice(Path) && File.Exists(Path)))
        {
            return;
        }

        try
        {
            check(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{Option} {Path}: cannot be written: {exception.Message}");
        }
    }
}
