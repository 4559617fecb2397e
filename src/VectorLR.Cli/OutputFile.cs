namespace VectorLR.Cli;

/// <summary>Files that commands write.</summary>
internal static class OutputFile
{
    /// <summary>Asks the system whether a file can be written, before the work rather than after it. Null is no file.</summary>
    /// <exception cref="UsageException">It cannot; the message names the option.</exception>
    public static void RequireWritable(string? path, string option)
    {
        if (path is null)
        {
            return;
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || !Directory.Exists(folder))
        {
            throw new UsageException($"{option} {path}: {(Directory.Exists(path) ? "is a folder, expected a file" : "its folder does not exist")}");
        }

        if (IsDevice(path))
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

    /// <summary>Refuses to write a file that is also read, or twice the same: an input must stay as it is, and of two outputs one would be lost.</summary>
    /// <param name="inputs">The files that are read; null is no file.</param>
    /// <param name="outputs">Those that are written; null is no file.</param>
    /// <exception cref="UsageException">It is; the message names the file.</exception>
    public static void RequireApart(IEnumerable<string?> inputs, IEnumerable<string?> outputs)
    {
        HashSet<string> taken = [.. inputs.OfType<string>().Select(Target)];
        foreach (string path in outputs.OfType<string>().Where(path => !IsDevice(path) && !taken.Add(Target(path))))
        {
            throw new UsageException($"{path}: is to be read or written twice over, expected different files");
        }
    }

    /// <summary>The file that a path means, at the end of its links.</summary>
    private static string Target(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : Path.GetFullPath(path);

    /// <summary>Written to as it is: it is never replaced, and there is nothing beside it.</summary>
    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path);

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
