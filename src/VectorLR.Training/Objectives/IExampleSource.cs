namespace VectorLR.Training;

/// <summary>Examples that need not fit in one span or in memory. An objective reads a slice at a time: 2^22 values, or one tile of examples if that is more.</summary>
/// <typeparam name="T">The stored type: float, double or byte.</typeparam>
public interface IExampleSource<T>
    where T : unmanaged
{
    /// <summary>m, the number of examples.</summary>
    int Count { get; }

    /// <summary>n_x, the number of features of each example.</summary>
    int Features { get; }

    /// <summary>Whether each example or each feature is contiguous.</summary>
    Layout Layout { get; }

    /// <summary>
    /// Returns <paramref name="count"/> examples from <paramref name="start"/> on. Several threads call this at once. The view is valid for
    /// as long as the source is reachable.
    /// </summary>
    /// <param name="start">The index of the first example.</param>
    /// <param name="count">The number of examples; count * n_x is at most 2^31 - 1.</param>
    /// <returns>A view of <paramref name="count"/> examples of n_x features.</returns>
    Examples<T> Slice(int start, int count);
}
