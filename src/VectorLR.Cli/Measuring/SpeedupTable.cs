using System.Globalization;
using Spectre.Console;

namespace VectorLR.Cli.Measuring;

/// <summary>The speed-up table of this CPU: the for-loop, each Isa, and threads.</summary>
internal static class SpeedupTable
{
    /// <summary>One line of the table.</summary>
    /// <param name="How">for-loop, an Isa, or an Isa on several threads.</param>
    /// <param name="Seconds">The best time of one call.</param>
    /// <param name="SpeedUp">The time of the for-loop divided by this time.</param>
    /// <param name="BytesPerSecond">The bytes that the workload must move, divided by the time.</param>
    /// <param name="OfLimit">BytesPerSecond divided by the memory bandwidth of as many threads, measured in the same run.</param>
    /// <param name="Error">The largest error, relative to the largest true value.</param>
    public readonly record struct Line(string How, double Seconds, double SpeedUp, double BytesPerSecond, double OfLimit, double Error)
    {
        /// <summary>The speed-up with at least two significant digits.</summary>
        public string Times => SpeedUp.ToString(SpeedUp < 1 ? "0.00x" : "0.0x", CultureInfo.InvariantCulture);

        /// <summary>Returns the cells of the table row.</summary>
        public string[] Texts() =>
        [
            How,
            Time(Seconds),
            Times,
            string.Create(CultureInfo.InvariantCulture, $"{BytesPerSecond / 1e9:F1}"),
            string.Create(CultureInfo.InvariantCulture, $"{100 * OfLimit:F0} %"),
            Error.ToString("0.0e+0", CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>The legend of the table.</summary>
    public const string Explanation =
        "The limit is the memory bandwidth; above 100 % the data is in a cache. "
        + "The error is the largest error, relative to the largest true value. "
        + "Scalar is the reference that runs on any CPU, not a fast path.";

    /// <summary>Measures everything and writes the table. A terminal shows it live.</summary>
    public static SpeedupResult Write(IAnsiConsole console, CancellationToken cancellation) =>
        Run(console.Profile.Out.IsTerminal, console, cancellation);

    /// <summary>Measures everything and writes nothing.</summary>
    public static SpeedupResult Measure(CancellationToken cancellation) => Run(live: false, console: null, cancellation);

    private static SpeedupResult Run(bool live, IAnsiConsole? console, CancellationToken cancellation)
    {
        int threads = Environment.ProcessorCount;
        double limit = MemoryBandwidth.Measure(1);
        double sharedLimit = threads == 1 ? limit : MemoryBandwidth.Measure(threads);
        console?.WriteLine($"Memory reads at {Rate(limit)} on one thread" + (threads == 1 ? "." : $", {Rate(sharedLimit)} on {threads}."));
        Table table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("how").NoWrap());
        foreach (string header in (string[])["time", "speed-up", "GB/s", "of limit", "error"])
        {
            table.AddColumn(new TableColumn(header).RightAligned().NoWrap());
        }

        List<WorkResult> works = [];
        void Fill(Action refresh)
        {
            foreach (Workload work in Workloads.All())
            {
                cancellation.ThrowIfCancellationRequested();
                List<Line> lines = [.. Measure(work, limit, sharedLimit, threads)];
                works.Add(new(work.Name, work.Shape, lines));

                // The workload name has its own row, so that the table fits in 80 columns.
                table.AddRow($"[bold]{Markup.Escape(work.Name)}[/]", Markup.Escape(work.Shape));
                foreach (Line line in lines)
                {
                    table.AddRow(["  " + line.How, .. line.Texts()[1..]]);
                }

                refresh();
            }
        }

        if (live)
        {
            console!.Live(table).Start(context => Fill(context.Refresh));
        }
        else
        {
            Fill(() => { });
            console?.Write(table);
        }

        console?.WriteLine(Explanation);
        return new(SystemInfo.ProcessorName(), Cpu.Name(Cpu.Isa), threads, limit, sharedLimit, works);
    }

    public static IEnumerable<Line> Measure(Workload work, double limit, double sharedLimit, int threads)
    {
        List<(string How, Action Run, double Limit)> ways = [("for-loop", work.ForLoop, limit)];
        foreach (Isa isa in Cpu.Supported)
        {
            Isa captured = isa;
            ways.Add((Cpu.Name(isa), () => work.Vectorized(captured), limit));
        }

        if (threads > 1)
        {
            ways.Add(($"{Cpu.Name(Cpu.Isa)}, {threads} threads", () => work.Threaded(threads), sharedLimit));
        }

        double[][] times = Timing.Interleave([.. ways.Select(way => way.Run)], rounds: 9, seconds: 0.01);
        for (int i = 0; i < ways.Count; i++)
        {
            ways[i].Run();

            // The best of the rounds: disturbances only add time.
            double seconds = times[i].Min();
            yield return new(
                ways[i].How,
                seconds,
                times[0].Min() / seconds,
                work.Bytes / seconds,
                work.Bytes / seconds / ways[i].Limit,
                work.Error());
        }
    }

    public static string Time(double seconds) => seconds switch
    {
        < 1e-6 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:F1} ns"),
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:F1} us"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F2} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"),
    };

    /// <summary>Formats a rate in gigabytes per second.</summary>
    public static string Rate(double bytesPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{bytesPerSecond / 1e9:F1} GB/s");
}
