using SkiaSharp;

namespace VectorLR.Images;

/// <summary>Decodes one image file into size x size x 3 bytes.</summary>
/// <remarks>
/// No colour profile is applied. Transparent pixels are blended with white. The EXIF orientation is applied. The headers are checked before
/// anything is decoded. Skia decodes, a JPEG a few rows at a time and a PNG in stripes. Resizing uses integer arithmetic here, because
/// Skia's resizing differs between CPUs in the last bit.
/// </remarks>
internal static class ImageDecoder
{
    private const int RowsAtOnce = 16;

    private const int PixelBytes = 4;

    // 32 MiB. Each stripe of a PNG costs the decoder a pass over the file up to its end.
    private const int StripePixels = 1 << 23;

    private delegate void UsePixels(ReadOnlySpan<byte> rgba);

    private static readonly MemoryBudget s_budget = new(512L << 20);

    /// <summary>Decodes a file into pixel-interleaved R G B rows.</summary>
    /// <exception cref="DataException">
    /// The file cannot be read, is not an image, is truncated or is too large; the message names it.
    /// </exception>
    public static void Decode(string path, int size, Memory<byte> destination) => DataFile.Read(path, stream =>
    {
        PictureHeader header = PictureHeader.Read(stream, path);
        s_budget.Run(header.Length + Memory(header), () =>
        {
            using NativeBuffer file = new((int)header.Length);
            header.ReadParts(stream, file.Span);
            using SKData data = SKData.Create(file.Address, file.Span.Length);
            using SKCodec? codec = SKCodec.Create(data);

            // What Skia decodes must be what was checked.
            if (codec is null || codec.Info.Width != header.Width || codec.Info.Height != header.Height)
            {
                throw Corrupt(path, header.Kind, "a corrupt header");
            }

            ImageResizer resizer = new(codec.Info.Width, codec.Info.Height, size, header.Orientation, destination);
            SKCodecResult result = header.Kind switch
            {
                PictureKind.Jpeg => ByRows(codec, resizer),
                PictureKind.Png => ByStripes(codec, resizer),
                _ => Whole(codec, resizer.Add),
            };
            if (result == SKCodecResult.Success && header.ZeroTailed.End > 0)
            {
                (byte[] whole, byte[] shorter) = WebpFile.ZeroTailTest(file.Span, header.ZeroTailed);
                result = IsWhole(whole) && !IsWhole(shorter) ? SKCodecResult.Success : SKCodecResult.IncompleteInput;
            }

            if (result != SKCodecResult.Success)
            {
                throw Corrupt(
                    path, header.Kind, result == SKCodecResult.IncompleteInput ? "a truncated image" : $"a corrupt image ({result})");
            }
        });
        return true;
    });

    /// <summary>
    /// The memory that decoding takes, in bytes. A JPEG arrives in rows and a PNG in stripes. The coefficients of a JPEG of several scans
    /// are kept.
    /// </summary>
    private static long Memory(PictureHeader header)
    {
        long pixels = header.Kind switch
        {
            PictureKind.Jpeg when !header.HasPasses => RowsAtOnce * header.Width,
            PictureKind.Png => Math.Min(StripePixels, header.Width * header.Height),
            _ => header.Width * header.Height,
        };
        return (header.HasPasses ? 2 : 1) * PixelBytes * pixels;
    }

    private static SKCodecResult ByRows(SKCodec codec, ImageResizer resizer)
    {
        SKImageInfo info = Rgba(codec);
        SKCodecResult result = codec.StartScanlineDecode(info);
        if (result != SKCodecResult.Success)
        {
            return result;
        }

        using NativeBuffer rows = new(RowsAtOnce * info.RowBytes);
        for (int y = 0; y < info.Height; y += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, info.Height - y);
            if (codec.GetScanlines(rows.Address, count, info.RowBytes) != count)
            {
                return SKCodecResult.IncompleteInput;
            }

            resizer.Add(rows.Span[..(count * info.RowBytes)]);
        }

        return result;
    }

    private static SKCodecResult ByStripes(SKCodec codec, ImageResizer resizer)
    {
        SKImageInfo info = Rgba(codec);
        int stripe = Math.Min(info.Height, StripePixels / info.Width);
        using NativeBuffer rows = new(stripe * info.RowBytes);
        for (int y = 0; y < info.Height; y += stripe)
        {
            int end = Math.Min(info.Height, y + stripe);
            SKCodecResult result = codec.StartIncrementalDecode(info, rows.Address, info.RowBytes, new(new SKRectI(0, y, info.Width, end)));
            result = result == SKCodecResult.Success ? codec.IncrementalDecode(out _) : result;
            if (result != SKCodecResult.Success)
            {
                return result;
            }

            resizer.Add(rows.Span[..((end - y) * info.RowBytes)]);
        }

        return SKCodecResult.Success;
    }

    private static SKCodecResult Whole(SKCodec codec, UsePixels use)
    {
        SKImageInfo info = Rgba(codec);
        using NativeBuffer pixels = new(info.BytesSize);
        SKCodecResult result = codec.GetPixels(info, pixels.Address);
        if (result == SKCodecResult.Success)
        {
            use(pixels.Span);
        }

        return result;
    }

    private static bool IsWhole(byte[] file)
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec? codec = SKCodec.Create(data);
        return codec is not null && Whole(codec, _ => { }) == SKCodecResult.Success;
    }

    private static SKImageInfo Rgba(SKCodec codec) =>
        new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);

    private static DataException Corrupt(string path, PictureKind kind, string found) =>
        new($"{path}: found {found}, expected a complete {kind.ToString().ToUpperInvariant()} image");
}
