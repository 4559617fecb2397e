using System.CommandLine;
using VectorLR.Cli.Charts;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr explain: the weights of a model of images, seen.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model that train wrote, of square images." };
        Option<string> image = new("--image") { Description = "Draw the weights here: one panel for each colour.", HelpName = "FILE.png", Required = true };
        Command command = new("explain", "Draw what a model of images looks for.") { model, image };
        command.SetAction(result => Run(result.GetRequiredValue(model), result.GetRequiredValue(image)));
        return command;
    }

    private static int Run(string path, string picture)
    {
        OutputFile.RequireWritable(picture, "--image", ".png");
        LogisticRegression model = new ModelSource(path).Model;
        byte[] png = WeightsPicture.Draw(model) ?? throw new DataException(
            $"{path}: found {model.Parameters.Weights.Length} weights, expected those of a square image: s x s, or s x s x 3");
        AtomicFile.WriteAllBytes(picture, png);
        Console.Out.WriteLine($"the weights are drawn in {picture}");
        return ExitCode.Done;
    }
}
