namespace VectorLR.Benchmarks.Peers;

/// <summary>One way to do a work item.</summary>
/// <param name="Name">Who does it.</param>
/// <param name="Run">Does it once, or as often as the contest says.</param>
internal sealed record Candidate(string Name, Action Run)
{
    public PeerKind Kind { get; init; } = PeerKind.Peer;

    /// <summary>How many threads OpenBLAS may use meanwhile.</summary>
    public int BlasThreads { get; init; } = 1;

    /// <summary>The largest error of the last result, or null where it makes none.</summary>
    public Func<double>? Error { get; init; }

    /// <summary>A time to keep to instead of one that is measured.</summary>
    public double? Goal { get; init; }

    public static Candidate AtMost(double seconds) => new(PeerNames.TheTarget, () => { }) { Kind = PeerKind.Goal, Goal = seconds };
}

/// <summary>One work item of one size: ours, and who else does the same, to be timed in turn.</summary>
internal sealed record ComparisonCase(string Work, string Size, Candidate Ours, IReadOnlyList<Candidate> Peers)
{
    /// <summary>How often each run does the work: short work is over sooner than a delegate is called.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>The bytes that the work cannot avoid to read, once.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many threads ours uses.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What errors are relative to, or empty where there are none.</summary>
    public string ErrorUnit { get; init; } = "";
}

/// <summary>A contest, not yet prepared: some hold hundreds of megabytes.</summary>
internal sealed record CaseFactory(string Size, Func<ComparisonCase> Prepare);

/// <summary>A work item: its sizes, and small ones that make the JIT compile everything before the first timing.</summary>
internal sealed record Work(string Name, IReadOnlyList<CaseFactory> Trials, IReadOnlyList<Func<ComparisonCase>> WarmUps);
