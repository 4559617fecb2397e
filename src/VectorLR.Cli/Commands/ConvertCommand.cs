using System.CommandLine;
using System.Globalization;
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
        Command command = new("convert", "Turn images or a table into .npy files, features and labels.")
        {
            data, output, labelsOutput, labels, label, positive, decimalComma, size, skipBad,
        };
        command.SetAction((result, cancellation) =>
        {
            DataSource source = new(
                result.GetRequiredValue(data), result.GetValue(labels), result.GetValue(label), result.GetValue(positive),
                result.GetValue(decimalComma), result.GetValue(size), result.GetValue(skipBad));
            string features = result.GetRequiredValue(output);
            return Task.FromResult(Run(source, features, result.GetValue(labelsOutput) ?? Path.ChangeExtension(features, ".labels.npy"), cancellation));
        });
        return command;
    }

    private static int Run(DataSource source, string features, string labels, CancellationToken cancellation)
    {
        OutputFile.RequireWritable(features, "FILE.npy", ".npy");
        OutputFile.RequireWritable(labels, "--labels-output", ".npy");
        string[] inputs = source.Labels is null ? [source.Path] : [source.Path, source.Labels];
        foreach (string path in inputs.Append(labels))
        {
            // A mapped input must not be written over, and of two outputs one would be lost.
            if (Path.GetFullPath(path) == Path.GetFullPath(features) || (path != labels && Path.GetFullPath(path) == Path.GetFullPath(labels)))
            {
                throw new UsageException($"{path}: is to be read or written twice over, expected different files");
            }
        }

        int count;
        LabelNames names;
        if (Directory.Exists(source.Path))
        {
            source.RequireFolderOptions();
            EncodedLabels encoded = source.Images(options => ImageFolder.Convert(source.Path, features, options, source.Positive, cancellation));
            NpyFile.SaveLabels(labels, encoded.Labels.Span);
            (count, names) = (encoded.Labels.Length, encoded.Names);
        }
        else
        {
            DataSet data = source.Load(cancellation);
            NpyFile.SaveMatrix(features, data.Features, cancellation);
            NpyFile.SaveLabels(labels, data.Labels.Span);
            (count, names) = (data.Features.Count, data.LabelNames);
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} examples in {features}"));
        Console.Out.WriteLine($"labels in {labels}: 1 is '{names.Positive}', 0 is '{names.Negative}'");
        return ExitCode.Done;
    }
}
