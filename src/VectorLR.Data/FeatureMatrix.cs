using System.Numerics;
using CommunityToolkit.HighPerformance;
using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>The features X of m examples, as loaded: bytes stay bytes, and no layout is transposed.</summary>
/// <remarks>
/// <para>
/// Immutable through this type. The array given to a constructor is not copied and must not change afterwards.
/// A matrix of <see cref="NpyFile.MapMatrix(string)"/> stays in its file and may have more values than a view or an array holds (2^31 - 1).
/// Read such a matrix in pieces, through <see cref="AsBytes"/>, <see cref="AsSingles"/> or <see cref="AsDoubles"/>.
/// m = 0 and n_x = 0 are valid.
/// </para>
/// <para>
/// <see cref="Dispose"/> closes the file of a mapped matrix. The file stays mapped for what was handed out before: memory, pins of it, and
/// sources of examples, which are <see cref="IDisposable"/> then. It is unmapped when they are all disposed or no longer referenced. A span
/// does not keep it mapped: it is valid while the memory or the source that it came from is referenced. Keep that in a variable, and pass
/// it to <see cref="GC.KeepAlive"/> after the last use of the span.
/// </para>
/// </remarks>
public sealed class FeatureMatrix : IDisposable
{
    // An array, or a MappedMatrix of the element type.
    private readonly object _values;

    /// <summary>Wraps 8-bit features without copying them.</summary>
    /// <param name="values">X, length <paramref name="count"/> * <paramref name="features"/>.</param>
    /// <param name="count">m, the number of examples; not negative.</param>
    /// <param name="features">n_x, the number of features of each example; not negative.</param>
    /// <param name="layout">Whether examples or features are contiguous.</param>
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

    /// <summary>A matrix in a mapped file.</summary>
    internal FeatureMatrix(object mapped, ElementType elementType, int count, int features, Layout layout)
    {
        _values = mapped;
        ElementType = elementType;
        Count = count;
        Features = features;
        Layout = layout;
    }

