namespace VectorLR.Training;

/// <summary>Floats as doubles, converted chunk by chunk as they are read.</summary>
internal sealed class WidenedExamples(IExampleSource<float> source) : IExampleSource<double>
{
    public int Count => source.Count;

    public int Features => source.Features;

    public Layout Layout => source.Layout;

    public Examples<double> Slice(int start, int count)
    {
        Examples<float> singles = source.Slice(start, count);
        double[] doubles = new double[count * Features];
        (int rows, int columns) = (singles.Rows, singles.Columns);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = singles.Values.Slice(columns == 0 ? 0 : row * singles.Stride, columns);
            Span<double> to = doubles.AsSpan(row * columns, columns);
            for (int column = 0; column < columns; column++)
            {
                to[column] = from[column];
            }
        }

        return new(doubles, count, Features, Layout);
    }
}
