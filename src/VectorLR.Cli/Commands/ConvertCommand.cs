using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using VectorLR.Data;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr convert: any DATA becomes a .npy, which loads at once, trains larger than memory, and is read by other tools.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        Argument<string> data = new("DATA") { Description = DataSource.Description };
        Argument<string> output = new("FILE.npy") { Description = "Where the features go: u1 for images, f8 for a .csv, else the file's own type." };
        Option<string?> labelsOutput = new("--labels-output")
        {
            Description = "Where the labels go, as bytes 0 and 1. Default: beside the features, FILE.labels.npy.",
            HelpName = "FILE.npy",
        };
        Option<string?> labels = new("--labels") { Description = "The labels of a .npy matrix: a .npy of as many values.", HelpName = "FILE.npy" };
        Option<string?> label = new("--label") { Description = "The column of a .csv that holds the label.", HelpName = "NAME" };
        Option<string?> positive = new("--positive") { Description = "The label that is class 1; all others are 0.", HelpName = "VALUE" };
        Option<bool> decimalComma = DataSource.DecimalCommaOption();
        Option<int?> size = DataSource.SizeOption();
        Option<bool> skipBad = DataSource.SkipBadOption();
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Command command = new("convert", "Turn images or a table into .npy files, features and labels.")
        {
            data, output, labelsOutput, labels, label, positive, decimalComma, size, skipBad, json,
        };
        command.SetAction((result, cancellation) =>
        {
            DataSource source = new(
                result.GetRequiredValue(data), result.GetValue(labels), result.GetValue(label), result.GetValue(positive),
                result.GetValue(decimalComma), result.GetValue(size), result.GetValue(skipBad));
            string features = result.GetRequiredValue(output);
            ConvertReport report = Convert(source, features, result.GetValue(labelsOutput) ?? Path.ChangeExtension(features, ".labels.npy"), cancellation);
            if (result.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(report, ConvertReportContext.Default.ConvertReport));
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Examples} examples in {report.Output}"));
                Console.Out.WriteLine($"labels in {report.Labels}: 1 is '{report.Positive}', 0 is '{report.Negative}'");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static ConvertReport Convert(DataSource source, string features, string labels, CancellationToken cancellation)
    {
        OutputFile.RequireWritable(features, "FILE.npy", ".npy");
        OutputFile.RequireWritable(labels, "--labels-output", ".npy");
        OutputFile.RequireApart([source.Path, source.Labels], [features, labels]);

        if (Directory.Exists(source.Path))
        {
            source.RequireFolderOptions();
            EncodedLabels encoded = source.Images(options => ImageFolder.Convert(source.Path, features, labels, options, source.Positive, cancellation));
            return new(encoded.Labels.Length, features, labels, encoded.Names.Negative, encoded.Names.Positive);
        }

        DataSet data = source.Load(cancellation);
        NpyFile.Save(features, labels, data, cancellation);
        return new(data.Features.Count, features, labels, data.LabelNames.Negative, data.LabelNames.Positive);
    }
}
