using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>Reads folders of PNG, JPEG, WebP and BMP images: one sub-folder per class, its name the label.</summary>
/// <remarks>
/// Each image becomes <see cref="ImageOptions.Size"/>^2 pixels of R G B bytes, row by row, by the triangle filter (Pillow's BILINEAR), in
/// integer arithmetic: an image that has the size already is copied. No colour profile is applied, transparent pixels show white, and
/// photographs are turned upright as they say. Files and folders are taken in ordinal order; names that begin with a dot are left out.
/// Files are decoded in parallel; the result does not depend on it.
/// </remarks>
public static class ImageFolder
{
    private const int LargestSize = 4096;

    // Of converted images in memory at a time: enough files for every core.
    private const int BatchBytes = 64 << 20;

    /// <summary>Reads labelled images.</summary>
    /// <param name="path">A folder with at least two sub-folders of images.</param>
    /// <param name="options">Size and what to do about bad files; null for the defaults.</param>
    /// <param name="positive">The sub-folder whose images are class 1, or null for the rule of <see cref="LabelEncoding"/>.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>m images of n_x = 3 size^2 bytes, <see cref="Layout.ExampleRows"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not from 1 to 4096.</exception>
    /// <exception cref="DataException">
    /// The folder cannot be listed or holds no images; a file is broken or no image (unless <see cref="ImageOptions.OnBad"/> is given) or
    /// in no sub-folder; or the labels break the rule. The message names the file or folder.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DataSet Load(string path, ImageOptions? options = null, string? positive = null, CancellationToken cancellation = default)
    {
        ImageMatrix images = Load(InClasses(path, options ?? new()), path, options ?? new(), cancellation);
        return new DataSet(images.Features, LabelEncoding.Encode(images.Classes, positive, path));
    }

    /// <summary>Reads images whether or not they are in sub-folders.</summary>
    /// <param name="path">A folder with images, sub-folders of images, or both; or one image.</param>
    /// <param name="options">Size and what to do about bad files; null for the defaults.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>The images and their files.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not from 1 to 4096.</exception>
    /// <exception cref="DataException">As for <see cref="Load(string, ImageOptions?, string?, CancellationToken)"/>, but for classes.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageMatrix LoadMatrix(string path, ImageOptions? options = null, CancellationToken cancellation = default) =>
        Load(ImageFile.List(path), path, options ?? new(), cancellation);

    /// <summary>Writes labelled images as a .npy of bytes, a batch at a time: however many there are.</summary>
    /// <param name="path">A folder with at least two sub-folders of images.</param>
    /// <param name="matrixPath">The .npy of shape (m, 3 size^2), written beside first and then over.</param>
    /// <param name="labelsPath">The .npy of the labels, as bytes 0 and 1: where either cannot be written, neither file has changed.</param>
    /// <param name="options">Size and what to do about bad files; null for the defaults.</param>
    /// <param name="positive">The sub-folder whose images are class 1, or null for the rule of <see cref="LabelEncoding"/>.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="ArgumentNullException">A path is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not from 1 to 4096.</exception>
    /// <exception cref="DataException">As for <see cref="Load(string, ImageOptions?, string?, CancellationToken)"/>; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is written.</exception>
    public static EncodedLabels Convert(
        string path, string matrixPath, string labelsPath, ImageOptions? options = null, string? positive = null, CancellationToken cancellation = default)
    {
        options ??= new();
        CheckSize(options.Size);
        IReadOnlyList<ImageFile> files = InClasses(path, options);
        int row = ImageBatch.RowLength(options.Size);
        int batch = Math.Clamp(BatchBytes / row, 1, files.Count);
        byte[] rows = new byte[batch * row];
        int done = 0;
        List<string> classes = [];
        EncodedLabels? labels = null;
        AtomicFile.Write(matrixPath, stream =>
        {
            NpyWriter writer = new(stream, "|u1");
            writer.WriteHeader(NpyWriter.Shape(0, row));
            for (int start = 0; start < files.Count; start += batch)
            {
                ImageFile[] part = [.. files.Skip(start).Take(batch)];
                List<ImageFile> good = ImageBatch.Decode(
                    part, options.Size, rows, options.OnBad, () => options.Progress?.Report((Interlocked.Increment(ref done), files.Count)), cancellation);
                writer.Append<byte>(rows.AsSpan(0, good.Count * row));
                classes.AddRange(good.Select(file => file.Class));
            }

            labels = LabelEncoding.Encode(classes, positive, path);
            stream.Position = 0;
            writer.WriteHeader(NpyWriter.Shape(classes.Count, row));
            NpyFile.SaveLabelsOf(stream, labelsPath, labels.Labels.Span);
        });
        return labels!;
    }

    /// <summary>The files of a folder's classes; one in no class is bad.</summary>
    internal static IReadOnlyList<ImageFile> InClasses(string path, ImageOptions options)
    {
        IReadOnlyList<ImageFile> files = ImageFile.List(path);
        foreach (ImageFile stray in files.Where(file => file.Class.Length == 0))
        {
            DataException bad = new($"{stray.Path}: found a file beside the classes, expected images in one sub-folder per class");
            (options.OnBad ?? throw bad)(bad);
        }

        files = [.. files.Where(file => file.Class.Length > 0)];
        return files.Count > 0 ? files : throw new DataException($"{path}: found no sub-folders of images, expected one per class");
    }

    internal static void CheckSize(int size)
    {
        if (size is < 1 or > LargestSize)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"Expected a size from 1 to {LargestSize}.");
        }
    }

    private static ImageMatrix Load(IReadOnlyList<ImageFile> files, string path, ImageOptions options, CancellationToken cancellation)
    {
        CheckSize(options.Size);
        int row = ImageBatch.RowLength(options.Size);
        if ((long)files.Count * row > Array.MaxLength)
        {
            throw new DataException(
                $"{path}: found {files.Count} images of {row} bytes, expected at most {Array.MaxLength} bytes in all: convert them to a .npy first");
        }

        byte[] rows = new byte[files.Count * row];
        int done = 0;
        List<ImageFile> good = ImageBatch.Decode(
            files, options.Size, rows, options.OnBad, () => options.Progress?.Report((Interlocked.Increment(ref done), files.Count)), cancellation);
        if (good.Count == 0)
        {
            throw new DataException($"{path}: found no good image among {files.Count} files, expected at least one");
        }

        Array.Resize(ref rows, good.Count * row);
        FeatureMatrix features = new(rows, good.Count, row, Layout.ExampleRows);
        return new ImageMatrix(features, [.. good.Select(file => file.Path)], [.. good.Select(file => file.Class)]);
    }
}
