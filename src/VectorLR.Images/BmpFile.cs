using System.Buffers.Binary;

namespace VectorLR.Images;

/// <summary>The structure of a BMP file.</summary>
/// <remarks>
/// Source: BITMAPFILEHEADER and BITMAPINFOHEADER (Windows), BITMAPCOREHEADER (OS/2). The pixels are stored as they are, so that zeros at
/// the end are black pixels or lost ones. They are taken for lost if they begin inside a row that has no black before them, nor has the
/// row before it: black parts of pictures have other borders.
/// </remarks>
internal static class BmpFile
{
    private const int CoreHeader = 12;
    private const int Uncompressed = 0;
    private const int BitFields = 3;

    /// <summary>Reads the header. The file must hold the pixels that it promises.</summary>
    public static PictureHeader Header(PictureReader reader)
    {
        reader.Position = 2;
        long promised = reader.UInt32LittleEndian();
        reader.Position = 10;
        long pixels = reader.UInt32LittleEndian();
        uint length = reader.UInt32LittleEndian();
        Span<byte> rest = stackalloc byte[20];
        rest.Clear();
        reader.Bytes(length == CoreHeader ? rest[..8] : rest);
        bool isCore = length == CoreHeader;
        long width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(rest) : BinaryPrimitives.ReadInt32LittleEndian(rest);
        long height = isCore
            ? BinaryPrimitives.ReadUInt16LittleEndian(rest[2..])
            : Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(rest[4..]));
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(rest[(isCore ? 6 : 10)..]);
        uint compression = isCore || length == 16 ? Uncompressed : BinaryPrimitives.ReadUInt32LittleEndian(rest[12..]);
        PictureHeader header = new(PictureKind.Bmp, width, height, HasPasses: true, Orientation: 1);
        header.RequireSize(reader.Path);

        // Each row is padded to four bytes. The padding of the last one may be missing, unless the header counts it.
        long row = ((width * bits) + 31) / 32 * 4;
        long padded = pixels + (row * height);
        long end = promised == padded ? padded : padded - row + (((width * bits) + 7) / 8);
        bool isStored = compression is Uncompressed or BitFields;
        bool isCut = isStored && (end > reader.Length
            || (bits is 24 or 32 && HasLostTail(reader, pixels, (int)row, (int)width, (int)height, bits / 8)));
        return isCut ? throw reader.Truncated() : header;
    }

    /// <summary>Whether the pixels end in zeros that look lost. Source rows are in the order of the file.</summary>
    private static bool HasLostTail(PictureReader reader, long pixels, int row, int width, int height, int pixelBytes)
    {
        byte[] values = new byte[row];
        int y = height - 1;
        int black = width;
        int used = width * pixelBytes;
        for (; y >= 0 && black == width; y--)
        {
            Read(y);
            black = (used - (values.AsSpan(0, used).LastIndexOfAnyExcept((byte)0) + 1)) / pixelBytes;
        }

        // Now row y + 1 ends in a number of black pixels, and at least two rows after it are black.
        if (black is 0 || black == width || y < 0 || y + 1 >= height - 2 || HasBlack(width - black))
        {
            return false;
        }

        Read(y);
        return !HasBlack(width);

        void Read(int at)
        {
            reader.Position = pixels + ((long)row * at);
            reader.Bytes(values.AsSpan(0, used));
        }

        bool HasBlack(int count)
        {
            for (int x = 0; x < count; x++)
            {
                if (!values.AsSpan(x * pixelBytes, pixelBytes).ContainsAnyExcept((byte)0))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
