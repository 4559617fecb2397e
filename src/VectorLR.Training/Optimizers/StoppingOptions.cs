namespace VectorLR.Training;

/// <summary>When an optimizer stops, and where it goes on.</summary>
public sealed record StoppingOptions
{
    /// <summary>The most updates, those before a checkpoint included.</summary>
    public int Iterations { get; init; } = 1000;

    /// <summary>Stop when no component of the gradient, db included, is larger than this in absolute value.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>
    /// Where an earlier run of the same optimizer on the same objective came to: it goes on from there and ends with the bits that it would
    /// have had without the interruption. The start is not looked at. Null to begin at the start.
    /// </summary>
    public Checkpoint? Resume { get; init; }

    /// <summary>Every how many updates <see cref="OnCheckpoint"/> is called; at least 1.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Given a checkpoint from time to time, on the calling thread. Null for none; the result has the last one in any case.</summary>
    public Action<Checkpoint>? OnCheckpoint { get; init; }
}
