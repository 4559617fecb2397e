using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace VectorLR;

/// <summary>A view of X: <see cref="Count"/> (m) examples of <see cref="Features"/> (n_x) values each, in either layout.</summary>
/// <typeparam name="T">The type as stored: float, double or byte. Never scaled or copied.</typeparam>
public readonly ref struct Examples<T>
    where T : unmanaged
{
    /// <summary>Views a span as X.</summary>
    /// <param name="values">The values; at least (rows - 1) * <paramref name="stride"/> + columns of them, where rows and columns are
    /// m and n_x for <see cref="Layout.ExampleRows"/>, n_x and m for <see cref="Layout.FeatureRows"/>.</param>
    /// <param name="count">m, the number of examples.</param>
    /// <param name="features">n_x, the number of features of each.</param>
    /// <param name="layout">Whether each example or each feature is contiguous.</param>
    /// <param name="stride">Elements from the start of one row to the next; -1 for rows that follow each other without a gap.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the stride is less than a row's length.</exception>
    /// <exception cref="ArgumentException">The span is shorter than the shape needs; the message names both.</exception>
    [MethodImpl(AggressiveInlining)]
    public Examples(ReadOnlySpan<T> values, int count, int features, Layout layout = Layout.ExampleRows, int stride = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(features);
        if (layout is not (Layout.ExampleRows or Layout.FeatureRows))
        {
            ThrowLayout(layout);
        }

        (int rows, int columns) = layout == Layout.ExampleRows ? (count, features) : (features, count);
        stride = stride == -1 ? columns : stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, columns);
        long needed = rows == 0 || columns == 0 ? 0 : ((rows - 1L) * stride) + columns;
        if (values.Length < needed)
        {
            ThrowTooShort(values.Length, nameof(values), needed, count, features, layout, stride);
        }

        Values = values[..(int)needed];
        Count = count;
        Features = features;
        Layout = layout;
        Stride = stride;
    }

    /// <summary>Views a 2-D span as X.</summary>
    /// <param name="matrix">Shape (m, n_x) for <see cref="Layout.ExampleRows"/>, (n_x, m) for <see cref="Layout.FeatureRows"/>.</param>
    /// <param name="layout">Whether a row of the matrix is an example or a feature.</param>
    /// <exception cref="ArgumentException">The matrix spans more than 2^31 - 1 elements.</exception>
    public Examples(ReadOnlySpan2D<T> matrix, Layout layout = Layout.ExampleRows)
        : this(
            Flatten(matrix, out int stride),
            layout == Layout.FeatureRows ? matrix.Width : matrix.Height,
            layout == Layout.FeatureRows ? matrix.Height : matrix.Width,
            layout,
            stride)
    {
    }

    /// <summary>m, the number of examples.</summary>
    public int Count { get; }

    /// <summary>n_x, the number of features of each example.</summary>
    public int Features { get; }

    /// <summary>Whether each example or each feature is contiguous.</summary>
    public Layout Layout { get; }

    /// <summary>Elements from the start of one row to the start of the next.</summary>
    public int Stride { get; }

    internal int Rows => Layout == Layout.ExampleRows ? Count : Features;

    internal int Columns => Layout == Layout.ExampleRows ? Features : Count;

    /// <summary>The elements from the first value to the last, gaps included.</summary>
    internal ReadOnlySpan<T> Values { get; }

    /// <summary>The examples from <paramref name="start"/>, <paramref name="count"/> of them, as a view of the same memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the examples.</exception>
    public Examples<T> Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        int first = Values.IsEmpty || count == 0 ? 0 : start * (Layout == Layout.ExampleRows ? Stride : 1);
        return new(Values[first..], count, Features, Layout, Stride);
    }

    // Apart, so that the constructor is inlined: a row at a time, it costs as much as the row.
    [DoesNotReturn]
    private static void ThrowLayout(Layout layout) => throw new ArgumentOutOfRangeException(nameof(layout), layout, "is not a layout");

    [DoesNotReturn]
    private static void ThrowTooShort(int length, string name, long needed, int count, int features, Layout layout, int stride) =>
        throw new ArgumentException(
            $"{layout} of {count} examples x {features} features with stride {stride} needs {needed} values, but the span has {length}",
            name);

    /// <summary>The one span under a 2-D span's rows, and the distance between them, which the 2-D span does not tell.</summary>
    internal static ReadOnlySpan<T> Flatten(ReadOnlySpan2D<T> matrix, out int stride)
    {
        stride = matrix.Width;
        if (matrix.Height == 0 || matrix.Width == 0)
        {
            return default;
        }

        if (matrix.Height > 1)
        {
            stride = (int)(Unsafe.ByteOffset(in matrix.DangerousGetReferenceAt(0, 0), in matrix.DangerousGetReferenceAt(1, 0))
                / Unsafe.SizeOf<T>());
        }

        long length = ((matrix.Height - 1L) * stride) + matrix.Width;
        if (length > int.MaxValue)
        {
            throw new ArgumentException($"the matrix spans {length} elements; a view has at most {int.MaxValue}", nameof(matrix));
        }

        return MemoryMarshal.CreateReadOnlySpan(in matrix.DangerousGetReference(), (int)length);
    }
}
