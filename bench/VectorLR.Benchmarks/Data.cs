using System.Numerics;

namespace VectorLR.Benchmarks;

/// <summary>The same pseudo-random data for every peer and every run.</summary>
internal static class Data
{
    // A prime number of random values is repeated where more are wanted, so that no two rows of a matrix begin alike.
    private const int Period = 1_048_573;

    /// <summary>Values between -scale and scale.</summary>
    public static Values<T> Random<T>(int length, int seed, double scale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(seed);
        return Fill<T>(length, () => T.CreateTruncating(scale * ((2 * random.NextDouble()) - 1)));
    }

    /// <summary>Bytes from 0 to 255.</summary>
    public static Values<byte> Pixels(int length, int seed)
    {
        Random random = new(seed);
        return Fill(length, () => (byte)random.Next(256));
    }

    /// <summary>The same numbers as floats or doubles.</summary>
    public static Values<T> Widen<T>(Values<byte> values)
        where T : unmanaged, INumberBase<T>
    {
        Values<T> wide = new(values.Length);
        Span<byte> source = values.Span;
        Span<T> destination = wide.Span;
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = T.CreateTruncating(source[i]);
        }

        return wide;
    }

    /// <summary>Labels, three in ten of them 1.</summary>
    public static Values<T> Labels<T>(int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Values<T> labels = Random<T>(length, seed);
        foreach (ref T label in labels.Span)
        {
            label = double.CreateTruncating(label) > 0.4 ? T.One : T.Zero;
        }

        return labels;
    }

    private static Values<T> Fill<T>(int length, Func<T> next)
        where T : unmanaged
    {
        Values<T> values = new(length);
        Span<T> span = values.Span;
        int drawn = Math.Min(length, Period);
        for (int i = 0; i < drawn; i++)
        {
            span[i] = next();
        }

        for (int filled = drawn; filled < length; filled += drawn)
        {
            span[..Math.Min(drawn, length - filled)].CopyTo(span[filled..]);
        }

        return values;
    }
}
