using System.Buffers.Binary;

namespace VectorLR.Images;

/// <summary>The Orientation tag in EXIF data.</summary>
/// <remarks>Source: EXIF 2.3, section 4.6.4; TIFF 6.0, section 2.</remarks>
internal static class ExifOrientation
{
    private const int Upright = 1;
    private const int OrientationTag = 0x112;
    private const int ShortType = 3;

    // The first directory comes first in practice; the rest may hold a thumbnail.
    private const int MaxLength = 1 << 16;

    /// <summary>Reads the tag from the next bytes of a file.</summary>
    /// <returns>1 if there is no tag; null if there is no directory, or only a part of one.</returns>
    public static int? Read(PictureReader reader, long length)
    {
        byte[] exif = new byte[(int)Math.Min(length, MaxLength)];
        reader.Bytes(exif);
        return Read(exif);
    }

    /// <summary>Reads the tag.</summary>
    /// <param name="exif">A TIFF header and its directories, with or without the prefix that JPEG has.</param>
    /// <returns>1 if there is no tag; null if there is no directory, or only a part of one.</returns>
    public static int? Read(ReadOnlySpan<byte> exif)
    {
        ReadOnlySpan<byte> prefix = "Exif\0\0"u8;
        ReadOnlySpan<byte> tiff = exif.StartsWith(prefix) ? exif[prefix.Length..] : exif;
        bool isLittle = tiff is [(byte)'I', (byte)'I', 42, 0, ..];
        if (tiff.Length < 8 || (!isLittle && tiff is not [(byte)'M', (byte)'M', 0, 42, ..]))
        {
            return null;
        }

        long directory = UInt32(tiff[4..], isLittle);
        int entries = directory + 2 <= tiff.Length ? UInt16(tiff[(int)directory..], isLittle) : 0;
        for (int i = 0; i < entries; i++)
        {
            long at = directory + 2 + (12L * i);
            if (at + 12 > tiff.Length)
            {
                return null;
            }

            ReadOnlySpan<byte> entry = tiff.Slice((int)at, 12);
            int type = UInt16(entry[2..], isLittle);
            if (UInt16(entry, isLittle) == OrientationTag && type == ShortType)
            {
                int orientation = UInt16(entry[8..], isLittle);
                return orientation is >= 1 and <= 8 ? orientation : Upright;
            }

            if (type == 0)
            {
                return null;
            }
        }

        return entries > 0 ? Upright : null;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static long UInt32(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
