using System.Diagnostics;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace VectorLR.Cli.Measuring;

/// <summary>Times alternatives side by side. The speed of a machine drifts, so each round runs every alternative.</summary>
internal static class Timing
{
    // The JIT aligns a stack frame to 16 bytes only. A spilled 64-byte register may therefore cross a cache line in one process and not in
    // another, which can make a kernel several times slower. So each action is timed at its best stack offset.
    private const int StackStep = 16;
    private const int StackOffsets = 64 / StackStep;

    /// <summary>Runs all actions in turn, round after round.</summary>
    /// <param name="actions">The actions to time.</param>
    /// <param name="rounds">The number of timings of each action.</param>
    /// <param name="seconds">The minimum duration of one timing; short actions repeat to reach it.</param>
    /// <returns>Seconds for one call, by action and round.</returns>
    public static double[][] Interleave(IReadOnlyList<Action> actions, int rounds, double seconds) =>
        Interleave(actions, new TimingOptions(rounds, seconds)).Rounds;

    /// <summary>Runs all actions in turn, round after round, each at its best stack offset.</summary>
    /// <param name="actions">The actions to time.</param>
    /// <param name="options">The number and duration of the timings.</param>
    public static Timings Interleave(IReadOnlyList<Action> actions, TimingOptions options)
    {
        Plan[] plans = new Plan[actions.Count];
        for (int i = 0; i < actions.Count; i++)
        {
            options.Before?.Invoke(i);
            plans[i] = Prepare(actions[i], options);
        }

        int rounds = (int)Math.Clamp(options.Budget / plans.Sum(plan => plan.Seconds * plan.Repeats), options.LeastRounds, options.Rounds);
        double[][] times = [.. actions.Select(_ => new double[rounds])];
        for (int k = 0; k < rounds; k++)
        {
            for (int i = 0; i < actions.Count; i++)
            {
                options.Before?.Invoke(i);
                times[i][k] = Time(actions[i], plans[i].Repeats, plans[i].StackOffset) / plans[i].Repeats;
            }
        }

        return new(times, [.. plans.Select(plan => plan.WorstPlace)]);
    }

    /// <summary>Runs all actions in turn until the JIT has optimised them: until it compiles nothing for 0.3 seconds.</summary>
    /// <remarks>
    /// Tiered compilation first makes unoptimised code and counts 30 calls of it. Counting starts at once or after 100 ms without new
    /// unoptimised code, as configured. A background thread then optimises the method, which takes about 100 ms for the longest methods.
    /// </remarks>
    public static void WarmUp(IReadOnlyList<Action> actions)
    {
        const int Calls = 100;
        const double Quiet = 0.3;
        const double Longest = 5;
        long begin = Stopwatch.GetTimestamp();
        long last = begin;
        long compiled = JitInfo.GetCompiledMethodCount();
        for (int calls = 0;
            Stopwatch.GetElapsedTime(begin).TotalSeconds < Longest
                && (calls < Calls || Stopwatch.GetElapsedTime(last).TotalSeconds < Quiet);
            calls++)
        {
            foreach (Action action in actions)
            {
                action();
            }

            if (JitInfo.GetCompiledMethodCount() is long now && now != compiled)
            {
                compiled = now;
                last = Stopwatch.GetTimestamp();
            }
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Warms an action up, and finds its repeat count and its best stack offset.</summary>
    private static Plan Prepare(Action action, TimingOptions options)
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

        // Again, with optimised code only.
        int repeats = (int)Math.Clamp(calls * options.Seconds / elapsed, 1, 1 << 24);
        repeats = (int)Math.Clamp(repeats * options.Seconds / Time(action, repeats, stackOffset: 0), 1, 1 << 24);

        // A long action does not depend on spilled registers, so the search is skipped.
        bool isLong = elapsed / calls > TimingOptions.Slow / 10;
        double[] offsets = new double[isLong ? 1 : StackOffsets];
        offsets.AsSpan().Fill(double.PositiveInfinity);
        for (int i = 0; i < 2 * offsets.Length; i++)
        {
            int offset = i % offsets.Length;
            offsets[offset] = Math.Min(offsets[offset], Time(action, repeats, offset) / repeats);
        }

        double best = offsets.Min();
        return new(repeats, Array.IndexOf(offsets, best), best, offsets.Max() / best);
    }

    // Not tiered: guided by its profile, the JIT would inline the most frequent action and not the others.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double Time(Action action, int repeats, int stackOffset)
    {
        // Moves the stack pointer to the offset, modulo 64.
        byte* current = stackalloc byte[StackStep];
        byte* padding = stackalloc byte[(int)((nuint)(current - (stackOffset * StackStep)) % 64) + StackStep];
        Keep(current, padding);
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Keep(byte* current, byte* padding) => *current = *padding = 0;

    /// <summary>The settings for timing an action.</summary>
    /// <param name="Repeats">The number of calls in one timing.</param>
    /// <param name="StackOffset">The stack offset, in steps of 16 bytes modulo 64 bytes.</param>
    /// <param name="Seconds">The time of a call at this offset.</param>
    /// <param name="WorstPlace">The time at the worst offset divided by Seconds.</param>
    private readonly record struct Plan(int Repeats, int StackOffset, double Seconds, double WorstPlace);
}
