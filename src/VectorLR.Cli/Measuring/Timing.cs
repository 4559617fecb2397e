using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace VectorLR.Cli.Measuring;

/// <summary>Times alternatives side by side: the machine's speed drifts, so each round runs every one of them.</summary>
internal static class Timing
{
    /// <summary>Runs all actions in turn, round after round.</summary>
    /// <param name="actions">What to time.</param>
    /// <param name="rounds">How many times each is timed.</param>
    /// <param name="seconds">How long one timing of one action should take at least; short actions repeat until then.</param>
    /// <returns>Seconds for one call, by action and round.</returns>
    public static double[][] Interleave(IReadOnlyList<Action> actions, int rounds, double seconds) =>
        Interleave(actions, new TimingOptions(rounds, seconds));

    /// <inheritdoc cref="Interleave(IReadOnlyList{Action}, int, double)"/>
    /// <param name="actions">What to time.</param>
    /// <param name="options">How often and for how long.</param>
    public static double[][] Interleave(IReadOnlyList<Action> actions, TimingOptions options)
    {
        int[] repeats = new int[actions.Count];
        double round = 0;
        for (int i = 0; i < actions.Count; i++)
        {
            options.Before?.Invoke(i);
            (repeats[i], double seconds) = Repeats(actions[i], options);
            round += seconds;
        }

        int rounds = (int)Math.Clamp(options.Budget / round, options.LeastRounds, options.Rounds);
        double[][] times = [.. actions.Select(_ => new double[rounds])];
        for (int k = 0; k < rounds; k++)
        {
            for (int i = 0; i < actions.Count; i++)
            {
                options.Before?.Invoke(i);
                times[i][k] = Time(actions[i], repeats[i]) / repeats[i];
            }
        }

        return times;
    }

    /// <summary>Runs all actions in turn until the JIT has made their fast code.</summary>
    /// <remarks>It first makes slow code, and waits until 100 ms pass without any more of it before it counts 30 calls and makes the fast one.</remarks>
    public static void WarmUp(IReadOnlyList<Action> actions, double seconds)
    {
        const int Calls = 100;
        long begin = Stopwatch.GetTimestamp();
        for (int calls = 0; calls < Calls || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds; calls++)
        {
            foreach (Action action in actions)
            {
                action();
            }
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Warms an action up, and finds how often to repeat it and how long that takes.</summary>
    private static (int Repeats, double Seconds) Repeats(Action action, TimingOptions options)
    {
        long begin = Stopwatch.GetTimestamp();
        int calls = 0;
        double elapsed;
        do
        {
            action();
            calls++;
            elapsed = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }
        while (elapsed < options.WarmUp || (calls < 3 && elapsed < TimingOptions.Slow));

        // The second estimate is of the fast code alone.
        int estimate = (int)Math.Clamp(calls * options.Seconds / elapsed, 1, 1 << 24);
        double again = Time(action, estimate);
        int repeats = (int)Math.Clamp(estimate * options.Seconds / again, 1, 1 << 24);
        return (repeats, again * repeats / estimate);
    }

    // Compiled once and for all: left to its profile, the JIT would inline whichever action it met most often and leave out the others.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Time(Action action, int repeats)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
