using System.Text.Json.Serialization;

namespace VectorLR.Cli.Commands;

/// <summary>The object that predict --json prints.</summary>
/// <param name="Examples">m.</param>
/// <param name="Probability">Of class 1, length m.</param>
/// <param name="Label">The likelier class's name, length m.</param>
/// <param name="File">The examples' files, length m, where they are images; null where they are rows of one file.</param>
internal sealed record PredictReport(int Examples, double[] Probability, string[] Label, IReadOnlyList<string>? File);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PredictReport))]
internal sealed partial class PredictReportContext : JsonSerializerContext;
