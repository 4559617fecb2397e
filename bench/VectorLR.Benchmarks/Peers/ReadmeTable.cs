using System.Text;
using System.Text.RegularExpressions;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The README's table: a selection of the results between two marks. The first mark names the results.</summary>
internal static partial class ReadmeTable
{
    private const string End = "<!-- /peers -->";

    // One row per work and size, against the best of its peers.
    private static readonly (string Work, string[] Sizes)[] s_selection =
    [
        ("Dot float", ["30", "1,024", "10,000,000"]),
        ("MatrixVector float", ["209x12288", "8192x12288"]),
        ("Sigmoid float", ["4,096"]),
        ("Sigmoid double", ["4,096"]),
        ("LogisticGradient float, ExampleRows", ["569x30", "209x12288", "8192x12288"]),
        ("LogisticGradient byte, ExampleRows", ["209x12288", "60000x784", "8192x12288"]),
        ("LogisticObjective float, all threads", ["8192x12288"]),
        ("LogisticObjective byte, all threads", ["8192x12288"]),
        ("GradientDescent float, all threads", ["209x12288"]),
        ("GradientDescent byte, all threads", ["209x12288"]),
        ("Fit double", ["569x30"]),
        ("Fit byte", ["1797x64", "60000x784"]),
        ("Read .csv", ["100000x30"]),
        ("Affine float, one row", ["1x30"]),
        ("Prediction float", ["1x30"]),
        ("Prediction byte", ["1x12288"]),
    ];

    /// <summary>The path of the results, relative to the README's folder, that the first mark names.</summary>
    /// <exception cref="InvalidDataException">The file has no marks.</exception>
    public static string SourceOf(string readme, string path) => Marks(readme, path).Groups["source"].Value;

    /// <summary>Replaces the table of a README.</summary>
    /// <param name="readme">The text of the README.</param>
    /// <param name="path">The path of the README, for messages.</param>
    /// <param name="source">The path of the results, relative to the README's folder.</param>
    /// <param name="results">The results.</param>
    public static string Replace(string readme, string path, string source, PeerResults results)
    {
        Match marks = Marks(readme, path);
        string begin = "<!-- peers: made by `dotnet run -c Release --project bench/VectorLR.Benchmarks -- "
            + $"peers --into README.md --from {source}` -->";
        return $"{readme[..marks.Index]}{begin}\n\n{Render(results, source)}\n{End}{readme[(marks.Index + marks.Length)..]}";
    }

    private static string Render(PeerResults results, string source)
    {
        StringBuilder table = new();
        void Line(string text = "") => table.Append(text).Append('\n');

        MachineSheet sheet = results.Sheet;
        string bandwidth = string.Join(", ", results.Bandwidths
            .GroupBy(rate => rate.Threads, rate => rate.BytesPerSecond)
            .Select(rates => $"{MessageFormat.Rate(rates.Max())} on {(rates.Key == 1 ? "one thread" : $"{rates.Key} threads")}"));
        Line($"{sheet.Processor}, {sheet.Cores} cores, caches {string.Join(", ", sheet.Caches)}; {sheet.Isa}; {sheet.Runtime};");
        Line(
            $"memory reads at {bandwidth}; {sheet.Date}. "
            + "The best peer of each work, measured in turn with ours in one process unless it says otherwise;");
        Line(
            "times are the best round's. The ratio is its time over ours in the same round, the median and the quartiles: "
            + "above 1 ours is faster.");
        Line("`of limit` is the time to only read the data, at the speed of memory measured first, over ours; that speed varies.");
        if (results.Partial is not null)
        {
            Line($"**This is {results.Partial}, not the whole table.**");
        }

        Line();
        Line("| work | size | ours | of limit | best peer | its time | ratio |");
        Line("| --- | ---: | ---: | ---: | --- | ---: | ---: |");
        foreach ((string work, string[] sizes) in s_selection)
        {
            foreach (PeerItem item in results.Items.Where(item => item.Work == work && sizes.Contains(item.Size)))
            {
                // Another process may have seen another memory speed, so its row counts only if it has a target.
                PeerRow? best = item.Peers
                    .Where(row => row.Kind == PeerKind.Peer && (!row.OtherProcess || row.Target is not null))
                    .MinBy(row => row.Seconds);
                if (best is not null)
                {
                    string ours = $"| {item.Work} | {item.Size} | {MessageFormat.Seconds(item.Seconds)} | {MessageFormat.OfLimit(item)} |";
                    string theirs = $"{MessageFormat.Seconds(best.Seconds)} | {MessageFormat.RatioWithSpread(best)} |";
                    Line($"{ours} {MessageFormat.Peer(best)} | {theirs}");
                }
            }
        }

        string folder = source[..(source.LastIndexOf('/') + 1)];
        Line();
        Line(
            $"Every size, peer, error, limit and target, losses included: [{folder}peers.md]({folder}peers.md). "
            + ResultsPage.Summary(results));
        return table.ToString();
    }

    private static Match Marks(string readme, string path)
    {
        Match marks = Pattern().Match(readme);
        return marks.Success
            ? marks
            : throw new InvalidDataException($"{path}: expected a line <!-- peers: ... --from FILE` --> and below it a line {End}");
    }

    [GeneratedRegex(@"<!-- peers: [^\n]* --from (?<source>[^\s`]+)` -->.*?<!-- /peers -->", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
