using System.Text.Json;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Everything that a run of the peers command measured.</summary>
/// <param name="Format">The version of this form.</param>
/// <param name="Partial">Why it is not the whole table with all rounds; null where it is.</param>
/// <param name="Sheet">Where and with what.</param>
/// <param name="Bandwidths">The speed of only reading memory, measured first.</param>
/// <param name="Notes">Who did not take part, and why.</param>
/// <param name="Items">The work items in the order of the table.</param>
internal sealed record PeerResults(
    int Format, string? Partial, MachineSheet Sheet, IReadOnlyList<Bandwidth> Bandwidths, IReadOnlyList<string> Notes, IReadOnlyList<PeerItem> Items)
{
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads what <see cref="ToJson"/> made.</summary>
    /// <exception cref="InvalidDataException">It is something else; the message names the file.</exception>
    public static PeerResults Read(string path)
    {
        try
        {
            PeerResults? results = JsonSerializer.Deserialize<PeerResults>(File.ReadAllText(path), s_options);
            return results is { Format: CurrentFormat, Items: not null }
                ? results
                : throw new InvalidDataException($"{path}: expected peers' results of format {CurrentFormat}, found format {results?.Format}");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: not peers' results: {exception.Message}", exception);
        }
    }

    /// <summary>The same with today's reasons beside the rows that reach no target, so that a reason can be found after the measuring.</summary>
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

/// <summary>The speed of only reading memory.</summary>
/// <param name="Threads">How many threads read, each a part of its own.</param>
/// <param name="Streams">How many places of its part a thread reads at a time.</param>
/// <param name="BytesPerSecond">Of all threads together.</param>
internal sealed record Bandwidth(int Threads, int Streams, double BytesPerSecond);

/// <summary>A work item of one size.</summary>
/// <param name="Work">What is computed.</param>
/// <param name="Size">On how much.</param>
/// <param name="Seconds">Our best time.</param>
/// <param name="WorstPlace">Our time where the stack's alignment suits it least, over the best; 1 where several threads have stacks.</param>
/// <param name="Error">Our largest error, or null where none is stated.</param>
/// <param name="ErrorUnit">What errors of this item are relative to.</param>
/// <param name="OfLimit">The time to only read the data from memory over ours, or null where memory is not the limit.</param>
/// <param name="NoLimit">Why there is no such limit.</param>
/// <param name="Peers">Who else did it.</param>
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
