using System.Text.Json.Serialization;

namespace VectorLR.Cli.Commands;

/// <summary>The object that verify --json prints.</summary>
internal sealed record VerifyReport(
    string Cpu, string Isa, int Entries, int Agree, double Seconds, IReadOnlyList<VerifyDifference> Differences);

/// <summary>An entry that differs. <c>Expected</c> is null when the golden file lacks it, <c>Found</c> when the suite lacks it.</summary>
internal sealed record VerifyDifference(string Name, string? Expected, string? Found);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VerifyReport))]
internal sealed partial class VerifyReportContext : JsonSerializerContext;
