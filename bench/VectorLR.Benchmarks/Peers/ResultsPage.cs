using System.Globalization;
using System.Text;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Results as Markdown: the whole table and the environment sheet.</summary>
internal static class ResultsPage
{
    public static string Table(PeerResults results)
    {
        StringBuilder page = new();
        void Line(string text = "") => page.Append(text).Append('\n');

        Line($"# Against its peers: {results.Sheet.Processor}, {results.Sheet.Isa}");
        Line();
        Line(
            "Made by `dotnet run -c Release --project bench/VectorLR.Benchmarks -- peers --save`, "
            + "which writes this page, its numbers (peers.json)");
        Line("and what it ran on (environment.md). No figure is typed by hand.");
        Line();
        Line(
            "Every round times each of a work item's rows in turn, in one process, unless a row says `own process`. "
            + "Times are the best round's; a");
        Line(
            "ratio is the peer's time over ours in the same round, the median and in brackets the quartiles: above 1 ours is faster. "
            + "`of limit` is");
        Line("the time to only read the data from memory at the speed measured first, over our time; it is empty where");
        Line($"{Limits.Cached}. One thread against one, unless a work's name says all threads. A target that the");
        Line("median does not reach is a `tie` if the upper quartile does, and `SHORT` otherwise.");
        Line();
        Line(
            "Where a stack begins, in multiples of 16 bytes, differs from process to process, "
            + "and registers that are spilled across cache lines");
        Line(
            "are slow. So each row is timed where the stack suits it best; "
            + "`(x 1.5)` beside our time says by how much the worst place is slower.");
        if (results.Partial is not null)
        {
            Line();
            Line($"**This is {results.Partial}, not the whole table.**");
        }

        foreach (string note in results.Notes)
        {
            Line();
            Line($"**{note}.**");
        }

        Line();
        Line($"{Summary(results)}");
        foreach (IGrouping<string, PeerItem> work in results.Items.GroupBy(item => item.Work))
        {
            string unit = work.First().ErrorUnit;
            Line();
            Line($"## {work.Key}");
            Line();
            Line(unit.Length > 0
                ? "| size | ours | of limit | error | peer | its time | ratio | its error | target | met |"
                : "| size | ours | of limit | peer | its time | ratio | target | met |");
            Line(unit.Length > 0
                ? "| ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | --- |"
                : "| ---: | ---: | ---: | --- | ---: | ---: | ---: | --- |");
            foreach (PeerItem item in work)
            {
                foreach (PeerRow row in item.Peers)
                {
                    string ours = $"| {item.Size} | {MessageFormat.Ours(item)} | {MessageFormat.OfLimit(item)} |";
                    string error = unit.Length > 0 ? $" {MessageFormat.Error(item.Error, unit)} |" : "";
                    string theirs =
                        $" {MessageFormat.Peer(row)} | {MessageFormat.Seconds(row.Seconds)} | {MessageFormat.RatioWithSpread(row)} |";
                    string theirError = unit.Length > 0 ? $" {MessageFormat.Error(row.Error, unit)} |" : "";
                    string target = row.Target is double min ? $">= {MessageFormat.Ratio(min)}" : "";
                    Line($"{ours}{error}{theirs}{theirError} {target} | {Met(row)} |");
                }
            }

            if (unit.Length > 0 && unit != "ULP")
            {
                Line();
                Line($"Errors are parts {unit}.");
            }
        }

        AddModel(results, Line);
        return page.ToString();
    }

    /// <summary>Adds the predictions of the cost model beside the measurements.</summary>
    private static void AddModel(PeerResults results, Action<string> line)
    {
        (PeerItem Item, double Seconds)[] predicted =
        [
            .. results.Items
                .Select(item => (Item: item, Seconds: CostModel.Predict(item, results.Sheet.Isa)))
                .Where(pair => pair.Seconds is not null)
                .Select(pair => (pair.Item, pair.Seconds!.Value)),
        ];
        if (predicted.Length == 0)
        {
            return;
        }

        line("");
        line("## What the cost model predicts");
        line("");
        line("From shape, type, and the time to only read X, as docs/performance.md says.");
        line("");
        line("| work | size | measured | predicted | off by |");
        line("| --- | ---: | ---: | ---: | ---: |");
        foreach ((PeerItem item, double seconds) in predicted)
        {
            string off = (seconds / item.Seconds - 1).ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture);
            line($"| {item.Work} | {item.Size} | {MessageFormat.Seconds(item.Seconds)} | {MessageFormat.Seconds(seconds)} | {off} |");
        }
    }

    public static string Environment(PeerResults results)
    {
        StringBuilder page = new();
        void Row(string name, string value) => page.Append($"| {name} | {value} |\n");

        MachineSheet sheet = results.Sheet;
        page.Append("# Where peers.json was measured\n\n| what | value |\n| --- | --- |\n");
        Row("processor", $"{sheet.Processor} {sheet.Family}".Trim());
        Row("instruction set", sheet.Isa);
        Row("cores", $"{sheet.Cores}");
        Row("caches", string.Join(", ", sheet.Caches));
        Row("system", sheet.System);
        Row("runtime", sheet.Runtime);
        foreach ((string name, string version) in sheet.Versions)
        {
            Row(name, version);
        }

        foreach (Bandwidth bandwidth in results.Bandwidths)
        {
            string each = bandwidth.Threads > 1 ? " each" : "";
            Row(
                $"memory, only read: {Count(bandwidth.Threads, "thread")}, {Count(bandwidth.Streams, "stream")}{each}",
                MessageFormat.Rate(bandwidth.BytesPerSecond));
        }

        Row("placement", "every vector and matrix begins at a multiple of 64 bytes, each at another place of its 4096-byte page");
        Row("date", sheet.Date);
        return page.ToString();
    }

    /// <summary>The counts of targets met, tied and missed, in one line.</summary>
    public static string Summary(PeerResults results)
    {
        PeerRow[] rows = [.. results.Items.SelectMany(item => item.Peers).Where(row => row.Verdict is not null)];
        int Of(Verdict verdict) => rows.Count(row => row.Verdict == verdict);
        return $"{rows.Length} targets: {Of(Verdict.Met)} met, {Of(Verdict.Tie)} ties, {Of(Verdict.Short)} short.";
    }

    private static string Met(PeerRow row) => row.Verdict switch
    {
        null => "",
        Verdict.Met => "yes",
        Verdict.Tie => $"tie: {row.Reason}",
        _ => $"SHORT: {row.Reason}",
    };

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
