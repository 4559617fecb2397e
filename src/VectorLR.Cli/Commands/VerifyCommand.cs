using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using VectorLR.Cli.Verification;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr verify: compares the bits of every kernel with the golden hashes.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        Option<string?> against = new("--against")
        {
            Description = "Compare with this file instead of the embedded hashes.",
            HelpName = "FILE",
        };
        Option<string?> write = new("--write")
        {
            Description = "Write the hashes to this file instead of comparing. They change only with the definition of an operation.",
            HelpName = "FILE",
        };
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };
        Command command = new("verify", "Check that every kernel gives the golden bits on this CPU.") { against, write, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(write) is not null && (result.GetValue(against) is not null || result.GetValue(json)))
            {
                result.AddError("--write FILE does not compare: it cannot be used with --against or --json");
            }
        });
        command.SetAction((result, cancellation) => Task.FromResult(
            result.GetValue(write) is string path
                ? Write(path, cancellation)
                : Verify(result.GetValue(against), result.GetValue(json), cancellation)));
        return command;
    }

    private static int Write(string path, CancellationToken cancellation)
    {
        OutputFile.RequireWritable(new OutputFile(path, "--write"));
        List<KeyValuePair<string, string>> hashes = Run(cancellation);
        AtomicFile.WriteAllBytes(path, GoldenFile.Format(hashes));
        Console.Out.WriteLine($"{hashes.Count} hashes written to {path} on {Cpu.Isa}");
        return ExitCode.Done;
    }

    private static int Verify(string? against, bool json, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> golden = against is null ? GoldenFile.Embedded() : GoldenFile.Read(against);
        if (!json)
        {
            WriteSystemInfo(Terminal.Output);
        }

        long start = Stopwatch.GetTimestamp();
        List<KeyValuePair<string, string>> found = Run(cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        HashSet<string> names = [.. found.Select(hash => hash.Key)];
        List<VerifyDifference> differences =
        [
            .. from hash in found
               let expected = golden.GetValueOrDefault(hash.Key)
               where expected != hash.Value
               select new VerifyDifference(hash.Key, expected, hash.Value),
            .. golden.Where(hash => !names.Contains(hash.Key)).Select(hash => new VerifyDifference(hash.Key, hash.Value, null)),
        ];
        int entries = names.Union(golden.Keys).Count();
        VerifyReport report = new(
            SystemInfo.ProcessorName(), Cpu.Isa.ToString().ToLowerInvariant(), entries, entries - differences.Count, seconds, differences);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, VerifyReportContext.Default.VerifyReport));
        }
        else
        {
            Print(report);
        }

        return Conclude(report);
    }

    private static List<KeyValuePair<string, string>> Run(CancellationToken cancellation) =>
        [.. VerificationSuite.OfProcess().Select(entry =>
        {
            cancellation.ThrowIfCancellationRequested();
            return KeyValuePair.Create(entry.Name, entry.Hash());
        })];

    private static void WriteSystemInfo(IAnsiConsole console)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow(new Text("CPU"), new Text(SystemInfo.ProcessorName()));
        grid.AddRow(new Text("Isa"), new Text(Cpu.Describe()));
        console.Write(grid);
    }

    private static void Print(VerifyReport report)
    {
        foreach (VerifyDifference difference in report.Differences)
        {
            Console.Out.WriteLine(
                $"{difference.Name}: expected {difference.Expected ?? "nothing"}, found {difference.Found ?? "nothing"}");
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Agree} of {report.Entries} agree ({report.Seconds:F1} s)"));
    }

    private static int Conclude(VerifyReport report)
    {
        if (report.Differences.Count == 0)
        {
            return ExitCode.Done;
        }

        Console.Error.WriteLine($"vectorlr: {report.Differences.Count} of {report.Entries} differ, {report.Differences[0].Name} first");
        return ExitCode.Failed;
    }
}
