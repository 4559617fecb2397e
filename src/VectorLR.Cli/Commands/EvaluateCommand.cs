using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr evaluate: the metrics of a model on labelled data.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model that train --model wrote." };
        DataOptions data = new(size: "the size of the model");
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Command command = new("evaluate", "Accuracy, log loss, area under the ROC curve and confusion matrix of a model.") { model };
        data.AddTo(command);
        command.Add(json);
        command.SetAction((result, cancellation) =>
        {
            EvaluateReport report = Evaluate(new(result.GetRequiredValue(model)), data.Read(result), cancellation);
            if (result.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(report, EvaluateReportContext.Default.EvaluateReport));
            }
            else
            {
                Write(Terminal.Output, report);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static EvaluateReport Evaluate(ModelSource source, DataSource from, CancellationToken cancellation)
    {
        DataSet data = source.LoadLabelled(from, cancellation);
        double[] all = source.Logits(from, data.Features, null, "leaves it out", cancellation);
        int[] scored = [.. Enumerable.Range(0, all.Length).Where(i => double.IsFinite(all[i]))];
        if (scored.Length == 0)
        {
            throw new DataException($"{from.Path}: found no example with a finite logit, expected at least one");
        }

        double[] logits = Array.ConvertAll(scored, i => all[i]);
        double[] labels = Array.ConvertAll(scored, i => data.Labels.Span[i]);

        // From the logits: probabilities round to 1 and to ties while their losses still differ.
        double logLoss = Kernels.LogLoss(logits, labels);
        double? auc = labels.Contains(0.0) && labels.Contains(1.0) ? Metrics.RocAuc(logits, labels) : null;
        double[] probabilities = new double[logits.Length];
        Kernels.Sigmoid(logits, probabilities);
        ConfusionMatrix counts = Metrics.Confusion(probabilities, labels);
        return new(
            labels.Length,
            Metrics.Accuracy(probabilities, labels),
            logLoss,
            auc,
            counts.TruePositive,
            counts.FalsePositive,
            counts.TrueNegative,
            counts.FalseNegative);
    }

    private static void Write(IAnsiConsole console, EvaluateReport report)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        void Row(string name, FormattableString value) =>
            grid.AddRow(new Text(name), new Text(value.ToString(CultureInfo.InvariantCulture)));
        Row("examples", $"{report.Examples}");
        Row("accuracy", $"{report.Accuracy:P3}");
        Row("log loss", $"{report.LogLoss:R}");
        if (report.Auc is double auc)
        {
            Row("area under ROC", $"{auc:R}");
        }
        else
        {
            Row("area under ROC", $"undefined: all labels are of one class");
        }

        Row("true positive", $"{report.TruePositive}");
        Row("false positive", $"{report.FalsePositive}");
        Row("true negative", $"{report.TrueNegative}");
        Row("false negative", $"{report.FalseNegative}");
        console.Write(grid);
    }
}
