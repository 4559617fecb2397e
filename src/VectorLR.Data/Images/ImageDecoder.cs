using System.Buffers;
using SkiaSharp;

namespace VectorLR.Data;

/// <summary>Decodes one image file into size x size x 3 bytes.</summary>
/// <remarks>
/// No colour profile is applied. Transparent pixels are blended with white. The EXIF orientation is applied.
/// Skia decodes. Resizing uses integer arithmetic here, because Skia's resizing differs between CPUs in the last bit.
/// </remarks>
internal static class ImageDecoder
{
    private const int Channels = 3;

    // Between the two passes, values keep eight bits of fraction.
    private const int Fraction = 256;

    // 2^28 decoded pixels take 1 GiB of memory.
    private const long MaxPixels = 1 << 28;

    private static readonly SKEncodedImageFormat[] s_formats =
        [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp, SKEncodedImageFormat.Bmp];

    /// <summary>Decodes a file into pixel-interleaved R G B rows.</summary>
    /// <exception cref="DataException">The file cannot be read, is not an image, or is truncated; the message names it.</exception>
    public static void Decode(string path, int size, Span<byte> destination)
    {
        byte[] file = DataFile.Read(path, stream =>
        {
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        });
        using SKData data = SKData.CreateCopy(file);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || !s_formats.Contains(codec.EncodedFormat))
        {
            string found = codec is null ? Start(file) : $"a {codec.EncodedFormat.ToString().ToUpperInvariant()} image";
            throw new DataException($"{path}: found {found}, expected a PNG, JPEG, WebP or BMP image");
        }

        SKImageInfo info = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if ((long)info.Width * info.Height > MaxPixels)
        {
            throw new DataException($"{path}: found {info.Width} x {info.Height} pixels, expected at most {MaxPixels} in all");
        }

        byte[] pixels = ArrayPool<byte>.Shared.Rent(info.BytesSize);
        try
        {
            SKCodecResult result = GetPixels(codec, info, pixels);
            if (result != SKCodecResult.Success)
            {
                string found = result == SKCodecResult.IncompleteInput ? "a truncated image" : $"a corrupt image ({result})";
                throw new DataException(
                    $"{path}: found {found}, expected a complete {codec.EncodedFormat.ToString().ToUpperInvariant()} image");
            }

            Resize(pixels.AsSpan(0, info.BytesSize), info.Width, info.Height, size, codec.EncodedOrigin, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private static unsafe SKCodecResult GetPixels(SKCodec codec, SKImageInfo info, byte[] pixels)
    {
        fixed (byte* first = pixels)
        {
            return codec.GetPixels(info, (nint)first);
        }
    }

    private static void Resize(ReadOnlySpan<byte> rgba, int width, int height, int size, SKEncodedOrigin origin, Span<byte> destination)
    {
        TriangleFilter across = new(width, size);
        TriangleFilter down = new(height, size);
        int row = size * Channels;
        ushort[] line = new ushort[width * Channels];
        ushort[] narrow = new ushort[height * row];
        for (int y = 0; y < height; y++)
        {
            OnWhite(rgba.Slice(y * width * 4, width * 4), line);
            across.Apply(line, Channels, Channels, Fraction, 1, narrow.AsSpan(y * row, row));
        }

        ushort[] small = new ushort[size * row];
        down.Apply(narrow, row, row, 1, Fraction, small);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                (int u, int v) = Upright(x, y, size - 1, origin);
                for (int channel = 0; channel < Channels; channel++)
                {
                    destination[(((y * size) + x) * Channels) + channel] = (byte)small[(((v * size) + u) * Channels) + channel];
                }
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
                rgb[(Channels * x) + channel] = (ushort)(((colour * alpha) + (255 * (255 - alpha)) + 127) / 255);
            }
        }
    }

    /// <summary>Returns where pixel (x, y) of the upright image is stored. Source: the Orientation tag of EXIF 2.3.</summary>
    private static (int X, int Y) Upright(int x, int y, int last, SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => (last - x, y),
        SKEncodedOrigin.BottomRight => (last - x, last - y),
        SKEncodedOrigin.BottomLeft => (x, last - y),
        SKEncodedOrigin.LeftTop => (y, x),
        SKEncodedOrigin.RightTop => (y, last - x),
        SKEncodedOrigin.RightBottom => (last - y, last - x),
        SKEncodedOrigin.LeftBottom => (last - y, x),
        _ => (x, y),
    };

    private static string Start(byte[] file) => file.Length == 0
        ? "an empty file"
        : $"a file that begins with the bytes {Convert.ToHexString(file, 0, Math.Min(8, file.Length))}";
}
