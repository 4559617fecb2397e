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
    public static double[][] Interleave(IReadOnlyList<Action> actions, int rounds, double seconds)
    {
        int[] repeats = [.. actions.Select(action => Repeats(action, seconds))];
        double[][] times = [.. actions.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < actions.Count; i++)
            {
                times[i][round] = Time(actions[i], repeats[i]) / repeats[i];
            }
        }

        return times;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Warms an action up, and finds how often to repeat it.</summary>
    private static int Repeats(Action action, double seconds)
    {
        // The JIT first makes slow code, and waits until 100 ms pass without any more of it before it makes the fast one.
        const double WarmUp = 0.3;
        long begin = Stopwatch.GetTimestamp();
        int calls = 0;
        double elapsed;
        do
        {
            action();
            calls++;
            elapsed = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }
        while (elapsed < WarmUp || calls < 3);

        // The second estimate is of the fast code alone.
        int estimate = (int)Math.Clamp(calls * seconds / elapsed, 1, 1 << 24);
        double again = Time(action, estimate);
        return (int)Math.Clamp(estimate * seconds / again, 1, 1 << 24);
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
