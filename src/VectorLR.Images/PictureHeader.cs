namespace VectorLR.Images;

/// <summary>What the headers of an image file say, before anything is decoded.</summary>
/// <param name="Kind">The format.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="HasPasses">Whether the decoder holds the whole picture beside its pixels, because each pass adds to all of it.</param>
/// <param name="Orientation">The Orientation tag of EXIF, from 1 to 8; 1 without one.</param>
internal readonly record struct PictureHeader(PictureKind Kind, long Width, long Height, bool HasPasses, int Orientation)
{
    /// <summary>The parts of the file that the decoder needs, in order.</summary>
    public IReadOnlyList<(long Start, long End)> Parts { get; init; } = [];

    /// <summary>Whether the size is that of the canvas of an animation.</summary>
    public bool IsAnimation { get; init; }

    /// <summary>Where the compressed pixels of a WebP are that end in zeros; empty for every other file.</summary>
    public (long Start, long End) ZeroTailed { get; init; }

    // A JPEG cannot have longer sides. No camera, scanner or screen does.
    private const int MaxSide = 65535;

    /// <summary>The most pixels of a picture, 1 GiB of memory, and the most bytes of its file.</summary>
    public const long MaxPixels = 1 << 28;

    /// <summary>The most pixels of a picture that has passes: 256 MiB of memory, and as much again in the decoder.</summary>
    public const long MaxPassesPixels = 1 << 26;

    // A frame of an animation may be tiny, and its canvas is decoded.
    private const long MaxAnimationPixels = 1 << 24;

    /// <summary>Reads the headers of a file and checks that it is complete, in a few kilobytes of memory.</summary>
    /// <exception cref="DataException">The file is no image, is cut short, or is too large; the message names it.</exception>
    public static PictureHeader Read(Stream stream, string path)
    {
        PictureReader reader = new(stream, path);
        PictureHeader header = reader.Kind switch
        {
            PictureKind.Png => PngFile.Header(reader),
            PictureKind.Jpeg => JpegFile.Header(reader),
            PictureKind.Webp => WebpFile.Header(reader),
            _ => BmpFile.Header(reader),
        };
        return header;
    }

    /// <summary>The number of bytes that the decoder needs.</summary>
    public long Length => Parts.Sum(part => part.End - part.Start);

    /// <summary>Reads the bytes that the decoder needs.</summary>
    public void ReadParts(Stream stream, Span<byte> destination)
    {
        foreach ((long start, long end) in Parts)
        {
            int length = (int)(end - start);
            stream.Position = start;
            stream.ReadExactly(destination[..length]);
            destination = destination[length..];
        }
    }

    /// <summary>Refuses a picture that is too large. Called as soon as its dimensions are known.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="DataException">The picture is too large; the message has the limit.</exception>
    public void RequireSize(string path)
    {
        string found = $"found {Width} x {Height} pixels, too large an image, expected";
        if (Width <= 0 || Height <= 0)
        {
            throw new DataException($"{path}: found {Width} x {Height} pixels, expected at least 1 x 1");
        }

        if (Width > MaxSide || Height > MaxSide)
        {
            throw new DataException($"{path}: {found} at most {MaxSide} on each side");
        }

        (long most, string kinds) = this switch
        {
            { IsAnimation: true } => (MaxAnimationPixels, " for an animated WebP"),
            { HasPasses: true } => (MaxPassesPixels, " for a progressive JPEG, an interlaced PNG, a WebP or a BMP"),
            _ => (MaxPixels, ""),
        };
        if (Width * Height > most)
        {
            throw new DataException($"{path}: {found} at most {most} in all{kinds}");
        }
    }
}
