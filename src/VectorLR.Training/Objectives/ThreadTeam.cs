using System.Runtime.ExceptionServices;

namespace VectorLR.Training;

/// <summary>The caller's thread and some of the pool's, which do numbered parts of one piece of work after the other.</summary>
/// <remarks>
/// As <c>Parallel.For</c>, without the 1.5 KB that it allocates at every call. Nobody waits for a thread of the pool to begin: whoever is there takes the next part,
/// and a busy pool leaves all of them to the caller. One caller at a time. Staying here for 200 us, in case an optimizer is back soon, made steps of
/// 209 x 12288 bytes no faster: 240 us on average, 256 without, where one run differs from the next by more (two virtual cores); nor did sharing out the
/// scaling of the weights and the mean of the partial sums as well, once a piece of work costs 0.2 us to hand over: 222 to 245 us, 232 to 253 without.
/// </remarks>
internal sealed class ThreadTeam(int threads) : IThreadPoolWorkItem
{
    private readonly Lock _failing = new();
    private Action<int> _work = static _ => { };
    private ExceptionDispatchInfo? _failure;
    private int _failedPart;

    /// <summary>How many parts there are, in the upper half, and which is next: together, so that a thread that is late for one piece of work takes no part of another twice.</summary>
    private long _state;

    private int _open;

    /// <summary>Does the parts from 0 on, and returns when all are done.</summary>
    /// <remarks>What a part throws reaches the caller after all others are done: of several the first part's.</remarks>
    public void Run(int parts, Action<int> work)
    {
        if (threads == 1 || parts == 1)
        {
            for (int part = 0; part < parts; part++)
            {
                work(part);
            }

            return;
        }

        (_work, _failure, _open) = (work, null, parts);
        Volatile.Write(ref _state, (long)parts << 32);
        for (int helper = 1; helper < Math.Min(threads, parts); helper++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        TakeParts();

        // What is left is in the hands of others, and over in less than a thread takes to fall asleep and wake up.
        SpinWait wait = default;
        while (Volatile.Read(ref _open) > 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        _failure?.Throw();
    }

    void IThreadPoolWorkItem.Execute() => TakeParts();

    private void TakeParts()
    {
        for (long state = Volatile.Read(ref _state); (int)state < (int)(state >> 32); state = Volatile.Read(ref _state))
        {
            if (Interlocked.CompareExchange(ref _state, state + 1, state) != state)
            {
                continue;
            }

            int part = (int)state;
            try
            {
                _work(part);
            }
            catch (Exception exception)
            {
                lock (_failing)
                {
                    if (_failure is null || part < _failedPart)
                    {
                        (_failure, _failedPart) = (ExceptionDispatchInfo.Capture(exception), part);
                    }
                }
            }

            Interlocked.Decrement(ref _open);
        }
    }
}
