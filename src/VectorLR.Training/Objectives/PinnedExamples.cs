namespace VectorLR.Training;

/// <summary>Examples in a span that the caller has pinned, for other threads to read.</summary>
internal sealed unsafe class PinnedExamples<T>(T* values, int length, int count, int features, Layout layout, int stride)
    : IExampleSource<T>
    where T : unmanaged
{
    public int Count => count;

    public int Features => features;

    public Layout Layout => layout;

    public Examples<T> Slice(int start, int count) => All().Slice(start, count);

    private Examples<T> All() => new(new ReadOnlySpan<T>(values, length), count, features, layout, stride);
}
