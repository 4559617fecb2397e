using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr info: what this CPU is, and which Isa runs and why.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Command command = new("info", "Say what this CPU is, which instruction set the kernels use and why.");
        command.SetAction(_ => Write(Terminal.Output));
        return command;
    }

    public static void Write(IAnsiConsole console)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string name, string value) => grid.AddRow(new Text(name), new Text(value));
        Row("CPU", Machine.ProcessorName());
        Row("Isa", Cpu.Describe());
        Row("supported", string.Join(", ", Cpu.Supported.ToArray()));
        Row("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        Row("caches", string.Join(", ", Machine.Caches()) is { Length: > 0 } caches ? caches : "the system does not say");
        Row("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription}");
        console.Write(grid);
    }
}
