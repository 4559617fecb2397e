using System.Text.Json.Serialization;

namespace VectorLR.Cli.Commands;

/// <summary>The object that predict --json prints.</summary>
/// <param name="Examples">m, the number of examples.</param>
/// <param name="Probability">The probability of class 1, length m; null for an example that --skip-bad skipped.</param>
/// <param name="Label">The name of the more probable class, length m; null where the probability is.</param>
/// <param name="File">The file of each image, length m; null when the examples are rows of one file.</param>
internal sealed record PredictReport(int Examples, double?[] Probability, string?[] Label, IReadOnlyList<string>? File);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PredictReport))]
internal sealed partial class PredictReportContext : JsonSerializerContext;
