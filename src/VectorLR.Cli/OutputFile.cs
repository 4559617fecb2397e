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
