namespace VectorLR.Data;

/// <summary>One file of a folder of images, and the sub-folder that names its class ("" where there is none).</summary>
internal readonly record struct ImageFile(string Path, string Class)
{
    /// <summary>
    /// Every file of a folder and of its sub-folders, or the one file that there is, folders and files in ordinal order, so that the order of the examples does not depend
    /// on the file system. Names that begin with a dot are the systems' own and left out. A folder inside a class is listed, to be refused.
    /// </summary>
    public static IReadOnlyList<ImageFile> List(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (File.Exists(folder))
        {
            return [new(folder, "")];
        }

        try
        {
            List<ImageFile> files = [.. Entries(folder).Where(entry => !Directory.Exists(entry)).Select(entry => new ImageFile(entry, ""))];
            foreach (string sub in Entries(folder).Where(Directory.Exists))
            {
                files.AddRange(Entries(sub).Select(entry => new ImageFile(entry, System.IO.Path.GetFileName(sub))));
            }

            return files.Count > 0 ? files : throw new DataException($"{folder}: found no files, expected images in one sub-folder per class");
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DataException($"{folder}: found no such folder, expected one of images", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{folder}: listing failed ({e.Message}), expected a folder that can be read", e);
        }
    }

    private static IOrderedEnumerable<string> Entries(string folder) => Directory.EnumerateFileSystemEntries(folder)
        .Where(entry => !System.IO.Path.GetFileName(entry).StartsWith('.')).Order(StringComparer.Ordinal);
}
