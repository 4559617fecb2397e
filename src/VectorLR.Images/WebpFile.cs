using System.Buffers.Binary;

namespace VectorLR.Images;

/// <summary>The structure of a WebP file.</summary>
/// <remarks>Source: WebP Container Specification; RFC 6386, section 9.1; RFC 9649, section 3.4.</remarks>
internal static class WebpFile
{
    // A decoder must show that it needs so many zeros at the end of compressed pixels.
    private const int ZeroTail = 32;

    private const int FrameHeader = 16;

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
        while (reader.Position + 8 <= riffEnd)
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

            if (type == Type("VP8X"))
            {
                reader.Position = start + 4;
                header ??= Sized(reader, 1 + UInt24(reader), 1 + UInt24(reader));
            }
            else if (type == Type("VP8 ") || type == Type("VP8L"))
            {
                PictureHeader image = type == Type("VP8L") ? Lossless(reader) : Lossy(reader);
                header ??= image;
                hasImage = true;
                if (animationEnd == 0 && length > ZeroTail && reader.AreZeros(end - ZeroTail, ZeroTail))
                {
                    zeroTailed = (start, end);
                }
            }
            else if (type == Type("EXIF"))
            {
                orientation = ExifOrientation.Read(reader, length);
            }

            reader.Position = end + (length & 1);
        }

        if (riffEnd > reader.Length || animationEnd > reader.Length || !hasImage || header is null)
        {
            throw reader.Truncated();
        }

        return header.Value with { Orientation = orientation, ZeroTailed = zeroTailed };
    }

    /// <summary>Returns a file without the last zeros of its compressed pixels. It is complete if they were not needed.</summary>
    /// <remarks>
    /// A picture may end in zeros: they code black. Its decoder needs them then. Zeros that replaced other data code more pixels than
    /// that, so that some are left over.
    /// </remarks>
    /// <param name="file">The whole file.</param>
    /// <param name="pixels">Where the compressed pixels are in it.</param>
    public static byte[] WithoutZeroTail(ReadOnlySpan<byte> file, (long Start, long End) pixels)
    {
        // An even number of bytes needs no padding.
        int length = (int)(pixels.End - pixels.Start - (ZeroTail / 2)) & ~1;
        byte[] shorter = file[..((int)pixels.Start + length)].ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(shorter.AsSpan((int)pixels.Start - 4), length);
        BinaryPrimitives.WriteInt32LittleEndian(shorter.AsSpan(4), shorter.Length - 8);
        return shorter;
    }

    /// <summary>The header of a key frame: three bytes, a start code, 14 bits each of width and height.</summary>
    private static PictureHeader Lossy(PictureReader reader)
    {
        reader.Position += 3;
        if (UInt24(reader) != 0x2A019D)
        {
            throw reader.Corrupt("a corrupt image (no start code)");
        }

        uint dimensions = reader.UInt32LittleEndian();
        return Sized(reader, dimensions & 0x3FFF, (dimensions >> 16) & 0x3FFF);
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

    private static PictureHeader Sized(PictureReader reader, long width, long height)
    {
        PictureHeader header = new(PictureKind.Webp, width, height, HasPasses: true, Orientation: 1);
        header.RequireSize(reader.Path);
        return header;
    }

    private static uint UInt24(PictureReader reader) => (uint)(reader.Byte() | (reader.Byte() << 8) | (reader.Byte() << 16));

    private static uint Type(string name) => (uint)((name[0] << 24) | (name[1] << 16) | (name[2] << 8) | name[3]);
}
