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
        Option<string?> sampleWeights = SampleWeightSource.Option();
        Option<double> threshold = new("--threshold")
        {
            Description = "A probability from this on predicts class 1.",
            HelpName = "T",
            DefaultValueFactory = _ => 0.5,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                    || value is not (>= 0 and <= 1))
                {
                    result.AddError($"--threshold {text}: expected a number from 0 to 1");
                }

                return value;
            },
        };
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Command command = new("evaluate", "Accuracy, log loss, areas under the curves and confusion matrix of a model.") { model };
        data.AddTo(command);
        command.Add(sampleWeights);
        command.Add(threshold);
        command.Add(json);
        command.SetAction((result, cancellation) =>
        {
            BinaryMetrics metrics = Evaluate(
                new(result.GetRequiredValue(model)),
                data.Read(result),
                result.GetValue(sampleWeights),
                result.GetValue(threshold),
                cancellation);
            if (result.GetValue(json))
            {
                Console.Out.WriteLine(
                    JsonSerializer.Serialize(EvaluateReport.From(metrics), EvaluateReportContext.Default.EvaluateReport));
            }
            else
            {
                Write(Terminal.Output, metrics);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static BinaryMetrics Evaluate(
        ModelSource source, DataSource from, string? weightsFrom, double threshold, CancellationToken cancellation)
    {
        (DataSet data, double[] sampleWeights) = SampleWeightSource.Load(
            from, weightsFrom, column => source.LoadLabelled(from, column, cancellation));
        double[] all = source.Logits(from, data.Features, null, "leaves it out", cancellation);
        int[] scored = [.. Enumerable.Range(0, all.Length).Where(i => double.IsFinite(all[i]))];
        if (scored.Length == 0)
        {
            throw new DataException($"{from.Path}: found no example with a finite logit, expected at least one");
        }

        double[] weights = sampleWeights.Length == 0 ? [] : Array.ConvertAll(scored, i => sampleWeights[i]);
        if (weights.Length > 0 && !(weights.Sum() is > 0 and < double.PositiveInfinity))
        {
            throw new DataException(FormattableString.Invariant(
                $"--sample-weights {weightsFrom}: found weights that sum to {weights.Sum():R}, expected a finite sum above 0"));
        }

        return BinaryMetrics.FromLogits(
            Array.ConvertAll(scored, i => all[i]), Array.ConvertAll(scored, i => data.Labels.Span[i]), weights, threshold);
    }

    /// <summary>All digits of a count: it may be of millions of examples. A sum of weights has a fraction.</summary>
    private static string Count(double value) => NumberText.Of(value, digits: 15);

    private static void Write(IAnsiConsole console, BinaryMetrics metrics)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        void Row(string name, string value) => grid.AddRow(new Text(name), new Text(value));
        ConfusionMatrix counts = metrics.Confusion;
        Row("examples", metrics.Examples.ToString(CultureInfo.InvariantCulture));
        Row("share of class 1", NumberText.Percent(metrics.BaseRate));
        Row("log loss", NumberText.Of(metrics.LogLoss));
        Row("Brier score", NumberText.Of(metrics.Brier));
        if (metrics.Auc is double auc)
        {
            Row("area under ROC", NumberText.Of(auc));
        }
        else
        {
            Row("area under ROC", "undefined: all labels are of one class");
        }

        if (metrics.AveragePrecision is double precision)
        {
            Row("average precision", NumberText.Of(precision));
        }

        Row("threshold", NumberText.Of(metrics.Threshold));
        Row("accuracy", NumberText.Percent(counts.Accuracy));
        Row("precision", NumberText.Percent(counts.Precision));
        Row("recall", NumberText.Percent(counts.Recall));
        Row("F1", NumberText.Percent(counts.F1));
        Row("true positive", Count(counts.TruePositive));
        Row("false positive", Count(counts.FalsePositive));
        Row("true negative", Count(counts.TrueNegative));
        Row("false negative", Count(counts.FalseNegative));
        if (metrics.BestThreshold is double best)
        {
            Row("threshold of largest F1", NumberText.Of(best));
        }

        console.Write(grid);
    }
}
