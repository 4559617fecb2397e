using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>Examples in memory.</summary>
internal sealed class MemoryExamples<T>(ReadOnlyMemory2D<T> matrix, Layout layout) : IExampleSource<T>
    where T : unmanaged
{
    public int Count => Layout == Layout.ExampleRows ? matrix.Height : matrix.Width;

    public int Features => Layout == Layout.ExampleRows ? matrix.Width : matrix.Height;

    public Layout Layout { get; } = layout is Layout.ExampleRows or Layout.FeatureRows
        ? layout
        : throw new ArgumentOutOfRangeException(nameof(layout), layout, "is not a layout");

    public Examples<T> Slice(int start, int count) => new Examples<T>(matrix.Span, Layout).Slice(start, count);
}
