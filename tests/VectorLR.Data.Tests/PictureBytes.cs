using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VectorLR.Data.Tests;

/// <summary>Builds image files part by part, by their specifications.</summary>
internal static class PictureBytes
{
    /// <summary>The EXIF data of one Orientation tag.</summary>
    public static byte[] Exif(byte orientation, bool isLittle) => isLittle
        ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>The EXIF data of an Orientation tag behind another one, in a directory that is not at the start.</summary>
    public static byte[] ExifBehind(byte orientation) =>
    [
        .. "MM\0*"u8, 0, 0, 0, 20, .. new byte[12], 0, 2,
        1, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 9,
        1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
        0, 0, 0, 0,
    ];

    /// <summary>A grey PNG of one bit or more a pixel, all zeros.</summary>
    public static byte[] Png(uint width, uint height, byte depth = 1, long? dataBytes = null)
    {
        using MemoryStream data = new();
        using (ZLibStream deflate = new(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            long bytes = dataBytes ?? ((((long)width * depth) + 7) / 8 + 1) * height;
            byte[] zeros = new byte[1 << 16];
            for (; bytes > 0; bytes -= zeros.Length)
            {
                deflate.Write(zeros, 0, (int)Math.Min(zeros.Length, bytes));
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        header[8] = depth;
        return [0x89, .. "PNG\r\n"u8, 26, 10, .. PngChunk("IHDR", header), .. PngChunk("IDAT", data.ToArray()), .. PngChunk("IEND", [])];
    }

    public static byte[] PngChunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    /// <summary>Puts a chunk after the header of a PNG.</summary>
    public static byte[] PngWith(byte[] png, byte[] chunk) => [.. png[..33], .. chunk, .. png[33..]];

    /// <summary>A BMP of eight bits whose pixels are coded in runs.</summary>
    public static byte[] RunLengthBmp(int width, int height, byte[] runs)
    {
        byte[] header = Pictures.Bmp(new byte[3], 1, 1, bits: 8)[..(54 + (4 * 256))];
        BitConverter.TryWriteBytes(header.AsSpan(2), header.Length + runs.Length);
        BitConverter.TryWriteBytes(header.AsSpan(18), width);
        BitConverter.TryWriteBytes(header.AsSpan(22), height);
        BitConverter.TryWriteBytes(header.AsSpan(30), 1);
        BitConverter.TryWriteBytes(header.AsSpan(34), runs.Length);
        return [.. header, .. runs];
    }

    /// <summary>A WebP file of chunks.</summary>
    public static byte[] Webp(params byte[][] chunks)
    {
        byte[] body = [.. "WEBP"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }

    public static byte[] WebpChunk(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length & 1]];

    /// <summary>The chunk that has the flags (2 animation, 8 EXIF) and the canvas.</summary>
    public static byte[] WebpCanvas(byte flags, int width, int height) => WebpChunk(
        "VP8X", [flags, 0, 0, 0, .. BitConverter.GetBytes(width - 1)[..3], .. BitConverter.GetBytes(height - 1)[..3]]);

    /// <summary>An animation whose frames fill the canvas.</summary>
    /// <param name="width">The width.</param>
    /// <param name="height">The height.</param>
    /// <param name="pictures">A WebP file for each frame.</param>
    public static byte[] WebpAnimation(int width, int height, params byte[][] pictures) => Webp(
        [WebpCanvas(2, width, height), WebpChunk("ANIM", new byte[6]), .. pictures.Select(file => WebpFrame(width, height, file))]);

    public static byte[] WebpFrame(int width, int height, byte[] file)
    {
        int picture = Math.Max(file.AsSpan().IndexOf("VP8 "u8), file.AsSpan().IndexOf("VP8L"u8));
        byte[] sides = [.. BitConverter.GetBytes(width - 1)[..3], .. BitConverter.GetBytes(height - 1)[..3]];
        return WebpChunk("ANMF", [0, 0, 0, 0, 0, 0, .. sides, 100, 0, 0, 0, .. file[picture..]]);
    }

    /// <summary>Writes other dimensions into the frame header of a JPEG.</summary>
    public static byte[] JpegOfSize(byte[] jpeg, int width, int height)
    {
        byte[] changed = [.. jpeg];
        int frame = changed.AsSpan().IndexOf<byte>([0xFF, 0xC2]);
        frame = frame < 0 ? changed.AsSpan().IndexOf<byte>([0xFF, 0xC0]) : frame;
        BinaryPrimitives.WriteInt16BigEndian(changed.AsSpan(frame + 5), (short)height);
        BinaryPrimitives.WriteInt16BigEndian(changed.AsSpan(frame + 7), (short)width);
        return changed;
    }

    // The CRC of PNG, annex D, bit by bit.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
