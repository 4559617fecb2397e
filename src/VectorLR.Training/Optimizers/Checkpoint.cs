using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorLR.Training;

/// <summary>All that an optimizer needs to go on bit for bit: see <see cref="StoppingOptions.Resume"/>.</summary>
/// <param name="Optimizer">Whose it is.</param>
/// <param name="Iterations">The number of updates made.</param>
/// <param name="Passes">How often X was read.</param>
/// <param name="Parameters">w and b.</param>
/// <param name="Cost">J there. An objective that gives another cost is another objective, and is refused.</param>
/// <param name="State">What the optimizer remembers beside: vectors, in its own order.</param>
public sealed record Checkpoint(
    string Optimizer, int Iterations, int Passes, Parameters Parameters, double Cost, IReadOnlyList<ReadOnlyMemory<double>> State)
{
    /// <summary>Writes the checkpoint as JSON, beside the path first and then over it, so that a failure leaves what was there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path) =>
        AtomicFile.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(CheckpointFile.From(this), CheckpointFileContext.Default.CheckpointFile));

    /// <summary>Reads a checkpoint that <see cref="Save"/> wrote. Every number comes back to the bit.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="InvalidDataException">The file is not a checkpoint, or of a version this library does not know; the message is one line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Checkpoint Load(string path) =>
        JsonFile.Read(path, "checkpoint", CheckpointFileContext.Default.CheckpointFile, file => file.ToCheckpoint());
}

/// <summary>A checkpoint as it stands in its JSON file.</summary>
internal sealed record CheckpointFile(
    string Format, int Version, string Optimizer, int Iterations, int Passes, double[] Weights, double Bias, double Cost, double[][] State)
{
    private const string FormatName = "vectorlr.checkpoint";
    private const int CurrentVersion = 2;

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
