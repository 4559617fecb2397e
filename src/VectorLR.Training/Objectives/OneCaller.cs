namespace VectorLR.Training;

/// <summary>The time that a caller is inside an object whose buffers serve one caller at a time.</summary>
internal readonly ref struct OneCaller : IDisposable
{
    private readonly ref int _isInside;

    /// <param name="isInside">The object's field: 1 while a caller is inside.</param>
    /// <exception cref="InvalidOperationException">Another caller is inside.</exception>
    public OneCaller(ref int isInside)
    {
        if (Interlocked.Exchange(ref isInside, 1) != 0)
        {
            throw new InvalidOperationException(
                "the objective is in use by another thread; it serves one at a time, so create an objective for each thread");
        }

        _isInside = ref isInside;
    }

    public void Dispose() => Volatile.Write(ref _isInside, 0);
}
