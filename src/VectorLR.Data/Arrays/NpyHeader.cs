using System.Buffers.Binary;
using System.Text;

namespace VectorLR.Data;

/// <summary>The header of a .npy file, checked as far as possible without the data.</summary>
/// <param name="Descr">The dtype as written, byte order first: "&lt;f8", "|u1".</param>
/// <param name="FortranOrder">True when the first index varies fastest.</param>
/// <param name="Shape">The dimensions, each from 0 to <see cref="long.MaxValue"/>.</param>
/// <remarks>
/// Source: numpy.lib.format, versions 1.0 (two-byte header length, Latin-1), 2.0 (four-byte length) and 3.0 (UTF-8).
/// </remarks>
internal sealed record NpyHeader(string Descr, bool FortranOrder, IReadOnlyList<long> Shape)
{
    // A plain dtype needs about 100 bytes. NumPy refuses more than 10000 from untrusted files.
    private const int MaxTextLength = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header and leaves the stream at the first byte of the data.</summary>
    /// <exception cref="PlatformNotSupportedException">This machine is big-endian: the values would need their bytes reversed.</exception>
    public static NpyHeader Read(Stream stream, string source)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException($"{source}: reading .npy files needs a little-endian machine");
        }

        byte[] start = Bytes(stream, Magic.Length + 2, source, "the magic string and the version");
        if (!start.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new DataException(
                $"{source}: byte 0: found {Convert.ToHexString(start, 0, Magic.Length)}, " +
                $"expected {Convert.ToHexString(Magic)} (a .npy file)");
        }

        (int major, int minor) = (start[^2], start[^1]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw new DataException($"{source}: byte 6: found version {major}.{minor}, expected 1.0, 2.0 or 3.0");
        }

        byte[] field = Bytes(stream, major == 1 ? 2 : 4, source, "the header length");
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(field) : BinaryPrimitives.ReadUInt32LittleEndian(field);
        if (length > MaxTextLength)
        {
            throw new DataException($"{source}: byte 8: found a header of {length} bytes, expected at most {MaxTextLength}");
        }

        int textStart = start.Length + field.Length;
        byte[] text = Bytes(stream, (int)length, source, "the header");
        return new NpyHeaderParser(
            (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), textStart, source).Parse();
    }

    /// <summary>The shape as Python writes it.</summary>
    public string ShapeText => Shape.Count == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";

    private static byte[] Bytes(Stream stream, int count, string source, string what)
    {
        byte[] bytes = new byte[count];
        long position = stream.Position;
        int found = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return found == count ? bytes : throw new DataException(
            $"{source}: byte {position}: found {found} bytes before the end of the file, expected {count} ({what})");
    }
}
