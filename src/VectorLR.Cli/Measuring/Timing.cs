using System.Diagnostics;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace VectorLR.Cli.Measuring;

/// <summary>Times alternatives side by side: the machine's speed drifts, so each round runs every one of them.</summary>
internal static class Timing
{
    // The JIT aligns a method's frame to 16 bytes, so a spilled register of 64 may cross a cache line or not, from process to process:
    // that made one kernel three times slower in half of all processes, and a peer in the other half. So each action finds its best place.
    private const int StackStep = 16;
    private const int StackPlaces = 64 / StackStep;

    /// <summary>Runs all actions in turn, round after round.</summary>
    /// <param name="actions">What to time.</param>
    /// <param name="rounds">How many times each is timed.</param>
    /// <param name="seconds">How long one timing of one action should take at least; short actions repeat until then.</param>
    /// <returns>Seconds for one call, by action and round.</returns>
    public static double[][] Interleave(IReadOnlyList<Action> actions, int rounds, double seconds) =>
        Interleave(actions, new TimingOptions(rounds, seconds)).Rounds;

    /// <summary>Runs all actions in turn, round after round, each where on the stack it is fastest.</summary>
    /// <param name="actions">What to time.</param>
    /// <param name="options">How often and for how long.</param>
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
                times[i][k] = Time(actions[i], plans[i].Repeats, plans[i].StackPlace) / plans[i].Repeats;
            }
        }

        return new(times, [.. plans.Select(plan => plan.WorstPlace)]);
    }

    /// <summary>Runs all actions in turn until the JIT has made their fast code: until it has compiled nothing for a while.</summary>
    /// <remarks>
    /// It first makes slow code, counts 30 calls of it (at once where the program's configuration says so, or after 100 ms without any more
    /// of it), and makes the fast code beside the program, which takes it some 100 ms for the longest methods.
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
            Stopwatch.GetElapsedTime(begin).TotalSeconds < Longest && (calls < Calls || Stopwatch.GetElapsedTime(last).TotalSeconds < Quiet);
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

    /// <summary>Warms an action up, and finds how often to repeat it and where on the stack.</summary>
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

        // Again, of the fast code alone.
        int repeats = (int)Math.Clamp(calls * options.Seconds / elapsed, 1, 1 << 24);
        repeats = (int)Math.Clamp(repeats * options.Seconds / Time(action, repeats, stackPlace: 0), 1, 1 << 24);

        // What takes long by itself is not worth the search: it does not live in registers.
        bool isLong = elapsed / calls > TimingOptions.Slow / 10;
        double[] places = new double[isLong ? 1 : StackPlaces];
        places.AsSpan().Fill(double.PositiveInfinity);
        for (int i = 0; i < 2 * places.Length; i++)
        {
            int place = i % places.Length;
            places[place] = Math.Min(places[place], Time(action, repeats, place) / repeats);
        }

        double best = places.Min();
        return new(repeats, Array.IndexOf(places, best), best, places.Max() / best);
    }

    // Compiled once and for all: left to its profile, the JIT would inline whichever action it met most often and leave out the others.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double Time(Action action, int repeats, int stackPlace)
    {
        // From wherever the stack is here to the place, modulo 64.
        byte* here = stackalloc byte[StackStep];
        byte* there = stackalloc byte[(int)((nuint)(here - (stackPlace * StackStep)) % 64) + StackStep];
        Keep(here, there);
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Keep(byte* here, byte* there) => *here = *there = 0;

    /// <summary>How to time an action.</summary>
    /// <param name="Repeats">How often a timing calls it.</param>
    /// <param name="StackPlace">Where on the stack, in steps modulo 64 bytes.</param>
    /// <param name="Seconds">What a call took there.</param>
    /// <param name="WorstPlace">What it took at the worst place, over that.</param>
    private readonly record struct Plan(int Repeats, int StackPlace, double Seconds, double WorstPlace);
}
