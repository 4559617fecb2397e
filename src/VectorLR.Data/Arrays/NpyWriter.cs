using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace VectorLR.Data;

/// <summary>Writes .npy files of version 1.0, little-endian, row after row.</summary>
internal sealed class NpyWriter
{
    // Long enough for every shape, so the number of rows can be written last. The data start at a multiple of 64 bytes.
    private const int HeaderLength = 128;

    private readonly Stream _stream;
    private readonly string _descr;
    private readonly bool _fortranOrder;

    public NpyWriter(Stream stream, string descr, bool fortranOrder = false)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("writing .npy files needs a little-endian machine");
        }

        (_stream, _descr, _fortranOrder) = (stream, descr, fortranOrder);
    }

    /// <summary>Writes the header, at the start of the stream.</summary>
    public void WriteHeader(string shape)
    {
        string header = $"{{'descr': '{_descr}', 'fortran_order': {(_fortranOrder ? "True" : "False")}, 'shape': {shape}, }}";
        const int Start = 10;
        header = header.PadRight(HeaderLength - Start - 1) + "\n";
        _stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, HeaderLength - Start, 0]);
        _stream.Write(Encoding.ASCII.GetBytes(header));
    }

    /// <summary>Appends values.</summary>
    public void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // A span holds at most 2 GiB of bytes.
        const int MaxValues = 1 << 24;
        for (; !values.IsEmpty; values = values[Math.Min(MaxValues, values.Length)..])
        {
            _stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(MaxValues, values.Length)]));
        }
    }

    /// <summary>A matrix's shape as Python writes it.</summary>
    public static string Shape(int rows, int columns) => string.Create(CultureInfo.InvariantCulture, $"({rows}, {columns})");
}
