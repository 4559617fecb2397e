using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace VectorLR.Data.Tests;

/// <summary>Writes .npy files as NumPy does, independently of the reader under test.</summary>
internal static class NpyBytes
{
    public static byte[] Of<T>(string descr, string shape, T[] data, bool fortran = false, int version = 1)
        where T : unmanaged =>
        Raw(Dictionary(descr, shape, fortran), MemoryMarshal.AsBytes(data.AsSpan()).ToArray(), version);

    public static string Dictionary(string descr, string shape, bool fortran = false) =>
        $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";

    /// <summary>Any text as the header, padded so that the data start at a multiple of 64.</summary>
    public static byte[] Raw(string header, byte[] data, int version = 1)
    {
        int lengthBytes = version == 1 ? 2 : 4;
        byte[] text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(header);
        int before = 8 + lengthBytes;
        int padded = ((before + text.Length + 1 + 63) / 64 * 64) - before;
        byte[] file = new byte[before + padded + data.Length];
        "NUMPY"u8.CopyTo(file.AsSpan(1));
        file[0] = 0x93;
        file[6] = (byte)version;
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)padded);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), (uint)padded);
        }

        Span<byte> body = file.AsSpan(before, padded);
        body.Fill((byte)' ');
        text.CopyTo(body);
        body[^1] = (byte)'\n';
        data.CopyTo(file.AsSpan(before + padded));
        return file;
    }
}
