namespace VectorLR.Benchmarks.Peers;

/// <summary>The comparison of a work item with one peer.</summary>
/// <param name="Peer">The name of the peer.</param>
/// <param name="Kind">The kind of the peer.</param>
/// <param name="OtherProcess">Whether the peer ran in its own process, not in turn with ours.</param>
/// <param name="Seconds">The best time of the peer.</param>
/// <param name="Ratio">
/// The peer's time over ours: the median over the rounds, or the ratio of best times if it ran in another process.
/// </param>
/// <param name="Lower">The lower quartile over the rounds; null for another process.</param>
/// <param name="Upper">The upper quartile over the rounds; null for another process.</param>
/// <param name="Error">The peer's largest error, or null if errors are not measured.</param>
/// <param name="Target">The minimum ratio to reach, or null.</param>
/// <param name="Verdict">Whether the target is met.</param>
/// <param name="Reason">The note on what limits our time, if the target is not met.</param>
internal sealed record PeerRow(
    string Peer,
    PeerKind Kind,
    bool OtherProcess,
    double Seconds,
    double Ratio,
    double? Lower,
    double? Upper,
    double? Error,
    double? Target,
    Verdict? Verdict,
    string? Reason);
