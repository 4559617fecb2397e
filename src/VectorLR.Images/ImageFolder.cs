using VectorLR.Training;

namespace VectorLR.Images;

/// <summary>Reads folders of PNG, JPEG, WebP and BMP images: one sub-folder per class, its name the label.</summary>
/// <remarks>
/// Each image becomes <see cref="ImageOptions.Size"/>^2 pixels of R G B bytes, row by row, by the triangle filter (Pillow's BILINEAR) in
/// integer arithmetic. An image that already has this size is copied. No colour profile is applied, transparent pixels are blended with
/// white, and the EXIF orientation is applied. Files and folders are in ordinal order; names that begin with a dot are left out. Files
/// are decoded in parallel; the result does not depend on the number of threads. A file of more than 2^28 bytes is refused before it is
/// decoded, and so is a picture with a side of more than 65535 pixels or of more than 2^28 pixels (2^26 for a progressive JPEG, an
/// interlaced PNG, a WebP and a BMP, 2^24 for an animated WebP, whose first frame is taken). A JPEG is decoded in rows and a PNG in stripes
/// of 32 MiB; a progressive JPEG, a WebP and a BMP take eight bytes a pixel. Pictures that are decoded at the same time share 512 MiB; one
/// that needs more, at most 768 MiB, is decoded alone. A file that is cut short is refused, and so is one whose end was overwritten with
/// zeros: always in a PNG and a JPEG, but for the last bytes in a WebP, and where they cut through a row in a BMP.
/// </remarks>
public static class ImageFolder
{
    private const int MaxSize = 4096;

    // Converted images in memory at a time: enough files for every core.
    private const int BatchBytes = 64 << 20;

    /// <summary>Reads labelled images.</summary>
    /// <param name="path">A folder with at least two sub-folders of images.</param>
    /// <param name="options">The image size and the handling of bad files; null for the defaults.</param>
    /// <param name="positive">The sub-folder whose images are class 1, or null for the rule of <see cref="LabelEncoding"/>.</param>
    /// <param name="classes">
    /// The classes that the sub-folders must be, such as those of a model, or null for any. One sub-folder is valid then, and
    /// <paramref name="positive"/> must be null.
    /// </param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>m images of n_x = 3 size^2 bytes, <see cref="Layout.ExampleRows"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException">Both <paramref name="positive"/> and <paramref name="classes"/> are given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not from 1 to 4096.</exception>
    /// <exception cref="DataException">
    /// The folder cannot be listed or holds no images; a file is corrupt, is not an image or is in no sub-folder (unless
    /// <see cref="ImageOptions.OnBad"/> is given); or the labels break the rule. The message names the file or folder.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <example>
    /// <code>
    /// using DataSet photos = ImageFolder.Load("photos", new() { Size = 64 }, positive: "cat");
    /// FitResult fit = photos.Fit(new() { Scale = 255, L2 = 0.01 });
    /// </code>
    /// </example>
    public static DataSet Load(
        string path,
        ImageOptions? options = null,
        string? positive = null,
        LabelNames? classes = null,
        CancellationToken cancellation = default)
    {
        LabelEncoding.RequireOneRule(positive, classes);
        options ??= new();
        IReadOnlyList<ImageFile> files = InClasses(path, options);
        if (classes is null)
        {
            ImageMatrix images = Load(files, path, options, cancellation);
            return new DataSet(images.Features, Encode(images.Classes, positive, path));
        }

        // Before any image is decoded.
        Dictionary<string, double> labels = [];
        foreach (ImageFile file in files.DistinctBy(file => file.Class))
        {
            labels.Add(file.Class, LabelEncoding.EncodeKnown(file.Class, classes, decimalComma: false) ?? throw new DataException(
                $"{Path.GetDirectoryName(file.Path)}: found the label {MessageFormat.Quote(file.Class)}, "
                + $"expected {LabelEncoding.Expected(classes)}"));
        }

        ImageMatrix known = Load(files, path, options, cancellation);
        double[] encoded = [.. known.Classes.Select(name => labels[name])];
        return new DataSet(known.Features, new EncodedLabels(encoded, classes, Inferred: false));
    }

    /// <summary>Reads images whether or not they are in sub-folders.</summary>
    /// <param name="path">A folder with images, sub-folders of images, or both; or one image.</param>
    /// <param name="options">The image size and the handling of bad files; null for the defaults.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>The images and their files.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not from 1 to 4096.</exception>
    /// <exception cref="DataException">
    /// As for <see cref="Load(string, ImageOptions?, string?, LabelNames?, CancellationToken)"/>, except for the rules on classes.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static ImageMatrix LoadMatrix(string path, ImageOptions? options = null, CancellationToken cancellation = default) =>
        Load(ImageFile.List(path), path, options ?? new(), cancellation);