    private FeatureMatrix(Array values, ElementType elementType, int count, int features, Layout layout)
        : this((object)values, elementType, count, features, layout)
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
    }

    /// <summary>The storage type of the values.</summary>
    public ElementType ElementType { get; }

    /// <summary>m, the number of examples.</summary>
    public int Count { get; }

    /// <summary>n_x, the number of features of each example.</summary>
    public int Features { get; }

    /// <summary>Whether each example (<see cref="Layout.ExampleRows"/>) or each feature is contiguous.</summary>
    public Layout Layout { get; }

    /// <summary>The lines of the examples in a table; null when they are rows of an array or files.</summary>
    internal RecordLines? Lines { get; init; }

    private int Height => Layout == Layout.ExampleRows ? Count : Features;

    private int Width => Layout == Layout.ExampleRows ? Features : Count;

    /// <summary>
    /// The stored bytes, without a copy: shape (<see cref="Count"/>, <see cref="Features"/>) for
    /// <see cref="Layout.ExampleRows"/>, (<see cref="Features"/>, <see cref="Count"/>) for <see cref="Layout.FeatureRows"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="ElementType"/> is not <see cref="ElementType.Byte"/>, or there are more values than a view holds.
    /// </exception>
    public ReadOnlyMemory2D<byte> Bytes => ElementType == ElementType.Byte
        ? Shaped<byte>()
        : throw new InvalidOperationException($"The features are stored as {ElementType}, not as Byte.");

    /// <summary>X as 32-bit floats, shaped as <see cref="Bytes"/> says.</summary>
    /// <returns>The stored values when they are floats; otherwise a new array, each value rounded to the nearest float.</returns>
    /// <exception cref="DataException">
    /// A stored double exceeds the largest float; the message names its [example, feature], but not the file, which is unknown here.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are more values than a view holds.</exception>
    public ReadOnlyMemory2D<float> ToSingle() => ElementType switch
    {
        ElementType.Single => Shaped<float>(),
        ElementType.Byte => Shaped(Converted<byte, float>()),
        _ => Shaped(Converted<double, float>()),
    };

    /// <summary>X as 64-bit floats, shaped as <see cref="Bytes"/> says.</summary>
    /// <returns>The stored values when they are doubles; otherwise a new array with exactly the same values.</returns>
    /// <exception cref="InvalidOperationException">There are more values than a view holds.</exception>
    public ReadOnlyMemory2D<double> ToDouble() => ElementType switch
    {
        ElementType.Double => Shaped<double>(),
        ElementType.Byte => Shaped(Converted<byte, double>()),
        _ => Shaped(Converted<float, double>()),
    };

    /// <summary>Returns the stored bytes as a source of any number of examples.</summary>
    /// <returns>A source that reads the stored values without a copy.</returns>
    /// <exception cref="InvalidOperationException"><see cref="ElementType"/> is not <see cref="ElementType.Byte"/>.</exception>
    public IExampleSource<byte> AsBytes() => ElementType == ElementType.Byte
        ? Source<byte>()
        : throw new InvalidOperationException($"The features are stored as {ElementType}, not as Byte.");

    /// <summary>Returns X as a source of 32-bit floats, for any number of examples.</summary>
    /// <returns>
    /// A source of the stored values when they are floats. Other types are rounded to the nearest float: all at once when they are in
    /// memory, in pieces when they are mapped.
    /// </returns>
    /// <exception cref="DataException">As for <see cref="ToSingle"/>. Mapped values are checked when a piece is read.</exception>
    public IExampleSource<float> AsSingles() => _values switch
    {
        float[] or MappedMatrix<float> => Source<float>(),
        MappedMatrix<byte> bytes => new ConvertedExamples<byte, float>(bytes.Share()),
        MappedMatrix<double> doubles => new ConvertedExamples<double, float>(doubles.Share()),
        _ => new MemoryExamples<float>(ToSingle(), Layout),
    };

    /// <summary>Returns X as a source of 64-bit floats, for any number of examples.</summary>
    /// <returns>
    /// A source of the stored values when they are doubles. Other types are widened exactly: all at once when they are in memory, in pieces
    /// when they are mapped.
    /// </returns>
    public IExampleSource<double> AsDoubles() => _values switch
    {
        double[] or MappedMatrix<double> => Source<double>(),
        MappedMatrix<byte> bytes => new ConvertedExamples<byte, double>(bytes.Share()),
        MappedMatrix<float> floats => new ConvertedExamples<float, double>(floats.Share()),
        _ => new MemoryExamples<double>(ToDouble(), Layout),
    };

    /// <summary>Computes a model's logit for every example, in double, on all cores.</summary>
    /// <param name="model">A model of n_x features.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    /// <returns>z, length m.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">The model has a different number of features; the message names both.</exception>
    /// <exception cref="DataException">The mapped file was truncated.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public double[] PredictLogit(LogisticRegression model, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        double[] logits = new double[Count];
        if (ElementType == ElementType.Byte)
        {
            IExampleSource<byte> bytes = AsBytes();
            using IDisposable? shared = bytes as IDisposable;
            Pieces.ForEach(
                Count,
                Features,
                (start, count) => model.PredictLogit(bytes.Slice(start, count), logits.AsSpan(start, count)),
                cancellation);
        }
        else
        {
            IExampleSource<double> doubles = AsDoubles();
            using IDisposable? shared = doubles as IDisposable;
            Pieces.ForEach(
                Count,
                Features,
                (start, count) => model.PredictLogit(doubles.Slice(start, count), logits.AsSpan(start, count)),
                cancellation);
        }

        return logits;
    }

    /// <summary>Computes a model's probability of class 1 for every example, in double, on all cores.</summary>
    /// <param name="model">A model of n_x features.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    /// <returns>a, length m.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">The model has a different number of features; the message names both.</exception>
    /// <exception cref="DataException">The mapped file was truncated.</exception>
    public double[] PredictProbability(LogisticRegression model, CancellationToken cancellation = default)
    {
        double[] probabilities = PredictLogit(model, cancellation);
        Kernels.Sigmoid(probabilities, probabilities);
        return probabilities;
    }

    /// <summary>Copies the chosen examples into a new matrix of the same element type and layout.</summary>
    /// <param name="indices">Indices of the examples, in the order of the new matrix. An index may repeat. Length 0 is valid.</param>
    /// <returns>A matrix of <c>indices.Length</c> examples: example k is this matrix's example <c>indices[k]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative, or not below <see cref="Count"/>.</exception>
    /// <exception cref="InvalidOperationException">This matrix has more values than a view holds.</exception>
    /// <exception cref="OverflowException">The chosen examples have more values than an array holds.</exception>
    public FeatureMatrix SelectExamples(ReadOnlySpan<int> indices)
    {
        using IDisposable? shared = (_values as IMappedMatrix)?.Share();
        Array selected = ElementType switch
        {
            ElementType.Byte => Select(Stored<byte>(), indices),
            ElementType.Single => Select(Stored<float>(), indices),
            _ => Select(Stored<double>(), indices),
        };
        return new FeatureMatrix(selected, ElementType, indices.Length, Features, Layout);
    }

    /// <summary>Closes the file of a mapped matrix, whose values can then no longer be read. A matrix in memory is unaffected.</summary>
    /// <remarks>The file is unmapped now, or when the last memory, pin or source that was handed out is no longer in use.</remarks>
    public void Dispose() => (_values as IMappedMatrix)?.Dispose();

    /// <summary>Says where an example is in its file, for messages.</summary>
    /// <param name="example">The index of the example.</param>
    /// <returns>"line 7" for a record of a table, as an editor counts lines; otherwise the index, "[5]".</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative, or not below <see cref="Count"/>.</exception>
    public string Place(int example)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(example);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(example, Count);
        return Lines is null ? $"[{example}]" : $"line {Lines[example]}";
    }

    /// <summary>Formats the location of one stored value for a message.</summary>
    internal static string Location(int offset, int count, int features, Layout layout)
    {
        (int example, int feature) = layout == Layout.ExampleRows
            ? (offset / features, offset % features)
            : (offset % count, offset / count);
        return $"[{example}, {feature}]";
    }

    internal static DataException TooLarge(string file, int example, int feature, double value) => new(
        $"{file}[{example}, {feature}]: found {MessageFormat.Number(value)}, "
        + "expected a magnitude that a 32-bit float can hold (at most 3.4e38)");

    private ReadOnlyMemory2D<T> Shaped<T>(T[] values) => new(values, Height, Width);

    private ReadOnlyMemory2D<T> Shaped<T>()
        where T : unmanaged => _values is MappedMatrix<T> mapped ? new(mapped.Share(), Height, Width) : Shaped((T[])_values);

    private ReadOnlySpan<T> Stored<T>()
        where T : unmanaged => _values is MappedMatrix<T> mapped ? mapped.GetSpan() : (T[])_values;

    private IExampleSource<T> Source<T>()
        where T : unmanaged => (_values as MappedMatrix<T>)?.Share() ?? (IExampleSource<T>)new MemoryExamples<T>(Shaped<T>(), Layout);

    private TTo[] Converted<TFrom, TTo>()
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        using IDisposable? shared = (_values as IMappedMatrix)?.Share();
        ReadOnlySpan<TFrom> stored = Stored<TFrom>();
        TTo[] converted = new TTo[stored.Length];
        for (int i = 0; i < converted.Length; i++)
        {
            converted[i] = TTo.CreateTruncating(stored[i]);
            if (!TTo.IsFinite(converted[i]) && TFrom.IsFinite(stored[i]))
            {
                (int example, int feature) = Layout == Layout.ExampleRows ? (i / Features, i % Features) : (i % Count, i / Count);
                throw TooLarge("", example, feature, double.CreateTruncating(stored[i]));
            }
        }

        return converted;
    }

    private T[] Select<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> indices)
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
                values.Slice(indices[k] * Features, Features).CopyTo(selected.AsSpan(k * Features));
            }

            return selected;
        }

        for (int feature = 0; feature < Features; feature++)
        {
            ReadOnlySpan<T> source = values.Slice(feature * Count, Count);
            Span<T> destination = selected.AsSpan(feature * indices.Length, indices.Length);
            for (int k = 0; k < indices.Length; k++)
            {
                destination[k] = source[indices[k]];
            }
        }

        return selected;
    }
}
