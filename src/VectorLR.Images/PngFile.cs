namespace VectorLR.Images;

/// <summary>The structure of a PNG file.</summary>
/// <remarks>Source: PNG (W3C, third edition), sections 5 and 11.</remarks>
internal static class PngFile
{
    // Deflate codes at most 258 bytes in two bits.
    private const int MaxDeflateRatio = 1032;

    /// <summary>Reads the header and passes over every chunk up to the last one.</summary>
    public static PictureHeader Header(PictureReader reader)
    {
        reader.Position = 8;
        if (reader.UInt32BigEndian() != 13 || reader.UInt32BigEndian() != Type("IHDR"))
        {
            throw reader.Corrupt("no header at the start");
        }

        long width = reader.UInt32BigEndian();
        long height = reader.UInt32BigEndian();
        int depth = reader.Byte();
        int samples = reader.Byte() switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };
        reader.Position += 2;
        PictureHeader header = new(PictureKind.Png, width, height, HasPasses: reader.Byte() != 0, Orientation: 1);
        header.RequireSize(reader.Path);

        long dataBytes = 0;
        for (reader.Position += 4; ;)
        {
            long length = reader.UInt32BigEndian();
            uint type = reader.UInt32BigEndian();
            long end = reader.Position + length + 4;
            if (!IsType(type) || end > reader.Length)
            {
                throw reader.Truncated();
            }

            if (type == Type("IDAT"))
            {
                dataBytes += length;
            }
            else if (type == Type("eXIf"))
            {
                header = header with { Orientation = ExifOrientation.Read(reader, length) };
            }
            else if (type == Type("IEND"))
            {
                break;
            }

            reader.Position = end;
        }

        // At the best ratio, the compressed data cannot hold the pixels.
        return dataBytes * MaxDeflateRatio >= (width * samples * depth + 7) / 8 * height ? header : throw reader.Truncated();
    }

    private static uint Type(string name) => (uint)((name[0] << 24) | (name[1] << 16) | (name[2] << 8) | name[3]);

    private static bool IsType(uint type) =>
        char.IsAsciiLetter((char)(type >> 24)) && char.IsAsciiLetter((char)((type >> 16) & 255))
        && char.IsAsciiLetter((char)((type >> 8) & 255)) && char.IsAsciiLetter((char)(type & 255));
}
