using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using VectorLR.Cli;
using VectorLR.Cli.Measuring;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The peers command: measures, prints Markdown, and on request writes it between the marks of a file.</summary>
internal static class PeerTable
{
    private const string Begin = "<!-- peers: made by `dotnet run -c Release --project bench/VectorLR.Benchmarks -- peers --into README.md` -->";
    private const string End = "<!-- /peers -->";

    public static int Run(ReadOnlySpan<string> arguments)
    {
        string? file = null;
        if (arguments is ["--into", string path])
        {
            file = path;
            if (!File.Exists(file) || !File.ReadAllText(file).Contains(Begin, StringComparison.Ordinal))
            {
                Console.Error.WriteLine($"peers: {file}: expected a file with the line {Begin}");
                return 2;
            }
        }
        else if (!arguments.IsEmpty)
        {
            Console.Error.WriteLine("peers: usage: peers [--into FILE.md]");
            return 2;
        }

        string table = Measure();
        if (file is not null)
        {
            string text = File.ReadAllText(file);
            int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
            int end = text.IndexOf(End, begin, StringComparison.Ordinal);
            File.WriteAllText(file, $"{text[..begin]}\n\n{table}\n{text[end..]}");
        }

        return 0;
    }

    private static string Measure()
    {
        StringBuilder table = new();
        void Line(FormattableString text)
        {
            string line = text.ToString(CultureInfo.InvariantCulture);
            Console.WriteLine(line);
            table.Append(line).Append('\n');
        }

        Line($"{Machine.ProcessorName()}, {Environment.ProcessorCount} cores, caches {string.Join(", ", Machine.Caches())}; {Cpu.Isa}; {RuntimeInformation.FrameworkDescription};");
        Line($"{(OpenBlas.IsAvailable ? OpenBlas.Description.Trim() + ", one thread" : "OpenBLAS is not installed, so its rows are missing")};");
        Line($"memory reads at {MemoryBandwidth.Measure(1) / 1e9:F1} GB/s on one thread. Times are the best of 15 rounds, each of which times every peer;");
        Line($"the ratio is the peer's time over ours in the same round, median (lowest to highest): above 1 we are faster.");
        Line($"");
        Line($"| work | size | ours | peer | peer's time | ratio |");
        Line($"| --- | ---: | ---: | --- | ---: | ---: |");
        foreach (PeerRow row in PeerWork.All())
        {
            Line($"| {row.Work} | {row.Size} | {SpeedupTable.Time(row.Ours)} | {row.Peer} | {SpeedupTable.Time(row.Theirs)} | {row.Ratio:F2} ({row.Lowest:F2} to {row.Highest:F2}) |");
        }

        return table.ToString();
    }
}
