namespace VectorLR.Cli.Measuring;

/// <summary>How often and for how long alternatives are timed.</summary>
/// <param name="Rounds">How many times each action is timed.</param>
/// <param name="Seconds">How long one timing of one action should take at least; short actions repeat until then.</param>
internal sealed record TimingOptions(int Rounds, double Seconds)
{
    /// <summary>An action that takes longer than this needs no third call to warm up.</summary>
    public const double Slow = 0.3;

    /// <summary>How long each action runs before its first timing.</summary>
    /// <remarks>The JIT waits until 100 ms pass without new slow code before it makes fast code.</remarks>
    public double WarmUp { get; init; } = 0.3;

    /// <summary>How long all rounds together should take at most; there are fewer rounds when they would take longer.</summary>
    public double Budget { get; init; } = double.PositiveInfinity;

    /// <summary>How many rounds there are whatever they take.</summary>
    public int LeastRounds { get; init; } = 1;

    /// <summary>What to do, untimed, before each timing of an action, which is named by its index.</summary>
    public Action<int>? Before { get; init; }
}
