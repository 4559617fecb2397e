using System.Text.Json.Serialization;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>The object that evaluate --json prints. With sample weights the counts are sums of weights.</summary>
internal sealed record EvaluateReport(
    int Examples,
    double BaseRate,
    double Accuracy,
    double LogLoss,
    double Brier,
    double? Auc,
    double? AveragePrecision,
    double Threshold,
    double Precision,
    double Recall,
    double F1,
    double TruePositive,
    double FalsePositive,
    double TrueNegative,
    double FalseNegative,
    double? BestThreshold)
{
    public static EvaluateReport From(BinaryMetrics metrics) => new(
        metrics.Examples,
        metrics.BaseRate,
        metrics.Confusion.Accuracy,
        metrics.LogLoss,
        metrics.Brier,
        metrics.Auc,
        metrics.AveragePrecision,
        metrics.Threshold,
        metrics.Confusion.Precision,
        metrics.Confusion.Recall,
        metrics.Confusion.F1,
        metrics.Confusion.TruePositive,
        metrics.Confusion.FalsePositive,
        metrics.Confusion.TrueNegative,
        metrics.Confusion.FalseNegative,
        metrics.BestThreshold);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluateReport))]
internal sealed partial class EvaluateReportContext : JsonSerializerContext;
