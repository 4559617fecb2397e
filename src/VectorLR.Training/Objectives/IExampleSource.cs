namespace VectorLR.Training;

/// <summary>Examples that need not fit in one span, nor in memory: an objective asks for a stretch of them at a time.</summary>
/// <typeparam name="T">The type as stored: float, double or byte.</typeparam>
public interface IExampleSource<T>
    where T : unmanaged
{
    /// <summary>m, the number of examples.</summary>
    int Count { get; }

    /// <summary>n_x, the number of features of each.</summary>
    int Features { get; }

    /// <summary>Whether each example or each feature is contiguous.</summary>
    Layout Layout { get; }

    /// <summary>
    /// The examples from <paramref name="start"/>, <paramref name="count"/> of them. Asked by several threads at once. The view is valid
    /// for as long as the source is reachable.
    /// </summary>
    /// <param name="start">The first example.</param>
    /// <param name="count">How many, with n_x times as many values at most 2^31 - 1.</param>
    /// <returns>A view of <paramref name="count"/> examples of n_x features.</returns>
    Examples<T> Slice(int start, int count);
}
