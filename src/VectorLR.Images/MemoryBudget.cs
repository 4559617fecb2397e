namespace VectorLR.Images;

/// <summary>Bounds the memory of pictures that are decoded at the same time. A picture beyond the bound is decoded alone.</summary>
internal sealed class MemoryBudget(long bytes)
{
    private readonly object _gate = new();
    private long _used;

    /// <summary>Runs <paramref name="work"/> as soon as the memory that it needs is free.</summary>
    public void Run(long cost, Action work)
    {
        lock (_gate)
        {
            while (_used > 0 && _used + cost > bytes)
            {
                Monitor.Wait(_gate);
            }

            _used += cost;
        }

        try
        {
            work();
        }
        finally
        {
            lock (_gate)
            {
                _used -= cost;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
