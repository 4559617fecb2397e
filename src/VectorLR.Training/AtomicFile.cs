namespace VectorLR.Training;

/// <summary>Writes a file beside its path first and then over it, so that a failure leaves what was there.</summary>
public static class AtomicFile
{
    /// <summary>Writes a whole file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="IOException">The file cannot be written; what stood at the path is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; what stood at the path is unchanged.</exception>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        string beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
