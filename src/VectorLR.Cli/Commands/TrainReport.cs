using System.Text.Json.Serialization;

namespace VectorLR.Cli.Commands;

/// <summary>The object that train --json prints.</summary>
internal sealed record TrainReport(
    int Examples,
    int Features,
    string Isa,
    int Threads,
    string Precision,
    string Optimizer,
    int Iterations,
    int Passes,
    string Stopped,
    double Cost,
    double GradientNorm,
    double Seconds,
    double? TrainAccuracy,
    double Bias,
    string WeightsHash);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TrainReport))]
internal sealed partial class TrainReportContext : JsonSerializerContext;
