using System.Text.Json.Serialization;

namespace VectorLR.Cli.Commands;

/// <summary>The object that verify --json prints.</summary>
internal sealed record VerifyReport(string Cpu, string Isa, int Entries, int Agree, double Seconds, IReadOnlyList<VerifyDifference> Differences);

/// <summary>An entry that does not agree. <c>Expected</c> is null where the golden file lacks it, <c>Found</c> where the suite does.</summary>
internal sealed record VerifyDifference(string Name, string? Expected, string? Found);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VerifyReport))]
internal sealed partial class VerifyReportContext : JsonSerializerContext;
