using System.CommandLine;
using VectorLR.Cli.Measuring;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr speedup: the notes' table on this CPU.</summary>
internal static class SpeedupCommand
{
    public static Command Create()
    {
        Command command = new("speedup", "Measure for-loop against vectorized on this CPU: each instruction set, and threads.");
        command.SetAction(_ =>
        {
            InfoCommand.Write(Terminal.Output);
            SpeedupTable.Write(Terminal.Output);
        });
        return command;
    }
}
