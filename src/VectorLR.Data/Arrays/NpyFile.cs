using System.Globalization;
using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>Reads NumPy's .npy files, format versions 1.0, 2.0 and 3.0, little-endian, and writes version 1.0.</summary>
/// <remarks>
/// Types: u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 and b1 (boolean). A file must hold exactly the bytes that its header
/// promises. A pipe is read to its end before it is parsed.
/// </remarks>
public static class NpyFile
{
    // Below this size a copy in memory costs little, and no other process can change it.
    private const long MinMapped = 64L << 20;

    /// <summary>Reads a matrix of examples.</summary>
    /// <param name="path">A .npy file of shape (m, n_x): examples as rows.</param>
    /// <returns>
    /// X as stored: C order becomes <see cref="Layout.ExampleRows"/>, Fortran order <see cref="Layout.FeatureRows"/>; u1 and b1 stay
    /// bytes, f4 floats and f8 doubles. Every other type becomes doubles: exactly, except that integers beyond 2^53 are rounded.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine is big-endian.</exception>
    /// <exception cref="DataException">
    /// The file cannot be read, is not a .npy file, is too short or too long for its header, has another type or number of
    /// dimensions or more values than an array can hold, or has a NaN or infinity: the message names its [example, feature].
    /// </exception>
    public static FeatureMatrix LoadMatrix(string path) => DataFile.Read(path, stream => NpyReader.Matrix(stream, path));

    /// <summary>Opens a matrix of examples that may be larger than memory.</summary>
    /// <param name="path">A .npy file of shape (m, n_x): examples as rows.</param>
    /// <returns>
    /// As <see cref="LoadMatrix"/>, but a file of 64 MiB or more of u1, b1, f4 or f8 is mapped: the system loads its pages when they are
    /// needed and drops them when memory is short. It may have any number of values in C order, 2^31 - 1 in Fortran order. Do not change or
    /// truncate the file while it is in use: between pieces of examples a truncated file is an error, inside one the process ends.
    /// <see cref="FeatureMatrix.Dispose"/> unmaps it.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="DataException">As for <see cref="LoadMatrix"/>.</exception>
    public static FeatureMatrix MapMatrix(string path) => MapMatrix(path, MinMapped);

    /// <summary>Opens a matrix as <see cref="MapMatrix(string)"/> does, with NaN and infinity where the file has them.</summary>
    /// <inheritdoc cref="MapMatrix(string)"/>
    public static FeatureMatrix MapMatrixWithNaN(string path) => MapMatrix(path, MinMapped, onlyFinite: false);

    /// <summary>Reads labels as stored numbers. <see cref="LabelEncoding"/> turns them into 0 and 1.</summary>
    /// <param name="path">A .npy file of shape (m,), (m, 1) or (1, m).</param>
    /// <returns>The stored values, length m, exactly; booleans are 0 and 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="DataException">
    /// As for <see cref="LoadMatrix"/>; or the magnitude of an integer is 2^53 or more, which a double may not represent exactly.
    /// </exception>
    public static double[] LoadLabels(string path) => DataFile.Read(path, stream => NpyReader.Labels(stream, path));

    /// <summary>Reads a matrix of examples and their labels.</summary>
    /// <param name="path">A .npy file of shape (m, n_x): examples as rows.</param>
    /// <param name="labelsPath">A .npy file of shape (m,), (m, 1) or (1, m).</param>
    /// <param name="positive">The label that becomes 1, or null for the rule of <see cref="LabelEncoding"/>.</param>
    /// <param name="classes">
    /// The classes that the labels must be of, such as those of a model, or null for any labels. Data of one class is valid then, and
    /// <paramref name="positive"/> must be null.
    /// </param>
    /// <returns>The examples without feature names.</returns>
    /// <exception cref="ArgumentNullException">A path is null.</exception>
    /// <exception cref="ArgumentException">Both <paramref name="positive"/> and <paramref name="classes"/> are given.</exception>
    /// <exception cref="DataException">
    /// A file breaks a rule of <see cref="LoadMatrix"/>, <see cref="LoadLabels"/> or <see cref="LabelEncoding"/>, or the two
    /// files differ in m; the message names both.
    /// </exception>
    public static DataSet Load(string path, string labelsPath, string? positive = null, LabelNames? classes = null) =>
        Labelled(LoadMatrix(path), path, labelsPath, positive, classes);

    /// <summary>Opens a matrix of examples as <see cref="MapMatrix(string)"/> does, and reads their labels.</summary>
    /// <inheritdoc cref="Load"/>
    /// <example>
    /// <code>
    /// using DataSet data = NpyFile.Map("x.npy", "y.npy");
    /// FitResult fit = data.Fit(new() { Scale = 255 });
    /// </code>
    /// </example>
    public static DataSet Map(string path, string labelsPath, string? positive = null, LabelNames? classes = null) =>
        Labelled(MapMatrix(path), path, labelsPath, positive, classes);

    /// <summary>Opens a matrix as <see cref="MapMatrixWithNaN"/> does, and reads its labels.</summary>
    /// <inheritdoc cref="Load"/>
    public static DataSet MapWithNaN(string path, string labelsPath, string? positive = null, LabelNames? classes = null) =>
        Labelled(MapMatrixWithNaN(path), path, labelsPath, positive, classes);

