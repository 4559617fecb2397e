using System.Globalization;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace VectorLR.Cli.Measuring;

/// <summary>The speed-up table of this CPU: the for-loop, each instruction set, and threads.</summary>
internal static class SpeedupTable
{
    /// <summary>One line of the table.</summary>
    /// <param name="How">for-loop, an instruction set, or an instruction set on several threads.</param>
    /// <param name="Seconds">The median time of one call.</param>
    /// <param name="SpeedUp">The time of the for-loop divided by this time: the median of the rounds.</param>
    /// <param name="Spread">Half the distance between the quartiles of the rounds' speed-ups, divided by their median.</param>
    /// <param name="BytesPerSecond">The bytes that the workload must move, divided by the time.</param>
    /// <param name="OfLimit">BytesPerSecond divided by the memory bandwidth of as many threads, measured in the same run.</param>
    /// <param name="Error">The largest error, relative to the largest true value.</param>
    public readonly record struct Line(
        string How, double Seconds, double SpeedUp, double Spread, double BytesPerSecond, double OfLimit, double Error)
    {
        /// <summary>The speed-up with at least two significant digits.</summary>
        public string Times => SpeedUp.ToString(SpeedUp < 1 ? "0.00x" : "0.0x", CultureInfo.InvariantCulture);

        /// <summary>Whether this is the reference implementation, which is shown in grey.</summary>
        [JsonIgnore]
        public bool IsReference => How == Cpu.Name(Isa.Scalar);

        /// <summary>Returns the cells of the table row.</summary>
        public string[] Texts() =>
        [
            How,
            Time(Seconds),
            Times,
            Spread > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * Spread:F0} %") : "",
            string.Create(CultureInfo.InvariantCulture, $"{BytesPerSecond / 1e9:F1}"),
            OfLimit > 1.1 ? "in cache" : string.Create(CultureInfo.InvariantCulture, $"{100 * OfLimit:F0} %"),
            Error.ToString("0.0e+0", CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>The legend of the table.</summary>
    public const string Explanation =
        "+- is half the distance between the quartiles of the speed-up. The limit is the memory bandwidth; faster data comes from a cache. "
        + "The error is the largest error, relative to the largest true value.";

    /// <summary>What is added to the legend where the reference is shown.</summary>
    public const string ReferenceExplanation = " Scalar is the reference implementation, which runs on any CPU. It is not a fast path.";

    /// <summary>Measures and writes the table. A terminal shows it live.</summary>
    /// <param name="console">Where the table goes; null writes nothing.</param>
    /// <param name="all">Whether the reference implementation is measured although the CPU has a better one.</param>
    /// <param name="cancellation">Ends the measurement between two workloads.</param>
    public static SpeedupResult Run(IAnsiConsole? console, bool all, CancellationToken cancellation)
    {
        Isa[] sets = [.. Cpu.Supported.ToArray().Where(isa => all || isa != Isa.Scalar || Cpu.Isa == Isa.Scalar)];
        int threads = Environment.ProcessorCount;
        double limit = MemoryBandwidth.Measure(1);
        double sharedLimit = threads == 1 ? limit : MemoryBandwidth.Measure(threads);
        console?.WriteLine($"Memory reads at {Rate(limit)} on one thread" + (threads == 1 ? "." : $", {Rate(sharedLimit)} on {threads}."));
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("how").NoWrap().PadRight(0));
        foreach (string header in (string[])["time", "speed-up", "+-", "GB/s", "of limit", "error"])
        {
            table.AddColumn(new TableColumn(header).RightAligned().NoWrap().PadRight(0));
        }

        List<WorkResult> works = [];
        void Fill(Action refresh)
        {
            foreach (Workload work in Workloads.All())
            {
                cancellation.ThrowIfCancellationRequested();
                List<Line> lines = [.. Measure(work, sets, limit, sharedLimit, threads)];
                works.Add(new(work.Name, work.Shape, lines));

                // The workload name has its own row, so that the table fits in 80 columns.
                table.AddRow($"[bold]{Markup.Escape(work.Name)}[/]", Markup.Escape(work.Shape));
                foreach (Line line in lines)
                {
                    string[] texts = ["  " + line.How, .. line.Texts()[1..]];
                    table.AddRow(line.IsReference ? Array.ConvertAll(texts, text => $"[grey]{text}[/]") : texts);
                }

                refresh();
            }
        }

        if (console?.Profile.Out.IsTerminal == true)
        {
            console.Live(table).Start(context => Fill(context.Refresh));
        }
        else
        {
            Fill(() => { });
            console?.Write(table);
        }

        console?.WriteLine(Explanation + (sets.Contains(Isa.Scalar) ? ReferenceExplanation : ""));
        return new(SystemInfo.ProcessorName(), Cpu.Name(Cpu.Isa), threads, limit, sharedLimit, works);
    }

    private static IEnumerable<Line> Measure(Workload work, Isa[] sets, double limit, double sharedLimit, int threads)
    {
        List<(string How, Action Run, double Limit)> ways = [("for-loop", work.ForLoop, limit)];
        foreach (Isa isa in sets)
        {
            ways.Add((Cpu.Name(isa), () => work.Vectorized(isa), limit));
        }

        if (threads > 1)
        {
            ways.Add(($"{Cpu.Name(Cpu.Isa)}, {threads} threads", () => work.Threaded(threads), sharedLimit));
        }

        double[][] times = Timing.Interleave([.. ways.Select(way => way.Run)], rounds: 9, seconds: 0.01);
        for (int i = 0; i < ways.Count; i++)
        {
            ways[i].Run();

            // Each round runs every implementation once, so a clock that changes does not change their ratio.
            double[] speedUps = [.. times[0].Zip(times[i], (loop, own) => loop / own).Order()];
            double seconds = Timing.Median(times[i]);
            double speedUp = Timing.Median(speedUps);
            yield return new(
                ways[i].How,
                seconds,
                speedUp,
                (speedUps[3 * speedUps.Length / 4] - speedUps[speedUps.Length / 4]) / 2 / speedUp,
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
