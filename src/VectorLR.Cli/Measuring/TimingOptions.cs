namespace VectorLR.Cli.Measuring;

/// <summary>The number and duration of timings.</summary>
/// <param name="Rounds">The number of timings of each action.</param>
/// <param name="Seconds">The minimum duration of one timing; short actions repeat to reach it.</param>
internal sealed record TimingOptions(int Rounds, double Seconds)
{
    /// <summary>An action that takes longer than this many seconds needs no third call to warm up.</summary>
    public const double Slow = 0.3;

    /// <summary>How long each action runs before its first timing, in seconds.</summary>
    /// <remarks>The JIT optimises a method only after 100 ms without new unoptimised code.</remarks>
    public double WarmUp { get; init; } = 0.3;

    /// <summary>The maximum duration of all rounds together, in seconds. There are fewer rounds if they would take longer.</summary>
    public double Budget { get; init; } = double.PositiveInfinity;

    /// <summary>The minimum number of rounds, however long they take.</summary>
    public int LeastRounds { get; init; } = 1;

    /// <summary>Called, untimed, before each timing with the index of the action.</summary>
    public Action<int>? Before { get; init; }
}
