using System.Globalization;

namespace VectorLR.Benchmarks;

/// <summary>A matrix of examples, written as 209x12288.</summary>
/// <param name="Count">m.</param>
/// <param name="Features">n_x.</param>
internal readonly record struct Shape(int Count, int Features)
{
    /// <summary>
    /// A table, digits as vectors, handwriting, wide tables in memory, the cats, many pictures, and many examples of few features.
    /// </summary>
    public static readonly Shape[] All =
    [
        new(569, 30), new(1797, 64), new(60_000, 784), new(200_000, 256), new(100_000, 512),
        new(209, 12288), new(8192, 12288), new(1_000_000, 8),
    ];

    /// <summary>Shapes at which speed must not depend on the data: in a cache and in memory.</summary>
    public static readonly Shape[] Saturated = [new(2000, 784), new(8192, 12288)];

    /// <summary>The shape of the textbook's pictures.</summary>
    public static readonly Shape Cats = new(209, 12288);

    public int Length => Count * Features;

    public static Shape Parse(string text)
    {
        string[] sides = text.Split('x');
        return new(int.Parse(sides[0], CultureInfo.InvariantCulture), int.Parse(sides[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}x{Features}");
}
