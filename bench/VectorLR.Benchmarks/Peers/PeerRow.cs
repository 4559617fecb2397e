namespace VectorLR.Benchmarks.Peers;

/// <summary>A work item against one peer.</summary>
/// <param name="Peer">Who else computed it.</param>
/// <param name="Kind">What that is to us.</param>
/// <param name="OtherProcess">Whether it ran in a process of its own, not in turn with ours.</param>
/// <param name="Seconds">Its best time.</param>
/// <param name="Ratio">Its time over ours: the median over the rounds, or of the best times where it ran in another process.</param>
/// <param name="Lower">The rounds' lower quartile; null where there are no rounds.</param>
/// <param name="Upper">Their upper quartile.</param>
/// <param name="Error">Its largest error, or null where none is stated.</param>
/// <param name="Target">The least ratio aimed at, or null.</param>
/// <param name="Verdict">Whether the target is met.</param>
/// <param name="Reason">What bounds ours, where the target is not met.</param>
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
