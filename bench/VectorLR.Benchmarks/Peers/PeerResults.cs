using System.Text.Json;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Everything that a run of the peers command measured.</summary>
/// <param name="Format">The version of the file format.</param>
/// <param name="Partial">Why this is not the whole table with all rounds; null if it is.</param>
/// <param name="Sheet">The environment of the run.</param>
/// <param name="Bandwidths">The memory read bandwidths, measured first.</param>
/// <param name="Notes">The peers that are missing, and why.</param>
/// <param name="Items">The work items in the order of the table.</param>
internal sealed record PeerResults(
    int Format,
    string? Partial,
    MachineSheet Sheet,
    IReadOnlyList<Bandwidth> Bandwidths,
    IReadOnlyList<string> Notes,
    IReadOnlyList<PeerItem> Items)
{
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the output of <see cref="ToJson"/>.</summary>
    /// <exception cref="InvalidDataException">The file has another format; the message names the file.</exception>
    public static PeerResults Read(string path)
    {
        try
        {
            PeerResults? results = JsonSerializer.Deserialize<PeerResults>(File.ReadAllText(path), s_options);
            return results is { Format: CurrentFormat, Items: not null }
                ? results
                : throw new InvalidDataException(
                    $"{path}: expected peers' results of format {CurrentFormat}, found format {results?.Format}");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: not peers' results: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// The results with the current note beside each row that misses its target, since notes may be written after the run.
    /// </summary>
    public PeerResults Explained() => this with
    {
        Items =
        [
            .. Items.Select(item => item with
            {
                Peers =
                [
                    .. item.Peers.Select(row => row with
                    {
                        Reason = row.Verdict is Verdict.Tie or Verdict.Short ? Peers.Notes.For(item.Work, item.Size, row.Peer) : null,
                    }),
                ],
            }),
        ],
    };

    public string ToJson() => JsonSerializer.Serialize(this, s_options) + "\n";
}

/// <summary>A memory read bandwidth.</summary>
/// <param name="Threads">The number of threads; each reads its own chunk.</param>
/// <param name="Streams">The number of streams that each thread reads side by side.</param>
/// <param name="BytesPerSecond">The bandwidth of all threads together.</param>
internal sealed record Bandwidth(int Threads, int Streams, double BytesPerSecond);

/// <summary>A work item of one size.</summary>
/// <param name="Work">What is computed.</param>
/// <param name="Size">The size of the data.</param>
/// <param name="Seconds">Our best time.</param>
/// <param name="WorstPlace">Our time at the worst stack alignment over that at the best; 1 with several threads.</param>
/// <param name="Error">Our largest error, or null if errors are not measured.</param>
/// <param name="ErrorUnit">The unit of the errors.</param>
/// <param name="OfLimit">The time of only reading the data from memory over our time, or null if memory is not the limit.</param>
/// <param name="NoLimit">Why memory is not the limit, or null.</param>
/// <param name="Peers">The rows of the peers.</param>
internal sealed record PeerItem(
    string Work,
    string Size,
    double Seconds,
    double WorstPlace,
    double? Error,
    string ErrorUnit,
    double? OfLimit,
    string? NoLimit,
    IReadOnlyList<PeerRow> Peers);
