namespace VectorLR.Benchmarks.Peers;

/// <summary>What bounds a work item, said where it falls short of a target: one table, the first that fits.</summary>
internal static class Reasons
{
    /// <summary>What is said of a row that falls short and is not in the table.</summary>
    public const string Unknown = "not yet explained";

    private static readonly Reason[] s_all =
    [
        new("Dot float", "1,000,000", "", "reads from the last cache, as its peers do: a tie within what the cache's speed varies"),
        new("Dot float", "10,000,000", "", "reads from memory, as its peers do: a tie within what the memory's speed varies"),
    ];

    public static string For(string work, string size, string peer) => s_all
        .FirstOrDefault(reason =>
            work.StartsWith(reason.Work, StringComparison.Ordinal)
            && (reason.Size.Length == 0 || size == reason.Size)
            && peer.StartsWith(reason.Peer, StringComparison.Ordinal))?.Text ?? Unknown;

    /// <summary>A reason.</summary>
    /// <param name="Work">The beginning of the work's name.</param>
    /// <param name="Size">Its size, or empty for all.</param>
    /// <param name="Peer">The beginning of the peer's name, or empty for all.</param>
    /// <param name="Text">What bounds it, and what was tried.</param>
    private sealed record Reason(string Work, string Size, string Peer, string Text);
}
