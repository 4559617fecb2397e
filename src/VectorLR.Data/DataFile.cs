namespace VectorLR.Data;

/// <summary>Opens files, and turns what the system says about them into <see cref="DataException"/>.</summary>
internal static class DataFile
{
    /// <summary>Reads a file through <paramref name="read"/>, which gets a stream that can seek.</summary>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = Open(path);
        try
        {
            if (file.CanSeek)
            {
                return read(file);
            }

            // A pipe: lengths are checked before anything is allocated, so its end must be known first.
            using MemoryStream copy = new();
            file.CopyTo(copy);
            copy.Position = 0;
            return read(copy);
        }
        catch (IOException e)
        {
            throw new DataException($"{path}: reading failed ({e.Message}), expected a file that can be read to its end", e);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: found no such file, expected a data file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            string found = Directory.Exists(path) ? "found a folder" : "permission to read it was denied";
            throw new DataException($"{path}: {found}, expected a file that can be read", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            string shown = path.Length == 0 ? "''" : path;
            throw new DataException($"{shown}: opening failed ({e.Message}), expected a file that can be read", e);
        }
    }
}
