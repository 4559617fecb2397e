namespace VectorLR.Images;

/// <summary>One image file and the name of its class: its sub-folder, or "" when it has none.</summary>
internal readonly record struct ImageFile(string Path, string Class)
{
    /// <summary>Lists the files of a folder and of its sub-folders, or the one file that the path names.</summary>
    /// <remarks>
    /// Folders and files are in ordinal order, so the order of the examples does not depend on the file system. Names that begin with a dot
    /// are left out. A folder inside a class is listed like a file; decoding it is an error.
    /// </remarks>
    public static IReadOnlyList<ImageFile> List(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (File.Exists(folder))
        {
            return [new(folder, "")];
        }

        try
        {
            List<ImageFile> files =
                [.. Entries(folder).Where(entry => !Directory.Exists(entry)).Select(entry => new ImageFile(entry, ""))];
            foreach (string sub in Entries(folder).Where(Directory.Exists))
            {
                files.AddRange(Entries(sub).Select(entry => new ImageFile(entry, System.IO.Path.GetFileName(sub))));
            }

            return files.Count > 0 ? files : throw new DataException(
                $"{folder}: found no files, expected images in one sub-folder per class");
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DataException($"{folder}: found no such folder, expected a folder of images", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{folder}: listing failed ({e.Message}), expected a folder that can be read", e);
        }
    }

    private static IOrderedEnumerable<string> Entries(string folder) => Directory.EnumerateFileSystemEntries(folder)
        .Where(entry => !System.IO.Path.GetFileName(entry).StartsWith('.')).Order(StringComparer.Ordinal);
}
