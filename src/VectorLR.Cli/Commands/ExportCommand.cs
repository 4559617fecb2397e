using System.CommandLine;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr export: writes a model for other runtimes.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model that train --model wrote." };
        Option<string> onnx = new("--onnx")
        {
            Description = "The output ONNX file. Input: the features as stored, in double. Outputs: label and probabilities.",
            HelpName = "FILE.onnx",
            Required = true,
        };
        Command command = new("export", "Write a model for other runtimes.") { model, onnx };
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(onnx);
            OutputFile.RequireWritable(new OutputFile(path, "--onnx"));
            OutputFile.RequireDisjoint([result.GetRequiredValue(model)], [path]);
            new ModelSource(result.GetRequiredValue(model)).Model.SaveOnnx(path);
            Console.Out.WriteLine($"the model is in {path}");
            return ExitCode.Done;
        });
        return command;
    }
}
