using System.Buffers;
using System.CommandLine;
using System.Globalization;
using VectorLR.Data;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr predict: a line of probability and label for every example.</summary>
internal static class PredictCommand
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model that train --model wrote." };
        DataOptions data = new();
        Command command = new(
            "predict", "Print probability,label for every example, one line each. A .csv needs the model's columns; others, labels among them, may be there.")
        {
            model,
        };
        data.AddWithoutLabelsTo(command);
        command.SetAction((result, cancellation) =>
        {
            Predict(new(result.GetRequiredValue(model)), data.Read(result), cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Predict(ModelSource source, DataSource from, CancellationToken cancellation)
    {
        FeatureMatrix features = source.LoadFeatures(from, cancellation);
        double[] probabilities = features.PredictLogit(source.Model);
        Kernels.Sigmoid(probabilities, probabilities);
        using StreamWriter output = new(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        foreach (double probability in probabilities)
        {
            output.Write(probability.ToString("R", CultureInfo.InvariantCulture));
            output.Write(',');
            output.Write(Field(source.Model.Label(probability)));
            output.Write('\n');
        }
    }

    /// <summary>A label as a field of RFC 4180.</summary>
    private static string Field(string label) =>
        label.AsSpan().ContainsAny(s_quoted) ? $"\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : label;
}
