using System.Text.Json.Serialization;

namespace VectorLR.Cli.Commands;

/// <summary>The object that convert --json prints.</summary>
/// <param name="Examples">m, the number of examples.</param>
/// <param name="Output">The file of the features.</param>
/// <param name="Labels">The file of the labels.</param>
/// <param name="Negative">The name of label 0.</param>
/// <param name="Positive">The name of label 1.</param>
internal sealed record ConvertReport(int Examples, string Output, string Labels, string Negative, string Positive);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConvertReport))]
internal sealed partial class ConvertReportContext : JsonSerializerContext;
