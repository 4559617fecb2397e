using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace VectorLR.Cli;

/// <summary>Prints the help of a command, then example command lines that work as they are once the files exist.</summary>
internal sealed class HelpExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> s_examples = new()
    {
        ["speedup"] = ["speedup --chart speedup.png --report speedup.html"],
        ["train"] =
        [
            "train patients.csv --label diagnosis --standardize --l2 0.001 --model patients.json",
            "train digits.npy --labels which.npy --positive 8 --scale 16 --l2 0.001 --model eight.json --json",
            "train photos --positive cat --l2 0.01 --model cats.json --chart cost.svg",
            "train photos --optimizer gd --learning-rate 0.005 --iterations 2000 --history cost.csv",
        ],
        ["evaluate"] = ["evaluate patients.json patients.csv --label diagnosis", "evaluate cats.json photos --json"],
        ["predict"] = ["predict patients.json patients.csv", "predict cats.json photos", "predict cats.json photos/cat/1.png"],
        ["export"] = ["export patients.json --onnx patients.onnx"],
        ["explain"] = ["explain patients.json", "explain patients.json --chart odds.svg", "explain cats.json --image weights.png"],
        ["convert"] =
        [
            "convert patients.csv patients.npy --label diagnosis",
            "convert photos photos.npy --positive cat --size 64 --skip-bad",
        ],
        ["completion"] = ["completion bash"],
    };

    public override bool ClearsParseErrors => true;

    /// <summary>Adds the examples to the help of every command that has some.</summary>
    public static void AddTo(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpExamples((HelpAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        if (s_examples.TryGetValue(parseResult.CommandResult.Command.Name, out string[]? lines))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string line in lines)
            {
                output.WriteLine(Wrap($"  vectorlr {line}"));
            }

            output.WriteLine();
        }

        return code;
    }

    /// <summary>Breaks a command line at spaces, as a shell reads it.</summary>
    private static string Wrap(string line)
    {
        const int Width = 80;
        StringBuilder lines = new();
        while (line.Length > Width)
        {
            int space = line.LastIndexOf(' ', Width - 2);
            lines.Append(line.AsSpan(0, space)).Append(" \\").AppendLine();
            line = $"      {line[(space + 1)..]}";
        }

        return lines.Append(line).ToString();
    }
}
