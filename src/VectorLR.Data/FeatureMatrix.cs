using CommunityToolkit.HighPerformance;

namespace VectorLR.Data;

/// <summary>The features X of m examples, held as they were loaded: bytes stay bytes, and no layout is transposed.</summary>
/// <remarks>
/// Immutable through this type; the array given to a constructor is held, not copied, and must not be changed afterwards.
/// m = 0 and n_x = 0 are valid.
/// </remarks>
public sealed class FeatureMatrix
{
    private readonly Array _values;

    /// <summary>Wraps 8-bit features without copying them.</summary>
    /// <param name="values">X, length <paramref name="count"/> * <paramref name="features"/>.</param>
    /// <param name="count">m, the number of examples; not negative.</param>
    /// <param name="features">n_x, the number of features of each example; not negative.</param>
    /// <param name="layout">Which of the two is contiguous.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or <paramref name="layout"/> is not a layout.</exception>
    /// <exception cref="ArgumentException">The length is not count * features; the message names both.</exception>
    public FeatureMatrix(byte[] values, int count, int features, Layout layout)
        : this(values, ElementType.Byte, count, features, layout)
    {
    }

    /// <summary>Wraps 32-bit features without copying them.</summary>
    /// <inheritdoc cref="FeatureMatrix(byte[], int, int, VectorLR.Layout)"/>
    public FeatureMatrix(float[] values, int count, int features, Layout layout)
        : this(values, ElementType.Single, count, features, layout)
    {
    }

    /// <summary>Wraps 64-bit features without copying them.</summary>
    /// <inheritdoc cref="FeatureMatrix(byte[], int, int, VectorLR.Layout)"/>
    public FeatureMatrix(double[] values, int count, int features, Layout layout)
        : this(values, ElementType.Double, count, features, layout)
    {
    }

    private FeatureMatrix(Array values, ElementType elementType, int count, int features, Layout layout)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(features);
        if (layout is not (Layout.ExampleRows or Layout.FeatureRows))
        {
            throw new ArgumentOutOfRangeException(nameof(layout), layout, "Expected ExampleRows or FeatureRows.");
        }

        if (values.Length != (long)count * features)
        {
            throw new ArgumentException(
                $"The array has {values.Length} values, but {count} examples of {features} features need {(long)count * features}.",
                nameof(values));
        }

        _values = values;
        ElementType = elementType;
        Count = count;
        Features = features;
        Layout = layout;
    }

    /// <summary>How each value is stored.</summary>
    public ElementType ElementType { get; }

    /// <summary>m, the number of examples.</summary>
    public int Count { get; }

    /// <summary>n_x, the number of features of each example.</summary>
    public int Features { get; }

    /// <summary>Whether each example (<see cref="Layout.ExampleRows"/>) or each feature is contiguous.</summary>
    public Layout Layout { get; }

    private int Height => Layout == Layout.ExampleRows ? Count : Features;

    private int Width => Layout == Layout.ExampleRows ? Features : Count;

    /// <summary>
    /// The stored bytes, without a copy: shape (<see cref="Count"/>, <see cref="Features"/>) for
    /// <see cref="Layout.ExampleRows"/>, (<see cref="Features"/>, <see cref="Count"/>) for <see cref="Layout.FeatureRows"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="ElementType"/> is not <see cref="ElementType.Byte"/>.</exception>
    public ReadOnlyMemory2D<byte> Bytes => _values is byte[] bytes
        ? Shaped(bytes)
        : throw new InvalidOperationException($"The features are stored as {ElementType}, not as Byte.");

    /// <summary>X as 32-bit floats, shaped as <see cref="Bytes"/> says.</summary>
    /// <returns>The stored array itself when it is of floats; else a new array, each value rounded to the nearest float.</returns>
    /// <exception cref="DataException">
    /// A stored double exceeds the largest float; the message names its [example, feature], but no file: none is known here.
    /// </exception>
    public ReadOnlyMemory2D<float> ToSingle() => Shaped(_values switch
    {
        float[] floats => floats,
        byte[] bytes => Array.ConvertAll(bytes, value => (float)value),
        _ => Narrowed((double[])_values),
    });

    /// <summary>X as 64-bit floats, shaped as <see cref="Bytes"/> says.</summary>
    /// <returns>The stored array itself when it is of doubles; else a new array with the same values, exactly.</returns>
    public ReadOnlyMemory2D<double> ToDouble() => Shaped(_values switch
    {
        double[] doubles => doubles,
        byte[] bytes => Array.ConvertAll(bytes, value => (double)value),
        _ => Array.ConvertAll((float[])_values, value => (double)value),
    });

    /// <summary>Copies the chosen examples into a new matrix of the same element type and layout.</summary>
    /// <param name="indices">Which examples, in the order wanted; an example may be repeated. Length 0 is valid.</param>
    /// <returns>A matrix of <c>indices.Length</c> examples: example k is this matrix's example <c>indices[k]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative, or not below <see cref="Count"/>.</exception>
    /// <exception cref="OverflowException">Examples repeat so often that their values would not fit in an array.</exception>
    public FeatureMatrix SelectExamples(ReadOnlySpan<int> indices)
    {
        Array selected = _values switch
        {
            byte[] bytes => Select(bytes, indices),
            float[] floats => Select(floats, indices),
            _ => Select((double[])_values, indices),
        };
        return new FeatureMatrix(selected, ElementType, indices.Length, Features, Layout);
    }

    /// <summary>Names the place of one stored value in a message.</summary>
    internal static string Place(int offset, int count, int features, Layout layout)
    {
        (int example, int feature) = layout == Layout.ExampleRows
            ? (offset / features, offset % features)
            : (offset % count, offset / count);
        return $"[{example}, {feature}]";
    }

    private ReadOnlyMemory2D<T> Shaped<T>(T[] values) => new(values, Height, Width);

    private float[] Narrowed(double[] doubles)
    {
        float[] floats = new float[doubles.Length];
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = (float)doubles[i];
            if (float.IsInfinity(floats[i]) && double.IsFinite(doubles[i]))
            {
                throw new DataException(
                    $"{Place(i, Count, Features, Layout)}: found {Wording.Number(doubles[i])}, " +
                    "expected a magnitude that a 32-bit float can hold (at most 3.4e38)");
            }
        }

        return floats;
    }

    private T[] Select<T>(T[] values, ReadOnlySpan<int> indices)
    {
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"Expected an example from 0 to {Count - 1}.");
            }
        }

        T[] selected = new T[checked(indices.Length * Features)];
        if (Layout == Layout.ExampleRows)
        {
            for (int k = 0; k < indices.Length; k++)
            {
                values.AsSpan(indices[k] * Features, Features).CopyTo(selected.AsSpan(k * Features));
            }

            return selected;
        }

        for (int feature = 0; feature < Features; feature++)
        {
            ReadOnlySpan<T> source = values.AsSpan(feature * Count, Count);
            Span<T> destination = selected.AsSpan(feature * indices.Length, indices.Length);
            for (int k = 0; k < indices.Length; k++)
            {
                destination[k] = source[indices[k]];
            }
        }

        return selected;
    }
}
