using System.Runtime.ExceptionServices;

namespace VectorLR.Training;

/// <summary>The caller's thread and threads of the pool, which run the numbered chunks of one job at a time.</summary>
/// <remarks>
/// Like <c>Parallel.For</c>, without its allocations in each call. The caller never waits for a pool thread to start: each thread takes the
/// next chunk, so the caller runs all chunks if the pool is busy. One caller at a time.
/// </remarks>
internal sealed class ThreadTeam(int threads) : IThreadPoolWorkItem
{
    private readonly Lock _failing = new();
    private Action<int> _work = static _ => { };
    private ExceptionDispatchInfo? _failure;
    private int _failedChunk;

    /// <summary>
    /// The number of chunks in the upper half, and the next chunk in the lower. They are exchanged together, so that a thread left over
    /// from an earlier job takes no chunk twice.
    /// </summary>
    private long _state;

    private int _unfinished;

    /// <summary>Runs chunks 0 to <paramref name="chunks"/> - 1, and returns when all are done.</summary>
    /// <remarks>If chunks throw, the exception of the lowest chunk is rethrown to the caller after all chunks are done.</remarks>
    public void Run(int chunks, Action<int> work)
    {
        if (threads == 1 || chunks == 1)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                work(chunk);
            }

            return;
        }

        (_work, _failure, _unfinished) = (work, null, chunks);
        Volatile.Write(ref _state, (long)chunks << 32);
        for (int helper = 1; helper < Math.Min(threads, chunks); helper++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        TakeChunks();

        // Other threads run the remaining chunks. That takes less time than this thread would take to sleep and wake.
        SpinWait wait = default;
        while (Volatile.Read(ref _unfinished) > 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        _failure?.Throw();
    }

    void IThreadPoolWorkItem.Execute() => TakeChunks();

    private void TakeChunks()
    {
        for (long state = Volatile.Read(ref _state); (int)state < (int)(state >> 32); state = Volatile.Read(ref _state))
        {
            if (Interlocked.CompareExchange(ref _state, state + 1, state) != state)
            {
                continue;
            }

            int chunk = (int)state;
            try
            {
                _work(chunk);
            }
            catch (Exception exception)
            {
                lock (_failing)
                {
                    if (_failure is null || chunk < _failedChunk)
                    {
                        (_failure, _failedChunk) = (ExceptionDispatchInfo.Capture(exception), chunk);
                    }
                }
            }

            Interlocked.Decrement(ref _unfinished);
        }
    }
}
