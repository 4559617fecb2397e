using System.CommandLine;
using VectorLR.Cli.Charts;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr explain: draws the weights of an image model.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model of square images that train --model wrote." };
        Option<string> image = new("--image")
        {
            Description = "The output file for the picture: one panel per colour channel.",
            HelpName = "FILE.png",
            Required = true,
        };
        Command command = new("explain", "Draw the weights of an image model.") { model, image };
        command.SetAction(result => Run(result.GetRequiredValue(model), result.GetRequiredValue(image)));
        return command;
    }

    private static int Run(string path, string picture)
    {
        OutputFile.RequireWritable(new OutputFile(picture, "--image", ".png"));
        LogisticRegression model = new ModelSource(path).Model;
        byte[] png = WeightsPicture.Draw(model) ?? throw new DataException(
            $"{path}: found {model.Parameters.Weights.Length} weights, expected s x s or s x s x 3, as for a square image");
        AtomicFile.WriteAllBytes(picture, png);
        Console.Out.WriteLine($"the weights are drawn in {picture}");
        return ExitCode.Done;
    }
}
