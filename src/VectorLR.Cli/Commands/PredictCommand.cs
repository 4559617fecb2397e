using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using VectorLR.Data;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr predict: a line with probability and label for every example, and its file for images.</summary>
internal static class PredictCommand
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model that train --model wrote." };
        DataOptions data = new(
            "A .csv file with a header, a .npy matrix with examples as rows, a folder of images with or without sub-folders, or one image.",
            size: "the size of the model");
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Command command = new(
            "predict",
            "Print one line for every example: probability,label, or for images probability,label,file. "
            + "A .csv file needs the columns of the model; other columns are ignored.")
        {
            model,
        };
        data.AddWithoutLabelsTo(command);
        command.Add(json);
        command.SetAction((result, cancellation) =>
        {
            PredictReport report = Predict(new(result.GetRequiredValue(model)), data.Read(result), cancellation);
            if (result.GetValue(json))
            {
                using Stream output = Console.OpenStandardOutput();
                JsonSerializer.Serialize(output, report, PredictReportContext.Default.PredictReport);
                output.WriteByte((byte)'\n');
            }
            else
            {
                Write(report);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static PredictReport Predict(ModelSource source, DataSource from, CancellationToken cancellation)
    {
        (FeatureMatrix features, IReadOnlyList<string>? files) = source.LoadFeatures(from, cancellation);
        double[] logits = source.Logits(from, features, files, "leaves its probability empty", cancellation);
        double[] sigmoids = new double[logits.Length];
        Kernels.Sigmoid(logits, sigmoids);
        double?[] probabilities = new double?[logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] = double.IsFinite(logits[i]) ? sigmoids[i] : null;
        }

        string?[] labels = Array.ConvertAll(probabilities, a => a is double probability ? source.Model.Label(probability) : null);
        return new(logits.Length, probabilities, labels, files);
    }

    private static void Write(PredictReport report)
    {
        using StreamWriter output = new(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        for (int i = 0; i < report.Examples; i++)
        {
            output.Write(report.Probability[i]?.ToString("R", CultureInfo.InvariantCulture));
            output.Write(',');
            output.Write(Field(report.Label[i] ?? ""));
            if (report.File is IReadOnlyList<string> files)
            {
                output.Write(',');
                output.Write(Field(files[i]));
            }

            output.Write('\n');
        }
    }

    /// <summary>Formats a text as a CSV field (RFC 4180).</summary>
    private static string Field(string text) =>
        text.AsSpan().ContainsAny(s_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
