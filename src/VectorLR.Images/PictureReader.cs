using System.Buffers.Binary;
using System.IO.Hashing;

namespace VectorLR.Images;

/// <summary>Reads the parts of an image file in order, through a small buffer. It never reads beyond the end without an error.</summary>
internal sealed class PictureReader
{
    private const string Expected = "expected a PNG, JPEG, WebP or BMP image";
    private const int SignatureLength = 18;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];

    // The buffer holds the bytes of the file from _start on; the next one is at _next.
    private long _start;
    private int _next;
    private int _end;

    /// <summary>Recognizes the format.</summary>
    /// <exception cref="DataException">The file is no image or has too many bytes; the message names it.</exception>
    public PictureReader(Stream stream, string path)
    {
        _stream = stream;
        Path = path;
        Length = stream.Length;
        byte[] signature = new byte[(int)Math.Min(SignatureLength, Length)];
        Bytes(signature);
        Kind = KindOf(signature) ?? throw new DataException($"{path}: found {Foreign(signature)}, {Expected}");
        if (Length > PictureHeader.MaxPixels)
        {
            throw new DataException($"{path}: found {Length} bytes, too large an image, expected at most {PictureHeader.MaxPixels}");
        }

        Position = 0;
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    public PictureKind Kind { get; }

    /// <summary>The number of bytes of the file.</summary>
    public long Length { get; }

    /// <summary>The index of the next byte. It may be set beyond the end: the next read is an error then.</summary>
    public long Position
    {
        get => _start + _next;
        set
        {
            if (value >= _start && value <= _start + _end)
            {
                _next = (int)(value - _start);
                return;
            }

            (_start, _next, _end) = (value, 0, 0);
        }
    }

    /// <summary>Whether a file begins as one of the formats does.</summary>
    public static PictureKind? KindOf(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => PictureKind.Png,
        [0xFF, 0xD8, 0xFF, ..] => PictureKind.Jpeg,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureKind.Webp,

        // Two letters are no signature. The four bytes at 14 are the length of the second header.
        [(byte)'B', (byte)'M', _, _, _, _, _, _, _, _, _, _, _, _, 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0, ..] =>
            PictureKind.Bmp,
        _ => null,
    };

    /// <summary>Returns the error of a file that ends too early.</summary>
    public DataException Truncated() => Corrupt("a truncated image");

    /// <summary>Returns the error of a file whose contents break a rule of its format.</summary>
    public DataException Corrupt(string found) =>
        new($"{Path}: found {found}, expected a complete {(Kind == PictureKind.Webp ? "WEBP" : Kind.ToString().ToUpperInvariant())} image");

    /// <summary>Reads as many bytes as the destination holds.</summary>
    public void Bytes(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            ReadOnlySpan<byte> rest = Buffered();
            int count = Math.Min(rest.Length, destination.Length);
            if (count == 0)
            {
                throw Truncated();
            }

            rest[..count].CopyTo(destination);
            destination = destination[count..];
            _next += count;
        }
    }

    public byte Byte()
    {
        if (_next == _end && Buffered().IsEmpty)
        {
            throw Truncated();
        }

        return _buffer[_next++];
    }

    public ushort UInt16BigEndian()
    {
        Span<byte> bytes = stackalloc byte[2];
        Bytes(bytes);
        return BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    public uint UInt32BigEndian()
    {
        Span<byte> bytes = stackalloc byte[4];
        Bytes(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    public uint UInt32LittleEndian() => BinaryPrimitives.ReverseEndianness(UInt32BigEndian());

    /// <summary>Returns the bytes in the buffer, after filling an empty one. They are empty at the end of the file.</summary>
    public ReadOnlySpan<byte> Buffered()
    {
        if (_next == _end)
        {
            _start += _next;
            _stream.Position = Math.Min(_start, Length);
            (_next, _end) = (0, _stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false));
        }

        return _buffer.AsSpan(_next, _end - _next);
    }

    /// <summary>Moves past the next occurrence of a byte. Returns false, at the end of the file, when there is none.</summary>
    public bool SkipTo(byte value)
    {
        for (ReadOnlySpan<byte> rest = Buffered(); !rest.IsEmpty; rest = Buffered())
        {
            int found = rest.IndexOf(value);
            _next += found < 0 ? rest.Length : found + 1;
            if (found >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the CRC-32 of the next bytes, and moves past them.</summary>
    public uint Crc32(long count)
    {
        Crc32 checksum = new();
        while (count > 0)
        {
            ReadOnlySpan<byte> rest = Buffered();
            rest = rest[..(int)Math.Min(rest.Length, count)];
            if (rest.IsEmpty)
            {
                throw Truncated();
            }

            checksum.Append(rest);
            _next += rest.Length;
            count -= rest.Length;
        }

        return checksum.GetCurrentHashAsUInt32();
    }

    /// <summary>Whether the file holds only zeros from a position on, for a given number of bytes.</summary>
    public bool AreZeros(long from, int count)
    {
        long before = Position;
        Position = from;
        bool zeros = true;
        for (int i = 0; i < count && zeros; i++)
        {
            zeros = Byte() == 0;
        }

        Position = before;
        return zeros;
    }

    private static string Foreign(ReadOnlySpan<byte> file) => file switch
    {
        [] => "an empty file",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF image",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF image",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h', (byte)'e', ..] => "a HEIC image",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', ..] => "an AVIF image",
        _ => $"a file that begins with the bytes {Convert.ToHexString(file[..Math.Min(8, file.Length)])}",
    };
}
