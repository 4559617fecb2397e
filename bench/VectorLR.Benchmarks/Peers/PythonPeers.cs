using System.Diagnostics;
using System.Text.Json;

namespace VectorLR.Benchmarks.Peers;

/// <summary>NumPy, SciPy and scikit-learn, which bench/peers.py times in a process of its own.</summary>
internal sealed class PythonPeers
{
    // The system's interpreter finds Debian's python3-numpy, python3-scipy and python3-sklearn.
    private const string Interpreter = "/usr/bin/python3";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(4);

    private readonly List<Measurement> _rows;

    private PythonPeers(List<Measurement> rows, Dictionary<string, string> versions, List<string> notes) =>
        (_rows, Versions, Notes) = (rows, versions, notes);

    public IReadOnlyDictionary<string, string> Versions { get; }

    public IReadOnlyList<string> Notes { get; }

    public static PythonPeers Run(MeasuringOptions options)
    {
        if (!File.Exists(Interpreter))
        {
            return Absent($"{Interpreter} is not installed: the rows of NumPy, SciPy and scikit-learn are missing");
        }

        ProcessStartInfo start = new(Interpreter) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "bench", "peers.py"));
        if (options.Quick)
        {
            start.ArgumentList.Add("--quick");
        }

        foreach (string text in options.Only)
        {
            start.ArgumentList.Add("--only");
            start.ArgumentList.Add(text);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{Interpreter} did not start");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_timeout))
        {
            process.Kill(entireProcessTree: true);
            return Absent($"bench/peers.py took longer than {s_timeout.TotalMinutes:F0} minutes: its rows are missing");
        }

        if (process.ExitCode != 0)
        {
            string last = errors.Result.Trim().Split('\n')[^1];
            return Absent($"bench/peers.py failed, so the rows of NumPy, SciPy and scikit-learn are missing: {last}");
        }

        Report report = JsonSerializer.Deserialize<Report>(output.Result, JsonSerializerOptions.Web)!;
        return new(report.Rows, report.Versions, report.Notes);
    }

    /// <summary>Adds the rows of an item. Their ratios are of best times, since the rounds did not run in turn.</summary>
    public PeerItem AddTo(PeerItem item)
    {
        PeerRow[] added =
        [
            .. from row in _rows
               where row.Work == item.Work && row.Size == item.Size
               let ratio = row.Seconds / item.Seconds
               let target = Targets.For(item.Work, row.Peer, new(item.Size, 0, 1, null, null))
               let verdict = target is null ? (Verdict?)null : ratio >= target ? Verdict.Met : Verdict.Short
               select new PeerRow(
                   row.Peer, PeerKind.Peer, OtherProcess: true, row.Seconds, ratio, null, null, row.Error, target, verdict, Reason: null),
        ];
        return item with { Peers = [.. item.Peers, .. added] };
    }

    private static PythonPeers Absent(string note) => new([], [], [note]);

    private sealed record Report(Dictionary<string, string> Versions, List<string> Notes, List<Measurement> Rows);

    private sealed record Measurement(string Work, string Size, string Peer, double Seconds, double? Error);
}
