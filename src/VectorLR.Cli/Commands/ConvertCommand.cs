using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using VectorLR.Data;
using VectorLR.Images;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr convert: writes any DATA as .npy files, which load fast, may be larger than memory, and work in other tools.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        Argument<string> data = new("DATA") { Description = DataSource.Description };
        Argument<string> output = new("FILE.npy")
        {
            Description = "The output file for the features: u1 for images, f8 for a .csv file, otherwise the type of the input.",
        };
        Option<string?> labelsOutput = new("--labels-output")
        {
            Description = "The output file for the labels, as bytes 0 and 1. Default: FILE.labels.npy, next to the features.",
            HelpName = "FILE.npy",
        };
        Option<string?> labels = DataSource.LabelsOption();
        Option<string?> label = DataSource.LabelOption();
        Option<string?> positive = DataSource.PositiveOption();
        Option<bool> decimalComma = DataSource.DecimalCommaOption();
        Option<int?> size = DataSource.SizeOption();
        Option<bool> skipBad = DataSource.SkipBadOption();
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Command command = new("convert", "Convert images or a table to .npy files of features and labels.")
        {
            data, output, labelsOutput, labels, label, positive, decimalComma, size, skipBad, json,
        };
        command.SetAction((result, cancellation) =>
        {
            DataSource source = new(
                result.GetRequiredValue(data), result.GetValue(labels), result.GetValue(label), result.GetValue(positive),
                result.GetValue(decimalComma), result.GetValue(size), result.GetValue(skipBad));
            string features = result.GetRequiredValue(output);
            string labelsFile = result.GetValue(labelsOutput) ?? Path.ChangeExtension(features, ".labels.npy");
            ConvertReport report = Convert(source, features, labelsFile, cancellation);
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
        OutputFile.RequireWritable(new(features, "FILE.npy", ".npy"), new(labels, "--labels-output", ".npy"));
        OutputFile.RequireDisjoint([source.Path, source.Labels], [features, labels]);

        if (Directory.Exists(source.Path))
        {
            source.RequireFolderOptions();
            EncodedLabels encoded = source.Images(options =>
                ImageFolder.Convert(source.Path, features, labels, options, source.Positive, cancellation));
            return new(encoded.Labels.Length, features, labels, encoded.Names.Negative, encoded.Names.Positive);
        }

        DataSet data = source.Load(cancellation);
        NpyFile.Save(features, labels, data, cancellation);
        return new(data.Features.Count, features, labels, data.LabelNames.Negative, data.LabelNames.Positive);
    }
}
