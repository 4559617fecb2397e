using System.Buffers.Binary;

namespace VectorLR.Images;

/// <summary>The structure of a WebP file.</summary>
/// <remarks>Source: WebP Container Specification; RFC 6386, sections 9.1 and 11.2; RFC 9649, section 3.4.</remarks>
internal static class WebpFile
{
    // Encoders leave at most two bytes that no pixel needs. Four fewer, and one to make the number even, must not be enough.
    private const int ZeroTail = 6;
    private const int Removed = 4;

    private const int ChunkHeader = 8;
    private const int FrameHeader = 16;
    private const int AnimationFlag = 2;

    // Each macroblock of 16 x 16 pixels has its modes, with fixed probabilities: more than three bits.
    private const int MinMacroblockBits = 3;

    /// <summary>Reads the dimensions and passes over every chunk.</summary>
    public static PictureHeader Header(PictureReader reader)
    {
        reader.Position = 4;
        long riffEnd = 8L + reader.UInt32LittleEndian();
        reader.Position += 4;
        PictureHeader? header = null;
        int orientation = 1;
        long animationEnd = 0;
        bool hasImage = false;
        (long Start, long End) zeroTailed = default;
        while (reader.Position + ChunkHeader <= riffEnd)
        {
            uint type = reader.UInt32BigEndian();
            long length = reader.UInt32LittleEndian();
            long start = reader.Position;
            long end = start + length;

            if (type == 0 || end > reader.Length)
            {
                throw reader.Truncated();
            }

            if (type == Type("ANMF") && length >= FrameHeader)
            {
                // Its chunks are read next.
                (reader.Position, animationEnd) = (start + FrameHeader, end);
                continue;
            }

            bool isZeroTailed = length > ZeroTail && reader.AreZeros(end - ZeroTail, ZeroTail);
            if (type == Type("VP8X"))
            {
                bool isAnimation = (reader.Byte() & AnimationFlag) != 0;
                reader.Position = start + 4;
                header ??= Sized(reader, 1 + UInt24(reader), 1 + UInt24(reader), isAnimation);
            }
            else if (type == Type("VP8 ") || type == Type("VP8L"))
            {
                PictureHeader image = type == Type("VP8L") ? Lossless(reader) : Lossy(reader, length);
                header ??= image;
                hasImage = true;
                zeroTailed = isZeroTailed ? (start - ChunkHeader, end) : default;
            }
            else if (type == Type("EXIF"))
            {
                orientation = ExifOrientation.Read(reader, length) ?? (isZeroTailed ? throw reader.Truncated() : 1);
            }
            else if (type == Type("XMP ") && isZeroTailed)
            {
                // It is text.
                throw reader.Truncated();
            }

            reader.Position = end + (length & 1);
        }

        if (riffEnd > reader.Length || animationEnd > reader.Length || !hasImage || header is null)
        {
            throw reader.Truncated();
        }

        return header.Value with { Orientation = orientation, ZeroTailed = zeroTailed, Parts = [(0, riffEnd)] };
    }

    /// <summary>
    /// Returns two files of the compressed pixels that end in zeros: with all of them and without the last zeros. The first must be a whole
    /// picture, and the second must not.
    /// </summary>
    /// <remarks>
    /// A picture may end in zeros: they code black. Its decoder needs them then. Zeros that replaced other data code more pixels than
    /// that, so that some are left over.
    /// </remarks>
    /// <param name="file">The whole file.</param>
    /// <param name="pixels">Where the chunk of the compressed pixels is in it.</param>
    public static (byte[] Whole, byte[] Shorter) ZeroTailTest(ReadOnlySpan<byte> file, (long Start, long End) pixels)
    {
        ReadOnlySpan<byte> chunk = file[(int)pixels.Start..(int)pixels.End];

        // An even number of bytes needs no padding.
        return (Alone(chunk), Alone(chunk[..((chunk.Length - Removed) & ~1)]));
    }

    /// <summary>Returns a file of one chunk.</summary>
    private static byte[] Alone(ReadOnlySpan<byte> chunk)
    {
        byte[] file = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. chunk, .. new byte[chunk.Length & 1]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - ChunkHeader);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), chunk.Length - ChunkHeader);
        return file;
    }

    /// <summary>The header of a key frame: three bytes, a start code, 14 bits each of width and height.</summary>
    /// <param name="reader">The reader, after the header of the chunk.</param>
    /// <param name="length">The bytes of the chunk. They must be enough for the macroblocks.</param>
    private static PictureHeader Lossy(PictureReader reader, long length)
    {
        reader.Position += 3;
        if (UInt24(reader) != 0x2A019D)
        {
            throw reader.Corrupt("a corrupt image (no start code)");
        }

        uint dimensions = reader.UInt32LittleEndian();
        PictureHeader header = Sized(reader, dimensions & 0x3FFF, (dimensions >> 16) & 0x3FFF);
        long macroblocks = (header.Width + 15) / 16 * ((header.Height + 15) / 16);
        return macroblocks * MinMacroblockBits <= 8 * length ? header : throw reader.Truncated();
    }

    /// <summary>The header of a lossless image: a signature, 14 bits each of width and height less one.</summary>
    private static PictureHeader Lossless(PictureReader reader)
    {
        if (reader.Byte() != 0x2F)
        {
            throw reader.Corrupt("a corrupt image (no signature)");
        }

        uint dimensions = reader.UInt32LittleEndian();
        return Sized(reader, 1 + (dimensions & 0x3FFF), 1 + ((dimensions >> 14) & 0x3FFF));
    }

    private static PictureHeader Sized(PictureReader reader, long width, long height, bool isAnimation = false)
    {
        PictureHeader header = new(PictureKind.Webp, width, height, HasPasses: true, Orientation: 1) { IsAnimation = isAnimation };
        header.RequireSize(reader.Path);
        return header;
    }

    private static uint UInt24(PictureReader reader) => (uint)(reader.Byte() | (reader.Byte() << 8) | (reader.Byte() << 16));

    private static uint Type(string name) => (uint)((name[0] << 24) | (name[1] << 16) | (name[2] << 8) | name[3]);
}
