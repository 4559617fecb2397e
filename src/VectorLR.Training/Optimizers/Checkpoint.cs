using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorLR.Training;

/// <summary>The state from which an optimizer continues bit for bit; see <see cref="StoppingOptions.Resume"/>.</summary>
/// <param name="Optimizer">The name of the optimizer.</param>
/// <param name="Iterations">The number of updates made.</param>
/// <param name="Passes">The number of passes over X.</param>
/// <param name="Parameters">w and b.</param>
/// <param name="Cost">J at these parameters. Resuming with an objective of another cost is an error.</param>
/// <param name="State">The optimizer's other state: vectors, in its own order.</param>
/// <remarks>Equality compares the values of the parameters and of the state.</remarks>
public sealed record Checkpoint(
    string Optimizer, int Iterations, int Passes, Parameters Parameters, double Cost, IReadOnlyList<ReadOnlyMemory<double>> State)
{
    /// <summary>Writes the checkpoint as JSON. A failure keeps the old file; see <see cref="AtomicFile"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing the file is not permitted.</exception>
    public void Save(string path) =>
        AtomicFile.WriteAllBytes(
            path, JsonSerializer.SerializeToUtf8Bytes(CheckpointFile.From(this), CheckpointFileContext.Default.CheckpointFile));

    /// <summary>Reads a checkpoint that <see cref="Save"/> wrote. Every number is restored to the bit.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="InvalidDataException">The file is not a checkpoint, or its version is unknown. The message is one line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <example>
    /// <code>
    /// Checkpoint checkpoint = Checkpoint.Load("run.json");
    /// FitResult fit = LogisticRegression.Fit(x, y, new() { Stopping = new() { Resume = checkpoint } });
    /// </code>
    /// </example>
    public static Checkpoint Load(string path) => JsonFile.Read(
        File.ReadAllBytes(path), $"{path}: ", "checkpoint", CheckpointFileContext.Default.CheckpointFile, file => file.ToCheckpoint());

    /// <summary>Whether another checkpoint has the same values.</summary>
    /// <param name="other">The other checkpoint.</param>
    /// <returns>True if every value is equal.</returns>
    public bool Equals(Checkpoint? other) =>
        other is not null
        && (Optimizer, Iterations, Passes) == (other.Optimizer, other.Iterations, other.Passes)
        && Cost.Equals(other.Cost)
        && Parameters.Equals(other.Parameters)
        && State.Count == other.State.Count
        && State.Zip(other.State).All(vectors => vectors.First.Span.SequenceEqual(vectors.Second.Span));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Optimizer, Iterations, Passes, Parameters, Cost, State.Count);
}

/// <summary>The JSON form of a checkpoint.</summary>
internal sealed record CheckpointFile(
    string Format, int Version, string Optimizer, int Iterations, int Passes, double[] Weights, double Bias, double Cost, double[][] State)
{
    private const string FormatName = "vectorlr.checkpoint";
    private const int CurrentVersion = 3;

    public static CheckpointFile From(Checkpoint checkpoint) => new(
        FormatName,
        CurrentVersion,
        checkpoint.Optimizer,
        checkpoint.Iterations,
        checkpoint.Passes,
        checkpoint.Parameters.Weights.ToArray(),
        checkpoint.Parameters.Bias,
        checkpoint.Cost,
        [.. checkpoint.State.Select(vector => vector.ToArray())]);

    public Checkpoint ToCheckpoint()
    {
        JsonFile.RequireVersion(Format, FormatName, Version, CurrentVersion);
        if (Iterations < 0 || Passes < 0)
        {
            throw new InvalidDataException($"its iterations and passes are {Iterations} and {Passes}; neither can be negative");
        }

        if (Array.FindIndex(State, vector => vector is null) is int wrong and >= 0)
        {
            throw new InvalidDataException($"its state at index {wrong} is null, not numbers");
        }

        return new(Optimizer, Iterations, Passes, new(Weights, Bias), Cost, [.. State.Select(vector => (ReadOnlyMemory<double>)vector)]);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CheckpointFile))]
internal sealed partial class CheckpointFileContext : JsonSerializerContext;
