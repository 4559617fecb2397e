namespace VectorLR.Benchmarks.Peers;

/// <summary>One work item against one peer, timed in turn in one process.</summary>
/// <param name="Work">What is computed.</param>
/// <param name="Size">On how much.</param>
/// <param name="Ours">Our best time in seconds.</param>
/// <param name="Peer">Who else computed it.</param>
/// <param name="Theirs">Its best time in seconds.</param>
/// <param name="Ratio">Its time over ours, round by round: the median.</param>
/// <param name="Lowest">The lowest of the rounds' ratios.</param>
/// <param name="Highest">The highest.</param>
internal sealed record PeerRow(
    string Work, string Size, double Ours, string Peer, double Theirs, double Ratio, double Lowest, double Highest);