    /// <summary>Writes any number of labelled images as a .npy file of bytes.</summary>
    /// <param name="path">A folder with at least two sub-folders of images.</param>
    /// <param name="matrixPath">The .npy file of shape (m, 3 size^2). It is replaced as a whole.</param>
    /// <param name="labelsPath">The .npy file of labels, as bytes 0 and 1. If either file cannot be written, both are unchanged.</param>
    /// <param name="options">The image size and the handling of bad files; null for the defaults.</param>
    /// <param name="positive">The sub-folder whose images are class 1, or null for the rule of <see cref="LabelEncoding"/>.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="ArgumentNullException">A path is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not from 1 to 4096.</exception>
    /// <exception cref="DataException">
    /// As for <see cref="Load(string, ImageOptions?, string?, LabelNames?, CancellationToken)"/>; nothing is written.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission to write the file is denied.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled; nothing is written.</exception>
    public static EncodedLabels Convert(
        string path,
        string matrixPath,
        string labelsPath,
        ImageOptions? options = null,
        string? positive = null,
        CancellationToken cancellation = default)
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
        void WriteMatrix(Stream stream)
        {
            NpyWriter writer = new(stream, "|u1");
            writer.WriteHeader(NpyWriter.Shape(0, row));
            for (int start = 0; start < files.Count; start += batch)
            {
                List<ImageFile> good = ImageBatch.Decode(
                    [.. files.Skip(start).Take(batch)],
                    options.Size,
                    rows,
                    options.OnBad,
                    () => options.Progress?.Report((Interlocked.Increment(ref done), files.Count)),
                    cancellation);
                writer.Append<byte>(rows.AsSpan(0, good.Count * row));
                classes.AddRange(good.Select(file => file.Class));
            }

            labels = Encode(classes, positive, path);
            stream.Position = 0;
            writer.WriteHeader(NpyWriter.Shape(classes.Count, row));
        }

        AtomicFile.WriteTogether((matrixPath, WriteMatrix), (labelsPath, stream => NpyFile.WriteLabels(stream, labels!.Labels.Span)));
        return labels!;
    }

    /// <summary>Returns the files in the class sub-folders. A file outside them is bad.</summary>
    internal static IReadOnlyList<ImageFile> InClasses(string path, ImageOptions options)
    {
        IReadOnlyList<ImageFile> files = ImageFile.List(path);
        foreach (ImageFile stray in files.Where(file => file.Class.Length == 0))
        {
            DataException bad = new(
                $"{stray.Path}: found a file outside the class sub-folders, expected images in one sub-folder per class");
            (options.OnBad ?? throw bad)(bad);
        }

        files = [.. files.Where(file => file.Class.Length > 0)];
        return files.Count > 0 ? files : throw new DataException($"{path}: found no sub-folders of images, expected one per class");
    }

    // Two folders are two classes, whatever their names.
    private static EncodedLabels Encode(IReadOnlyList<string> classes, string? positive, string path) =>
        LabelEncoding.Encode(classes, positive, path, decimalComma: false, isFolder: true);

    /// <summary>Whether a file begins as a PNG, JPEG, WebP or BMP image does, whatever its name.</summary>
    /// <param name="path">The file. A pipe is no image: its bytes cannot be read twice.</param>
    /// <returns>False too when the file cannot be read.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static bool IsImage(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (new FileInfo(path).Length == 0)
            {
                return false;
            }

            using FileStream file = File.OpenRead(path);
            byte[] signature = new byte[18];
            return file.CanSeek
                && PictureReader.KindOf(signature.AsSpan(0, file.ReadAtLeast(signature, signature.Length, false))) is not null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    internal static void CheckSize(int size)
    {
        if (size is < 1 or > MaxSize)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"Expected a size from 1 to {MaxSize}.");
        }
    }

    private static ImageMatrix Load(IReadOnlyList<ImageFile> files, string path, ImageOptions options, CancellationToken cancellation)
    {
        CheckSize(options.Size);
        int row = ImageBatch.RowLength(options.Size);
        if ((long)files.Count * row > Array.MaxLength)
        {
            throw new DataException(
                $"{path}: found {files.Count} images of {row} bytes, expected at most {Array.MaxLength} bytes in all: "
                + "convert them to a .npy file first");
        }

        byte[] rows = new byte[files.Count * row];
        int done = 0;
        List<ImageFile> good = ImageBatch.Decode(
            files,
            options.Size,
            rows,
            options.OnBad,
            () => options.Progress?.Report((Interlocked.Increment(ref done), files.Count)),
            cancellation);
        if (good.Count == 0)
        {
            throw new DataException($"{path}: found no usable image among {files.Count} files, expected at least one");
        }

        Array.Resize(ref rows, good.Count * row);
        FeatureMatrix features = new(rows, good.Count, row, Layout.ExampleRows);
        return new ImageMatrix(features, [.. good.Select(file => file.Path)], [.. good.Select(file => file.Class)]);
    }
}
