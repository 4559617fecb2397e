using System.Buffers.Binary;

namespace VectorLR.Images;

/// <summary>The structure of a BMP file.</summary>
/// <remarks>Source: BITMAPFILEHEADER and BITMAPINFOHEADER (Windows), BITMAPCOREHEADER (OS/2).</remarks>
internal static class BmpFile
{
    private const int CoreHeader = 12;
    private const int Uncompressed = 0;
    private const int RunLengths8 = 1;
    private const int RunLengths4 = 2;
    private const int BitFields = 3;

    // Two bytes code a run of at most 255.
    private const int MaxRunLengthRatio = 128;

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
        long used = ((width * bits) + 7) / 8;
        long padded = pixels + (row * height);
        long end = promised == padded ? padded : padded - row + used;
        bool isCut = compression switch
        {
            Uncompressed or BitFields => end > reader.Length || BmpTail.IsLost(reader, pixels, row, used, height, bits),
            RunLengths8 or RunLengths4 => (reader.Length - pixels) * MaxRunLengthRatio < width * height,
            _ => false,
        };
        return isCut ? throw reader.Truncated() : header with { Parts = [(0, reader.Length)] };
    }
}
