using SkiaSharp;

namespace VectorLR.Images;

/// <summary>Decodes one image file into size x size x 3 bytes.</summary>
/// <remarks>
/// No colour profile is applied. Transparent pixels are blended with white. The EXIF orientation is applied. The headers are checked before
/// anything is decoded. Skia decodes, a JPEG a few rows at a time. Resizing uses integer arithmetic here, because
/// Skia's resizing differs between CPUs in the last bit.
/// </remarks>
internal static class ImageDecoder
{
    private const int RowsAtOnce = 16;

    private const int PixelBytes = 4;

    private delegate void UsePixels(ReadOnlySpan<byte> rgba);

    private static readonly MemoryBudget s_budget = new(512L << 20);

    /// <summary>Decodes a file into pixel-interleaved R G B rows.</summary>
    /// <exception cref="DataException">
    /// The file cannot be read, is not an image, is truncated or is too large; the message names it.
    /// </exception>
    public static void Decode(string path, int size, Memory<byte> destination) => DataFile.Read(path, stream =>
    {
        PictureHeader header = PictureHeader.Read(stream, path);
        long cost = stream.Length + Memory(header);
        s_budget.Run(cost, () =>
        {
            using NativeBuffer file = new((int)stream.Length);
            stream.Position = 0;
            stream.ReadExactly(file.Span);
            using SKData data = SKData.Create(file.Address, file.Span.Length);
            using SKCodec? codec = SKCodec.Create(data);

            // What Skia decodes must be what was checked.
            if (codec is null || codec.Info.Width != header.Width || codec.Info.Height != header.Height)
            {
                throw Corrupt(path, header.Kind, "a corrupt header");
            }

            ImageResizer resizer = new(codec.Info.Width, codec.Info.Height, size, header.Orientation, destination);
            SKCodecResult result = header.Kind == PictureKind.Jpeg ? ByRows(codec, resizer) : Whole(codec, resizer.Add);
            if (result == SKCodecResult.Success && header.ZeroTailed.End > 0)
            {
                using SKData shorter = SKData.CreateCopy(WebpFile.WithoutZeroTail(file.Span, header.ZeroTailed));
                using SKCodec? again = SKCodec.Create(shorter);
                bool isLeftOver = again is not null && Whole(again, _ => { }) == SKCodecResult.Success;
                result = isLeftOver ? SKCodecResult.IncompleteInput : SKCodecResult.Success;
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
    /// The memory that decoding takes, in bytes. A JPEG arrives in rows; its scans, if it has several, are kept as coefficients.
    /// </summary>
    private static long Memory(PictureHeader header) => (header.Kind, header.HasPasses) switch
    {
        (PictureKind.Jpeg, false) => PixelBytes * RowsAtOnce * header.Width,
        (_, false) => PixelBytes * header.Width * header.Height,
        (_, true) => 2 * PixelBytes * header.Width * header.Height,
    };

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

    private static SKImageInfo Rgba(SKCodec codec) =>
        new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);

    private static DataException Corrupt(string path, PictureKind kind, string found) =>
        new($"{path}: found {found}, expected a complete {kind.ToString().ToUpperInvariant()} image");
}
