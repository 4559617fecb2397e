using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr info: this CPU, the instruction set in use, and the reason.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Command command = new("info", "Show this CPU, the instruction set that the kernels use, and the reason.") { json };
        command.SetAction(result =>
        {
            if (result.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(new(Sheet()), SheetContext.Default.DictionaryStringString));
            }
            else
            {
                Write(Terminal.Output);
            }
        });
        return command;
    }

    public static void Write(IAnsiConsole console)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string name, string value) in Sheet())
        {
            grid.AddRow(new Text(name), new Text(value));
        }

        console.Write(grid);
    }

    /// <summary>Returns the facts about this machine: names and values, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Sheet() =>
    [
        new("CPU", SystemInfo.ProcessorName()),
        new("Isa", Cpu.Describe()),
        new("supported", string.Join(", ", Cpu.Supported.ToArray())),
        new("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        new("caches", string.Join(", ", SystemInfo.Caches()) is { Length: > 0 } caches ? caches : "not reported by the system"),
        new("runtime", $"{RuntimeInformation.FrameworkDescription}{(RuntimeFeature.IsDynamicCodeCompiled ? "" : ", native")}, "
            + $"{RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription}"),
    ];
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SheetContext : JsonSerializerContext;
