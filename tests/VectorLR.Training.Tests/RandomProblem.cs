using CommunityToolkit.HighPerformance;
using VectorLR.Tests.Textbook;

namespace VectorLR.Training.Tests;

/// <summary>Random examples between 0 and 255 in one of the types and layouts that an objective takes, with a scale of 255.</summary>
internal sealed class RandomProblem
{
    public const double Scale = 255;

    private readonly string _type;
    private readonly Layout _layout;

    /// <summary>The values in the order of the layout, and in the type as well; they are the same numbers.</summary>
    private readonly double[] _stored;
    private readonly Array _converted;

    public RandomProblem(string type, Layout layout, int count, int features, int seed = 1)
    {
        Random random = new(seed);
        (_type, _layout, Count, Features) = (type, layout, count, features);
        X = new double[count * features];
        for (int i = 0; i < X.Length; i++)
        {
            X[i] = type.StartsWith("byte", StringComparison.Ordinal) ? random.Next(256) : random.NextSingle() * 255;
        }

        // One label in eight is soft; all are floats.
        Labels = new double[count];
        for (int i = 0; i < count; i++)
        {
            Labels[i] = random.Next(8) == 0 ? random.NextSingle() : random.Next(2);
        }

        Weights = new double[features];
        for (int j = 0; j < features; j++)
        {
            Weights[j] = ((random.NextDouble() * 2) - 1) / Math.Sqrt(features);
        }

        _stored = layout == Layout.ExampleRows ? X : Transpose(X, count, features);
        _converted = type switch
        {
            "float" => Array.ConvertAll(_stored, value => (float)value),
            "double" => _stored,
            _ => Array.ConvertAll(_stored, value => (byte)value),
        };
    }

    /// <summary>What X stores, and the arithmetic.</summary>
    public static string[] Types { get; } = ["float", "double", "byte x Single", "byte x Double"];

    public int Count { get; }

    public int Features { get; }

    /// <summary>X, (m, n_x) row-major whatever the layout.</summary>
    public double[] X { get; }

    public double[] Labels { get; }

    /// <summary>A point other than the start, with logits of a few units.</summary>
    public double[] Weights { get; }

    public double Bias { get; } = 0.25;

    public double Roundoff =>
        _type is "float" or "byte x Single" ? Agreement.SingleRoundoff : Agreement.DoubleRoundoff;

    public string Name => $"{_type} {_layout} {Count} x {Features}";

    private (int Height, int Width) Shape => _layout == Layout.ExampleRows ? (Count, Features) : (Features, Count);

    /// <summary>The bounds for the divided values; extra as in <see cref="LogisticBounds"/>.</summary>
    public LogisticBounds Bounds(int extra) => new(DividedX(), Labels, Weights, Bias, Roundoff, extra);

    /// <summary>X / scale in double, (m, n_x) row-major whatever the layout.</summary>
    public double[] DividedX() => Array.ConvertAll(X, value => value / Scale);

    public IObjective Objective(int threads = 1, Isa? isa = null) =>
        Objective(new() { Scale = Scale, Threads = threads, Isa = isa });

    public IObjective Objective(ObjectiveOptions options) => _type switch
    {
        "float" => LogisticObjective.Create(Matrix((float[])_converted), Labels, options, _layout),
        "double" => LogisticObjective.Create(Matrix((double[])_converted), Labels, options, _layout),
        "byte x Single" => LogisticObjective.Create(Matrix((byte[])_converted), Labels, Precision.Single, options, _layout),
        "byte x Double" => LogisticObjective.Create(Matrix((byte[])_converted), Labels, Precision.Double, options, _layout),
        _ => throw new InvalidOperationException($"{_type} is not a type of examples"),
    };

    /// <summary>The same problem with the values divided in advance, rounded to the arithmetic's type.</summary>
    public IObjective DividedObjective() => WidenedObjective(Array.ConvertAll(_stored, value => value / Scale), scale: 1);

    /// <summary>The same problem with the values stored in the arithmetic's type.</summary>
    public IObjective WidenedObjective() => WidenedObjective(_stored, Scale);

    /// <summary>The same problem in a matrix with gaps of 5 elements between rows, filled with values that must not be read.</summary>
    public IObjective PitchedObjective()
    {
        ObjectiveOptions options = new() { Scale = Scale };
        return _type switch
        {
            "float" => LogisticObjective.Create(Pitched(value => (float)value, float.NaN), Labels, options, _layout),
            "double" => LogisticObjective.Create(Pitched(value => value, double.NaN), Labels, options, _layout),
            "byte x Single" => LogisticObjective.Create(
                Pitched(value => (byte)value, byte.MaxValue), Labels, Precision.Single, options, _layout),
            _ => LogisticObjective.Create(Pitched(value => (byte)value, byte.MaxValue), Labels, Precision.Double, options, _layout),
        };
    }

    private static double[] Transpose(double[] values, int rows, int columns)
    {
        double[] transposed = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            transposed[((i % columns) * rows) + (i / columns)] = values[i];
        }

        return transposed;
    }

    private IObjective WidenedObjective(double[] values, double scale)
    {
        ObjectiveOptions options = new() { Scale = scale };
        return _type is "float" or "byte x Single"
            ? LogisticObjective.Create(Matrix(Array.ConvertAll(values, value => (float)value)), Labels, options, _layout)
            : LogisticObjective.Create(Matrix(values), Labels, options, _layout);
    }

    private ReadOnlyMemory2D<T> Matrix<T>(T[] values) => new(values, Shape.Height, Shape.Width);

    private ReadOnlyMemory2D<T> Pitched<T>(Converter<double, T> convert, T gap)
    {
        const int Before = 3, Pitch = 5;
        (int height, int width) = Shape;
        T[] values = new T[Before + (height * (width + Pitch))];
        values.AsSpan().Fill(gap);
        for (int i = 0; i < _stored.Length; i++)
        {
            values[Before + (i / width * (width + Pitch)) + (i % width)] = convert(_stored[i]);
        }

        return new(values, Before, height, width, Pitch);
    }
}
