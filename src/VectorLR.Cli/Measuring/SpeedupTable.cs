using System.Globalization;
using Spectre.Console;

namespace VectorLR.Cli.Measuring;

/// <summary>The notes' table on this CPU: for-loop, each Isa, threads.</summary>
internal static class SpeedupTable
{
    /// <summary>One line of the table.</summary>
    /// <param name="How">for-loop, an Isa, or an Isa on several threads.</param>
    /// <param name="Seconds">The best time of one run.</param>
    /// <param name="SpeedUp">The for-loop's time over this one's.</param>
    /// <param name="BytesPerSecond">The bytes the work must move, over the time.</param>
    /// <param name="OfLimit">That, over the memory bandwidth of as many threads, measured in the same run.</param>
    /// <param name="Error">The largest error, relative to the largest true value.</param>
    public readonly record struct Line(string How, double Seconds, double SpeedUp, double BytesPerSecond, double OfLimit, double Error);

    /// <summary>Measures everything and writes the table as it goes.</summary>
    public static void Write(IAnsiConsole console)
    {
        int threads = Environment.ProcessorCount;
        double limit = MemoryBandwidth.Measure(1);
        double sharedLimit = threads == 1 ? limit : MemoryBandwidth.Measure(threads);
        console.WriteLine($"Memory reads at {Rate(limit)} on one thread" + (threads == 1 ? "." : $", {Rate(sharedLimit)} on {threads}."));
        Table table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("work", "size", "how");
        foreach (string header in (string[])["time", "speed-up", "GB/s", "of memory limit", "largest error"])
        {
            table.AddColumn(new TableColumn(header).RightAligned());
        }

        void Fill(Action refresh)
        {
            foreach (Workload work in Workloads.All())
            {
                string name = work.Name;
                string shape = work.Shape;
                foreach (Line line in Measure(work, limit, sharedLimit, threads))
                {
                    table.AddRow(
                        name,
                        shape,
                        line.How,
                        Time(line.Seconds),
                        string.Create(CultureInfo.InvariantCulture, $"{line.SpeedUp:F1}x"),
                        string.Create(CultureInfo.InvariantCulture, $"{line.BytesPerSecond / 1e9:F1}"),
                        string.Create(CultureInfo.InvariantCulture, $"{100 * line.OfLimit:F0} %"),
                        line.Error.ToString("0.0e+0", CultureInfo.InvariantCulture));
                    name = shape = "";
                }

                refresh();
            }
        }

        if (console.Profile.Out.IsTerminal)
        {
            console.Live(table).Start(context => Fill(context.Refresh));
        }
        else
        {
            Fill(() => { });
            console.Write(table);
        }

        console.WriteLine("Over 100 % of the limit means that the data is in a cache. Errors are relative to the largest true value.");
    }

    public static IEnumerable<Line> Measure(Workload work, double limit, double sharedLimit, int threads)
    {
        List<(string How, Action Run, double Limit)> ways = [("for-loop", work.ForLoop, limit)];
        foreach (Isa isa in Cpu.Supported)
        {
            Isa here = isa;
            ways.Add((Cpu.Name(isa), () => work.Vectorized(here), limit));
        }

        if (threads > 1)
        {
            ways.Add(($"{Cpu.Name(Cpu.Isa)}, {threads} threads", () => work.Threaded(threads), sharedLimit));
        }

        double[][] times = Timing.Interleave([.. ways.Select(way => way.Run)], rounds: 9, seconds: 0.01);
        for (int i = 0; i < ways.Count; i++)
        {
            ways[i].Run();

            // The best of the rounds: what disturbs a timing only ever adds to it.
            double seconds = times[i].Min();
            yield return new(ways[i].How, seconds, times[0].Min() / seconds, work.Bytes / seconds, work.Bytes / seconds / ways[i].Limit, work.Error());
        }
    }

    public static string Time(double seconds) => seconds switch
    {
        < 1e-6 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:F1} ns"),
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:F1} us"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F2} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"),
    };

    private static string Rate(double bytesPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{bytesPerSecond / 1e9:F1} GB/s");
}
