using System.Text.Json.Serialization;

namespace VectorLR.Cli.Commands;

/// <summary>The object that evaluate --json prints. The area under the ROC curve is null when all labels are of one class.</summary>
internal sealed record EvaluateReport(
    int Examples,
    double Accuracy,
    double LogLoss,
    double? Auc,
    int TruePositive,
    int FalsePositive,
    int TrueNegative,
    int FalseNegative);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluateReport))]
internal sealed partial class EvaluateReportContext : JsonSerializerContext;
