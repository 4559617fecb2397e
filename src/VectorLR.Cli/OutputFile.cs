namespace VectorLR.Cli;

/// <summary>Files that a command is to write.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a path that cannot be written, before any work is done.</summary>
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

        // Asked of the system before the fit rather than after it.
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
}
