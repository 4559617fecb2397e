using System.Runtime.ExceptionServices;

namespace VectorLR.Data;

/// <summary>Processes examples in pieces, on all cores.</summary>
internal static class Pieces
{
    // A few megabytes: small enough to share among the cores, large enough to amortise the start of a piece.
    private const int Values = 1 << 22;

    /// <summary>Calls <paramref name="work"/> with the start and the count of every piece.</summary>
    /// <exception cref="DataException"><paramref name="work"/> threw it; of several, the one of the earliest piece.</exception>
    public static void ForEach(int count, int features, Action<int, int> work, CancellationToken cancellation = default)
    {
        int size = Math.Max(1, Values / Math.Max(1, features));
        int pieces = (int)(((long)count + size - 1) / size);
        Lock gate = new();
        (int Piece, DataException? Fault) first = (int.MaxValue, null);
        try
        {
            Parallel.For(0, pieces, new ParallelOptions { CancellationToken = cancellation }, (piece, state) =>
            {
                try
                {
                    int start = piece * size;
                    work(start, Math.Min(size, count - start));
                }
                catch (DataException fault)
                {
                    lock (gate)
                    {
                        first = piece < first.Piece ? (piece, fault) : first;
                    }

                    // Earlier pieces still run.
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
