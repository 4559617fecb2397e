using System.Numerics;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The largest matrix of each type, created once. Every shape uses the beginning of it.</summary>
internal static class Matrices
{
    private static readonly int s_largest = Shape.All.Max(shape => shape.Length);
    private static readonly Lazy<Values<byte>> s_pixels = new(() => Data.Pixels(s_largest, 7));
    private static readonly Lazy<Values<float>> s_pixelFloats = new(() => Data.Widen<float>(s_pixels.Value));

    /// <summary>Bytes from 0 to 255.</summary>
    public static Values<byte> OfPixels => s_pixels.Value;

    /// <summary>The same numbers as floats, for peers without byte support.</summary>
    public static Values<float> OfPixelFloats => s_pixelFloats.Value;

    /// <summary>Numbers between -1 and 1.</summary>
    public static Values<T> OfReals<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Reals<T>.Values.Value;

    private static class Reals<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static readonly Lazy<Values<T>> Values = new(() => Data.Random<T>(s_largest, 3));
    }
}
