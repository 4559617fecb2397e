using System.Numerics;
using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>Examples converted piece by piece, for data too large to convert at once.</summary>
/// <param name="source">The stored values, which this object disposes.</param>
internal sealed class ConvertedExamples<TFrom, TTo>(MappedMatrix<TFrom> source) : IExampleSource<TTo>, IDisposable
    where TFrom : unmanaged, INumberBase<TFrom>
    where TTo : unmanaged, INumberBase<TTo>
{
    public int Count => source.Count;

    public int Features => source.Features;

    public Layout Layout => source.Layout;

    public void Dispose() => ((IDisposable)source).Dispose();

    public Examples<TTo> Slice(int start, int count)
    {
        Examples<TFrom> stored = source.Slice(start, count);
        (int rows, int columns) = Layout == Layout.ExampleRows ? (count, Features) : (Features, count);
        TTo[] values = GC.AllocateUninitializedArray<TTo>(rows * columns);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<TFrom> from = stored.Values.Slice(row * stored.Stride, columns);
            Span<TTo> to = values.AsSpan(row * columns, columns);
            for (int column = 0; column < columns; column++)
            {
                to[column] = TTo.CreateTruncating(from[column]);
                if (!TTo.IsFinite(to[column]) && TFrom.IsFinite(from[column]))
                {
                    (int example, int feature) = Layout == Layout.ExampleRows ? (start + row, column) : (start + column, row);
                    throw FeatureMatrix.TooLarge($"{source.Path}: ", example, feature, double.CreateTruncating(from[column]));
                }
            }
        }

        // The span above is valid while the source is alive.
        GC.KeepAlive(source);
        return new Examples<TTo>(values, count, Features, Layout);
    }
}
