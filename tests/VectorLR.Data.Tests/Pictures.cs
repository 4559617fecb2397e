using SkiaSharp;

namespace VectorLR.Data.Tests;

/// <summary>Writes images from R G B bytes.</summary>
internal static class Pictures
{
    /// <summary>Deterministic pixels with no structure, so that a swap of any two shows.</summary>
    public static byte[] Noise(int width, int height, int seed, int channels = 3)
    {
        byte[] pixels = new byte[width * height * channels];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    public static byte[] Encode(byte[] rgb, int width, int height, SKEncodedImageFormat format, int quality = 100)
    {
        byte[] rgba = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++)
        {
            rgb.AsSpan(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
            rgba[(4 * i) + 3] = 255;
        }

        return EncodeRgba(rgba, width, height, format, quality);
    }

    public static byte[] EncodeRgba(byte[] rgba, int width, int height, SKEncodedImageFormat format, int quality = 100)
    {
        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), rgba);
        using SKData data = image.Encode(format, quality);
        return data.ToArray();
    }

    /// <summary>Deterministic pixels as of a photograph, none of them black: waves and a little noise.</summary>
    public static byte[] Waves(int width, int height)
    {
        Random random = new(3);
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i / 3, width);
            int wave = Math.Abs((((3 * x) + (2 * y) + (50 * (i % 3))) % 200) - 100) + Math.Abs((((5 * y) - x + (4 * width)) % 160) - 80);
            pixels[i] = (byte)(40 + wave + random.Next(16));
        }

        return pixels;
    }

    public static byte[] LosslessWebp(byte[] rgb, int width, int height)
    {
        using SKBitmap bitmap = SKBitmap.Decode(Encode(rgb, width, height, SKEncodedImageFormat.Png));
        using SKPixmap pixels = bitmap.PeekPixels()!;
        using SKData data = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))!;
        return data.ToArray();
    }

    /// <summary>
    /// A BMP of 24 or 32 bits, or of 8 bits that are the red value in a grey palette: rows from the bottom up, B G R, each padded to four
    /// bytes.
    /// </summary>
    public static byte[] Bmp(byte[] rgb, int width, int height, int bits = 24)
    {
        int pixelBytes = bits / 8;
        int row = ((pixelBytes * width) + 3) & ~3;
        int pixels = 54 + (bits == 8 ? 4 * 256 : 0);
        byte[] file = new byte[pixels + (row * height)];
        "BM"u8.CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        BitConverter.TryWriteBytes(file.AsSpan(10), pixels);
        BitConverter.TryWriteBytes(file.AsSpan(14), 40);
        BitConverter.TryWriteBytes(file.AsSpan(18), width);
        BitConverter.TryWriteBytes(file.AsSpan(22), height);
        BitConverter.TryWriteBytes(file.AsSpan(26), (short)1);
        BitConverter.TryWriteBytes(file.AsSpan(28), (short)bits);
        for (int i = 54; i < pixels; i++)
        {
            file[i] = (byte)(i % 4 == 1 ? 0 : (i - 54) / 4);
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int channel = bits == 8 ? 2 : 0; channel < 3; channel++)
                {
                    int at = pixels + ((height - 1 - y) * row) + (pixelBytes * x);
                    file[at + (bits == 8 ? 0 : channel)] = rgb[(((y * width) + x) * 3) + 2 - channel];
                }
            }
        }

        return file;
    }

    /// <summary>Puts the Orientation tag of EXIF into a JPEG file, after its first marker.</summary>
    public static byte[] Turned(byte[] jpeg, byte orientation) =>
    [
        .. jpeg[..2],
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0,
        .. jpeg[2..],
    ];
}
