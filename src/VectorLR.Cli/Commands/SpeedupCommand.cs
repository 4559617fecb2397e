using System.CommandLine;
using System.Text;
using System.Text.Json;
using VectorLR.Cli.Charts;
using VectorLR.Cli.Measuring;
using VectorLR.Cli.Reporting;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr speedup: the for-loop against the vectorized kernels on this CPU.</summary>
internal static class SpeedupCommand
{
    public static Command Create()
    {
        Option<string?> chart = new("--chart") { Description = "The output file for a chart of the speed-ups.", HelpName = "FILE.svg|png" };
        Option<string?> report = new("--report")
        {
            Description = "The output file for a self-contained page: this machine, tables, charts, and how to read them.",
            HelpName = "FILE.html",
        };
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Option<bool> all = new("--all") { Description = "Also measure scalar, the reference implementation, which is not a fast path." };
        Command command = new("speedup", "Measure for-loop against vectorized on this CPU: each instruction set, and threads.")
        {
            chart, report, all, json,
        };
        command.SetAction((result, cancellation) =>
            Task.FromResult(Run(
                result.GetValue(chart), result.GetValue(report), result.GetValue(all), result.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string? chart, string? report, bool all, bool json, CancellationToken cancellation)
    {
        OutputFile.RequireWritable(new(chart, "--chart", ChartFile.Extensions), new(report, "--report", ".html"));
        SpeedupResult result;
        if (json)
        {
            result = SpeedupTable.Run(console: null, all, cancellation);
            cancellation.ThrowIfCancellationRequested();
            Console.Out.WriteLine(JsonSerializer.Serialize(result, SpeedupResultContext.Default.SpeedupResult));
        }
        else
        {
            InfoCommand.Write(Terminal.Output);
            result = SpeedupTable.Run(Terminal.Output, all, cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
        if (chart is not null)
        {
            SpeedupChart.Save(chart, result);
        }

        if (report is not null)
        {
            AtomicFile.WriteAllBytes(report, Encoding.UTF8.GetBytes(SpeedupPage.Write(result, InfoCommand.Sheet())));
        }

        return ExitCode.Done;
    }
}
