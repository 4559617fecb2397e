namespace VectorLR.Images;

/// <summary>The structure of a PNG file.</summary>
/// <remarks>Source: PNG (W3C, third edition), sections 5 and 11.</remarks>
internal static class PngFile
{
    // Deflate codes at most 258 bytes in two bits.
    private const int MaxDeflateRatio = 1032;

    private const int SignatureLength = 8;

    // Length, type and checksum.
    private const int ChunkOverhead = 12;

    /// <summary>Reads the header, passes over every chunk up to the last one, and checks those that the decoder needs.</summary>
    /// <remarks>
    /// Only these chunks are given to the decoder. Its time grows with the square of the length of every other, and it would read what
    /// follows the picture.
    /// </remarks>
    public static PictureHeader Header(PictureReader reader)
    {
        reader.Position = SignatureLength;
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

        List<(long Start, long End)> parts = [(0, SignatureLength)];
        HashSet<uint> seen = [];
        long dataBytes = 0;
        bool isNeeded = false;
        uint type = 0;
        for (reader.Position = SignatureLength; type != Type("IEND");)
        {
            (long start, long length, uint before) = (reader.Position, reader.UInt32BigEndian(), type);
            type = reader.UInt32BigEndian();
            if (!IsType(type) || start + length + ChunkOverhead > reader.Length)
            {
                throw reader.Truncated();
            }

            // The chunks of pixels follow one another. Of the other kinds, the first one counts.
            isNeeded = MaxLength(type) is not null && (seen.Add(type) || (isNeeded && type == before && type == Type("IDAT")));
            if (isNeeded)
            {
                RequireWhole(reader, start, length, type);
                dataBytes += type == Type("IDAT") ? length : 0;
                Add(parts, start, start + length + ChunkOverhead);
            }
            else if (type == Type("eXIf"))
            {
                header = header with { Orientation = ExifOrientation.Read(reader, length) ?? 1 };
            }

            reader.Position = start + length + ChunkOverhead;
        }

        // At the best ratio, the compressed data cannot hold the pixels.
        return dataBytes * MaxDeflateRatio >= (width * samples * depth + 7) / 8 * height
            ? header with { Parts = parts }
            : throw reader.Truncated();
    }

    /// <summary>Adds a part, to the last one if it follows it.</summary>
    private static void Add(List<(long Start, long End)> parts, long start, long end)
    {
        if (parts[^1].End == start)
        {
            start = parts[^1].Start;
            parts.RemoveAt(parts.Count - 1);
        }

        parts.Add((start, end));
    }

    /// <summary>The most data bytes of a chunk that the decoder needs; null for a chunk that it does not need.</summary>
    private static long? MaxLength(uint type) =>
        type == Type("IDAT") ? long.MaxValue
        : type == Type("PLTE") ? 768
        : type == Type("tRNS") ? 256
        : type == Type("IHDR") ? 13
        : type == Type("IEND") ? 0
        : null;

    /// <summary>Checks the length and the checksum of a chunk that the decoder needs.</summary>
    private static void RequireWhole(PictureReader reader, long start, long length, uint type)
    {
        if (length > MaxLength(type))
        {
            throw reader.Corrupt($"a corrupt image (a chunk {Name(type)} of {length} bytes)");
        }

        // The checksum is of the type and the data.
        reader.Position = start + 4;
        uint expected = reader.Crc32(length + 4);
        uint found = reader.UInt32BigEndian();
        if (found != expected)
        {
            // A lost end reads as zeros.
            throw found == 0 ? reader.Truncated() : reader.Corrupt($"a corrupt image (a wrong checksum of the chunk {Name(type)})");
        }
    }

    private static uint Type(string name) => (uint)((name[0] << 24) | (name[1] << 16) | (name[2] << 8) | name[3]);

    private static string Name(uint type) => string.Create(4, type, (name, type) =>
    {
        for (int i = 0; i < name.Length; i++)
        {
            name[i] = (char)((type >> (24 - (8 * i))) & 255);
        }
    });

    private static bool IsType(uint type) =>
        char.IsAsciiLetter((char)(type >> 24)) && char.IsAsciiLetter((char)((type >> 16) & 255))
        && char.IsAsciiLetter((char)((type >> 8) & 255)) && char.IsAsciiLetter((char)(type & 255));
}
