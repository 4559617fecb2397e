namespace VectorLR.Images;

/// <summary>
/// Resizes a picture to a square, from rows that arrive in order. It keeps the rows that the next row of the result needs.
/// </summary>
internal sealed class ImageResizer
{
    private const int Channels = 3;

    // Between the two passes, values keep eight bits of fraction.
    private const int Fraction = 256;

    private readonly int _width;
    private readonly int _size;
    private readonly int _orientation;
    private readonly Memory<byte> _destination;
    private readonly TriangleFilter _across;
    private readonly TriangleFilter _down;
    private readonly ushort[] _line;

    // Row y of the picture, resized across, is at y modulo the number of these.
    private readonly ushort[][] _narrow;
    private readonly long[] _sums;
    private int _rows;
    private int _results;

    /// <summary>Prepares the filters.</summary>
    /// <param name="width">The width of the picture.</param>
    /// <param name="height">The height of the picture.</param>
    /// <param name="size">The height and width of the result.</param>
    /// <param name="orientation">The Orientation tag of EXIF.</param>
    /// <param name="destination">Receives size x size x 3 bytes, upright.</param>
    public ImageResizer(int width, int height, int size, int orientation, Memory<byte> destination)
    {
        (_width, _size, _orientation, _destination) = (width, size, orientation, destination);
        _across = new TriangleFilter(width, size);
        _down = new TriangleFilter(height, size);
        _line = new ushort[width * Channels];
        _sums = new long[size * Channels];
        _narrow = new ushort[_down.Longest][];
        for (int i = 0; i < _narrow.Length; i++)
        {
            _narrow[i] = new ushort[size * Channels];
        }
    }

    /// <summary>Adds the next rows of the picture.</summary>
    /// <param name="rgba">Whole rows of R G B A, not premultiplied.</param>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        for (; !rgba.IsEmpty; rgba = rgba[(4 * _width)..])
        {
            OnWhite(rgba[..(4 * _width)], _line);
            _across.Apply(_line, Channels, Fraction, _narrow[_rows % _narrow.Length]);
            _rows++;
            for (; _results < _size && _down.End(_results) <= _rows; _results++)
            {
                Finish(_results);
            }
        }
    }

    private void Finish(int result)
    {
        Span<long> sums = _sums;
        sums.Clear();
        int row = _down.Start(result);
        foreach (long weight in _down.Weights(result))
        {
            ReadOnlySpan<ushort> values = _narrow[row++ % _narrow.Length];
            for (int i = 0; i < values.Length; i++)
            {
                sums[i] += weight * values[i];
            }
        }

        long total = _down.Sum(result) * Fraction;
        Span<byte> destination = _destination.Span;
        for (int u = 0; u < _size; u++)
        {
            (int x, int y) = Upright(u, result);
            for (int channel = 0; channel < Channels; channel++)
            {
                destination[(((y * _size) + x) * Channels) + channel] = (byte)((sums[(u * Channels) + channel] + (total / 2)) / total);
            }
        }
    }

    private static void OnWhite(ReadOnlySpan<byte> rgba, Span<ushort> rgb)
    {
        for (int x = 0; x < rgba.Length / 4; x++)
        {
            int alpha = rgba[(4 * x) + 3];
            for (int channel = 0; channel < Channels; channel++)
            {
                int colour = rgba[(4 * x) + channel];
                rgb[(Channels * x) + channel] = (ushort)(alpha == 255
                    ? colour
                    : ((colour * alpha) + (255 * (255 - alpha)) + 127) / 255);
            }
        }
    }

    /// <summary>Returns where stored pixel (u, v) is in the upright image. Source: the Orientation tag of EXIF 2.3.</summary>
    private (int X, int Y) Upright(int u, int v)
    {
        int last = _size - 1;
        return _orientation switch
        {
            2 => (last - u, v),
            3 => (last - u, last - v),
            4 => (u, last - v),
            5 => (v, u),
            6 => (last - v, u),
            7 => (last - v, last - u),
            8 => (v, last - u),
            _ => (u, v),
        };
    }
}
