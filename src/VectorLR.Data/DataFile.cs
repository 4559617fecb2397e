namespace VectorLR.Data;

/// <summary>Opens files and turns system errors into <see cref="DataException"/>.</summary>
internal static class DataFile
{
    /// <summary>Reads a file through <paramref name="read"/>, which gets a seekable stream.</summary>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = Open(path);
        return Guarded(path, () => Read(file, path, read));
    }

    /// <summary>
    /// Passes a seekable file to <paramref name="map"/>, which keeps it open. If that returns null, or for a pipe,
    /// <paramref name="read"/> reads the file.
    /// </summary>
    public static T MapOrRead<T>(string path, Func<FileStream, T?> map, Func<Stream, T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(path);
        FileStream file = Open(path);
        T? mapped = null;
        try
        {
            return Guarded(path, () =>
            {
                mapped = file.CanSeek ? map(file) : null;
                if (mapped is null && file.CanSeek)
                {
                    file.Position = 0;
                }

                return mapped ?? Read(file, path, read);
            });
        }
        finally
        {
            if (mapped is null)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Returns the error of a file that is shorter than when it was opened, or null.</summary>
    public static DataException? Truncation(FileStream file, string path, long length) =>
        RandomAccess.GetLength(file.SafeFileHandle) is long now && now < length
            ? new DataException($"{path}: found {now} bytes, expected {length}: the file was truncated while it was being read")
            : null;

    private static T Read<T>(FileStream file, string path, Func<Stream, T> read)
    {
        if (file.CanSeek)
        {
            // A table truncated between two rows would look complete.
            long length = RandomAccess.GetLength(file.SafeFileHandle);
            try
            {
                T result = read(file);
                return Truncation(file, path, length) is DataException truncation ? throw truncation : result;
            }
            catch (Exception e) when (e is DataException or IOException)
            {
                if (Truncation(file, path, length) is DataException truncation)
                {
                    throw truncation;
                }

                throw;
            }
        }

        // A pipe: lengths are checked before anything is allocated, so it is read to its end first.
        using MemoryStream copy = new();
        file.CopyTo(copy);
        copy.Position = 0;
        return read(copy);
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
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
