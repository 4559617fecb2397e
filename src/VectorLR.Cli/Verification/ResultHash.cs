using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace VectorLR.Cli.Verification;

/// <summary>A 64-bit hash of the bits of results.</summary>
internal sealed class ResultHash
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Adds numbers, each widened exactly to double. All NaNs are equal, because payloads are not specified.</summary>
    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<byte> bytes = _bytes.GetSpan(sizeof(double) * values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            long bits = T.IsNaN(values[i]) ? -1 : BitConverter.DoubleToInt64Bits(double.CreateTruncating(values[i]));
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(sizeof(double) * i)..], bits);
        }

        _bytes.Advance(sizeof(double) * values.Length);
    }

    public void Add(double value) => Add([value]);

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the little-endian bytes.</summary>
    public override string ToString() => Convert.ToHexStringLower(SHA256.HashData(_bytes.WrittenSpan))[..16];
}
