using System.CommandLine;
using Spectre.Console;
using VectorLR.Cli.Charts;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr explain: the weights of a model as a table of odds ratios, a chart, or a picture for images.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model that train --model wrote." };
        Option<string?> image = new("--image")
        {
            Description = "The output file for a picture of the weights of square images: one panel per colour channel.",
            HelpName = "FILE.png",
        };
        Option<string?> chart = new("--chart")
        {
            Description = "The output file for a chart of the largest weights.",
            HelpName = "FILE.svg|png",
        };
        Command command = new("explain", "Show the weights of a model: a table of odds ratios, or a picture for images.")
        {
            model, image, chart,
        };
        command.SetAction(result => Run(result.GetRequiredValue(model), result.GetValue(image), result.GetValue(chart)));
        return command;
    }

    private static int Run(string path, string? image, string? chart)
    {
        OutputFile.RequireWritable(new(image, "--image", ".png"), new(chart, "--chart", ChartFile.Extensions));
        OutputFile.RequireDisjoint([path], [image, chart]);
        LogisticRegression model = new ModelSource(path).Model;
        int weights = model.Parameters.Weights.Length;
        IReadOnlyList<Effect> effects = Effect.Of(model);
        List<(string Path, Action<Stream> Write)> files = [];
        if (image is not null)
        {
            byte[] png = WeightsPicture.Draw(model) ?? throw new DataException(
                $"{path}: found {weights} weights, expected s x s or s x s x 3, as for a square image");
            files.Add((image, stream => stream.Write(png)));
        }

        if (chart is not null)
        {
            files.Add((chart, stream => stream.Write(EffectChart.Draw(chart, model, effects))));
        }

        if (files.Count == 0)
        {
            Write(Terminal.Output, model, effects);
            return ExitCode.Done;
        }

        AtomicFile.WriteTogether([.. files]);
        Console.Out.WriteLine($"the weights are drawn in {string.Join(" and ", files.Select(file => file.Path))}");
        return ExitCode.Done;
    }

    private static void Write(IAnsiConsole console, LogisticRegression model, IReadOnlyList<Effect> effects)
    {
        bool hasDeviations = model.Standardization is not null;
        Table table = new Table().SimpleBorder().AddColumn("feature");
        foreach (string column in hasDeviations ? (string[])["weight", "odds ratio", "odds ratio per deviation"] : ["weight", "odds ratio"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (Effect effect in effects)
        {
            string[] cells = [effect.Name, NumberText.Of(effect.Weight), NumberText.Of(Math.Exp(effect.Weight), 4)];
            string[] perDeviation = hasDeviations ? [NumberText.Of(Math.Exp(effect.LogOdds), 4)] : [];
            table.AddRow([.. cells.Concat(perDeviation).Select(cell => new Text(cell))]);
        }

        console.Write(table);
        console.WriteLine($"intercept {NumberText.Of(model.OriginalParameters.Bias)}");
        console.WriteLine(
            $"The odds of '{model.PositiveLabel}' are multiplied by the odds ratio when the feature grows by 1, the others being equal"
            + (hasDeviations ? "; per deviation, when it grows by its standard deviation." : "."));
    }
}
