using System.Text;
using System.Text.Json;

namespace VectorLR.Training;

/// <summary>Saving and loading, to and from files, streams and strings.</summary>
public sealed partial class LogisticRegression
{
    /// <summary>Writes the model as JSON. A failure keeps the old file; see <see cref="AtomicFile"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted.</exception>
    /// <example>
    /// <code>
    /// fit.Model.Save("model.json");
    /// LogisticRegression same = LogisticRegression.Load("model.json");
    /// </code>
    /// </example>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the model as JSON in UTF-8.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Bytes());
    }

    /// <summary>Returns the model as JSON, as <see cref="Save(string)"/> writes it.</summary>
    public string ToJson() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Writes the model as an ONNX file, for other runtimes. A failure keeps the old file; see <see cref="AtomicFile"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted.</exception>
    /// <remarks>
    /// Standard operators of version 13, in double. The input <c>features</c> is (m, n_x) doubles as stored: scaling and standardisation
    /// are folded into the weights. The outputs are <c>label</c>, m strings, and <c>probabilities</c>, (m, 2) doubles, of classes 0 and 1.
    /// </remarks>
    public void SaveOnnx(string path) =>
        AtomicFile.WriteAllBytes(path, OnnxFile.From(_storedWeights, _storedBias, NegativeLabel, PositiveLabel));

    /// <summary>Reads a model that <see cref="Save(string)"/> wrote. Every number is restored to the bit.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">The file is not a model, or its version is unknown. The message is one line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LogisticRegression Load(string path) => FromBytes(File.ReadAllBytes(path), $"{path}: ");

    /// <summary>Reads a model that <see cref="Save(Stream)"/> wrote, from here to the end of the stream, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">The contents are not a model, or its version is unknown. The message is one line.</exception>
    public static LogisticRegression Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream contents = new();
        stream.CopyTo(contents);
        return FromBytes(contents.ToArray(), "");
    }

    /// <summary>Reads a model that <see cref="ToJson"/> returned.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">The text is not a model, or its version is unknown. The message is one line.</exception>
    /// <example>
    /// <code>
    /// LogisticRegression same = LogisticRegression.FromJson(model.ToJson());
    /// </code>
    /// </example>
    public static LogisticRegression FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FromBytes(Encoding.UTF8.GetBytes(json), "");
    }

    private static LogisticRegression FromBytes(byte[] bytes, string place) =>
        JsonFile.Read(bytes, place, "model", ModelFileContext.Default.ModelFile, file => file.ToModel());

    private byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(ModelFile.From(this), ModelFileContext.Default.ModelFile);
}
