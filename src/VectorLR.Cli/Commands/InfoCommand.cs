using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr info: what this CPU is, and which Isa runs and why.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Command command = new("info", "Say what this CPU is, which instruction set the kernels use and why.") { json };
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

    /// <summary>The machine's sheet: names and values, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Sheet() =>
    [
        new("CPU", SystemInfo.ProcessorName()),
        new("Isa", Cpu.Describe()),
        new("supported", string.Join(", ", Cpu.Supported.ToArray())),
        new("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        new("caches", string.Join(", ", SystemInfo.Caches()) is { Length: > 0 } caches ? caches : "the system does not say"),
        new("runtime", $"{RuntimeInformation.FrameworkDescription}{(RuntimeFeature.IsDynamicCodeCompiled ? "" : ", native")}, "
            + $"{RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription}"),
    ];
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SheetContext : JsonSerializerContext;
