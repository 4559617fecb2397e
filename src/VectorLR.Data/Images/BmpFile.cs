using System.Buffers.Binary;

namespace VectorLR.Data;

/// <summary>The structure of a BMP file.</summary>
/// <remarks>
/// Source: BITMAPFILEHEADER and BITMAPINFOHEADER (Windows), BITMAPCOREHEADER (OS/2). The pixels are stored as they are, so that zeros at the
/// end are black pixels: a tail that was overwritten with zeros cannot be told from a picture.
/// </remarks>
internal static class BmpFile
{
    private const int CoreHeader = 12;
    private const int Uncompressed = 0;
    private const int BitFields = 3;

    /// <summary>Reads the header. The file must hold the pixels that it promises.</summary>
    public static PictureHeader Header(PictureReader reader)
    {
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

        // Each row is padded to four bytes; the padding of the last one may be missing.
        long row = ((width * bits) + 31) / 32 * 4;
        long end = pixels + (row * (height - 1)) + (((width * bits) + 7) / 8);
        return compression is not (Uncompressed or BitFields) || end <= reader.Length ? header : throw reader.Truncated();
    }
}