    /// <summary>Writes a matrix in its element type: C order for example rows, Fortran order for feature rows.</summary>
    /// <param name="path">The file. It is replaced as a whole: after a failure the old file is unchanged.</param>
    /// <param name="matrix">X. It may be mapped, and larger than memory.</param>
    /// <param name="cancellation">Stops between pieces of examples.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission to write the file is denied.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    /// <example>
    /// <code>
    /// NpyFile.SaveMatrix("x.npy", new FeatureMatrix(values, m, n, Layout.ExampleRows));
    /// </code>
    /// </example>
    public static void SaveMatrix(string path, FeatureMatrix matrix, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        AtomicFile.Write(path, stream => Write(stream, matrix, cancellation));
    }

    /// <summary>Writes examples and their labels. If either cannot be written, both files are unchanged.</summary>
    /// <param name="path">The matrix, as <see cref="SaveMatrix"/> writes it.</param>
    /// <param name="labelsPath">The labels, as bytes 0 and 1.</param>
    /// <param name="data">The examples.</param>
    /// <param name="cancellation">Stops between pieces of examples.</param>
    /// <inheritdoc cref="SaveMatrix" path="/exception"/>
    public static void Save(string path, string labelsPath, DataSet data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        AtomicFile.WriteTogether(
            (path, stream => Write(stream, data.Features, cancellation)),
            (labelsPath, stream => WriteLabels(stream, data.Labels.Span)));
    }

    /// <summary>Writes labels as bytes.</summary>
    /// <param name="path">The file. It is replaced as a whole: after a failure the old file is unchanged.</param>
    /// <param name="labels">y, length m, each a whole number from 0 to 255.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException">A label is not a whole number from 0 to 255; the message names its index.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission to write the file is denied.</exception>
    public static void SaveLabels(string path, ReadOnlySpan<double> labels)
    {
        byte[] bytes = LabelBytes(labels);
        AtomicFile.Write(path, stream => WriteLabels(stream, bytes));
    }

    /// <summary>Writes labels to a stream as <see cref="SaveLabels"/> writes them to a file.</summary>
    internal static void WriteLabels(Stream stream, ReadOnlySpan<double> labels) => WriteLabels(stream, LabelBytes(labels));

    /// <summary>Maps files of at least <paramref name="leastBytes"/> of data.</summary>
    internal static FeatureMatrix MapMatrix(string path, long leastBytes, bool onlyFinite = true) => DataFile.MapOrRead(
        path, file => NpyReader.Mapped(file, path, leastBytes, onlyFinite), stream => NpyReader.Matrix(stream, path, onlyFinite));

    private static void Write(Stream stream, FeatureMatrix matrix, CancellationToken cancellation)
    {
        NpyWriter writer = new(stream, Descr(matrix.ElementType), matrix.Layout == Layout.FeatureRows);
        writer.WriteHeader(NpyWriter.Shape(matrix.Count, matrix.Features));
        switch (matrix.ElementType)
        {
            case ElementType.Byte:
                Append(writer, matrix.AsBytes(), cancellation);
                break;
            case ElementType.Single:
                Append(writer, matrix.AsSingles(), cancellation);
                break;
            default:
                Append(writer, matrix.AsDoubles(), cancellation);
                break;
        }
    }

    private static void WriteLabels(Stream stream, byte[] labels)
    {
        NpyWriter writer = new(stream, Descr(ElementType.Byte));
        writer.WriteHeader(string.Create(CultureInfo.InvariantCulture, $"({labels.Length},)"));
        writer.Append<byte>(labels);
    }

    private static byte[] LabelBytes(ReadOnlySpan<double> labels)
    {
        byte[] bytes = new byte[labels.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)labels[i];
            if (bytes[i] != labels[i])
            {
                throw new ArgumentException(
                    $"Label {i} is {MessageFormat.Number(labels[i])}, expected a whole number from 0 to 255.", nameof(labels));
            }
        }

        return bytes;
    }

    private static string Descr(ElementType type) => type switch
    {
        ElementType.Byte => "|u1",
        ElementType.Single => "<f4",
        _ => "<f8",
    };

    private static void Append<T>(NpyWriter writer, IExampleSource<T> source, CancellationToken cancellation)
        where T : unmanaged
    {
        using IDisposable? shared = source as IDisposable;

        // In Fortran order a piece of the examples is not contiguous, so all are written at once. One view holds them.
        int size = source.Layout == Layout.ExampleRows ? Math.Max(1, (1 << 22) / Math.Max(1, source.Features)) : source.Count;
        for (int start = 0; start < source.Count; start += size)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Append(source.Slice(start, Math.Min(size, source.Count - start)).Values);
            if (source.Count - start <= size)
            {
                break;
            }
        }
    }

    private static DataSet Labelled(FeatureMatrix features, string path, string labelsPath, string? positive, LabelNames? classes)
    {
        LabelEncoding.RequireOneRule(positive, classes);
        double[] labels = LoadLabels(labelsPath);
        return labels.Length == features.Count
            ? new DataSet(features, classes is null
                ? LabelEncoding.Encode(labels, positive, labelsPath)
                : LabelEncoding.EncodeKnown(labels, classes, labelsPath))
            : throw new DataException(
                $"{labelsPath}: found {labels.Length} labels, expected {features.Count}, one for each example of {path}");
    }
}
