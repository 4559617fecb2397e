using System.Runtime.ExceptionServices;

namespace VectorLR.Data;

/// <summary>Goes through examples a stretch at a time, on all cores.</summary>
internal static class Stretches
{
    // A few megabytes: many stretches for the cores to share, and each far longer than its start.
    private const int Values = 1 << 22;

    /// <summary>Calls <paramref name="work"/> with the start and the count of every stretch.</summary>
    /// <exception cref="DataException">The work's own; of several the one of the earliest stretch, whatever the threads do.</exception>
    public static void ForEach(int count, int features, Action<int, int> work, CancellationToken cancellation = default)
    {
        int most = Math.Max(1, Values / Math.Max(1, features));
        int stretches = (int)(((long)count + most - 1) / most);
        Lock gate = new();
        (int Stretch, DataException? Fault) first = (int.MaxValue, null);
        try
        {
            Parallel.For(0, stretches, new ParallelOptions { CancellationToken = cancellation }, (stretch, state) =>
            {
                try
                {
                    int start = stretch * most;
                    work(start, Math.Min(most, count - start));
                }
                catch (DataException fault)
                {
                    lock (gate)
                    {
                        first = stretch < first.Stretch ? (stretch, fault) : first;
                    }

                    // The stretches before this one are still gone through.
                    state.Break();
                }
            });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        if (first.Fault is not null)
        {
            ExceptionDispatchInfo.Throw(first.Fault);
        }
    }
}
