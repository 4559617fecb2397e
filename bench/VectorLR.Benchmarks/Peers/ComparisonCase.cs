namespace VectorLR.Benchmarks.Peers;

/// <summary>One implementation of a work item.</summary>
/// <param name="Name">The name of its row.</param>
/// <param name="Run">Does the work <see cref="ComparisonCase.Calls"/> times.</param>
internal sealed record Candidate(string Name, Action Run)
{
    public PeerKind Kind { get; init; } = PeerKind.Peer;

    /// <summary>The number of threads that OpenBLAS may use in the meantime.</summary>
    public int BlasThreads { get; init; } = 1;

    /// <summary>The largest error of the last result, or null if errors are not measured.</summary>
    public Func<double>? Error { get; init; }

    /// <summary>A target time in seconds, for a row that is not measured.</summary>
    public double? Goal { get; init; }

    public static Candidate AtMost(double seconds) => new(PeerNames.TheTarget, () => { }) { Kind = PeerKind.Goal, Goal = seconds };
}

/// <summary>One work item of one size: our candidate and its peers, which are timed in turn.</summary>
internal sealed record ComparisonCase(string Work, string Size, Candidate Ours, IReadOnlyList<Candidate> Peers)
{
    /// <summary>How often each run does the work. Short work takes less time than the call of a delegate.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>The bytes that the work must read, each counted once.</summary>
    public required long Bytes { get; init; }

    /// <summary>The number of threads of our candidate.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The unit of the errors, or empty without errors.</summary>
    public string ErrorUnit { get; init; } = "";
}

/// <summary>Creates a case on demand, since some cases hold hundreds of megabytes.</summary>
internal sealed record CaseFactory(string Size, Func<ComparisonCase> Prepare);

/// <summary>A work item: its cases, and small cases that make the JIT compile everything before the first timing.</summary>
internal sealed record Work(string Name, IReadOnlyList<CaseFactory> Cases, IReadOnlyList<Func<ComparisonCase>> WarmUps);
