using System.Numerics;

namespace VectorLR.Tests;

/// <summary>X for a test: its values, example after example, and a way to lay them out in memory.</summary>
internal sealed class SampleMatrix<TX>(int count, int features, TX[] values)
    where TX : unmanaged, INumberBase<TX>
{
    public SampleMatrix(int count, int features, int seed)
        : this(count, features, Samples.Stored<TX>(count * features, seed))
    {
    }

    public int Count { get; } = count;

    public int Features { get; } = features;

    /// <summary>Example i, feature j at i * Features + j.</summary>
    public TX[] Values { get; } = values;

    /// <summary>The values as doubles, in the same order.</summary>
    public double[] Doubles { get; } = Samples.ToDoubles<TX>(values);

    /// <summary>Feature j of every example.</summary>
    public double[] Feature(int j)
    {
        double[] column = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            column[i] = Doubles[(i * Features) + j];
        }

        return column;
    }

    public ReadOnlySpan<double> Example(int i) => Doubles.AsSpan(i * Features, Features);

    /// <summary>X in poisoned memory, with poison in the gaps between rows.</summary>
    public Examples<TX> Place(GuardedMemory memory, Layout layout, int gap, Placement placement)
    {
        (int rows, int columns) = layout == Layout.ExampleRows ? (Count, Features) : (Features, Count);
        int stride = columns + gap;
        int length = rows == 0 || columns == 0 ? 0 : ((rows - 1) * stride) + columns;
        Span<TX> span = memory.Place<TX>(length, placement, GuardedMemory.Poison);
        for (int row = 0; row < rows && length > 0; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                span[(row * stride) + column] = layout == Layout.ExampleRows
                    ? Values[(row * Features) + column]
                    : Values[(column * Features) + row];
            }
        }

        return new(span, Count, Features, layout, stride);
    }

    /// <summary>A case for messages about this X laid out so.</summary>
    public Case Describe<T>(Isa isa, in Examples<TX> x, Placement placement) => new(isa, typeof(TX), typeof(T))
    {
        Layout = x.Layout,
        Shape = x.Layout == Layout.ExampleRows ? (Count, Features) : (Features, Count),
        Stride = x.Stride,
        Placement = placement,
    };
}
