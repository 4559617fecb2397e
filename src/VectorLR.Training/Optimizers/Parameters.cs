using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace VectorLR.Training;

/// <summary>The parameters of logistic regression.</summary>
/// <param name="Weights">w, length n_x.</param>
/// <param name="Bias">b.</param>
/// <remarks>Equality compares the values of the weights.</remarks>
public sealed record Parameters(ReadOnlyMemory<double> Weights, double Bias)
{
    private readonly MemoryContents<double> _weights = new(Weights);

    /// <summary>w, length n_x.</summary>
    public ReadOnlyMemory<double> Weights
    {
        get => _weights.Memory;
        init => _weights = new(value);
    }

    /// <summary>The usual start of gradient descent: w = 0, b = 0.</summary>
    /// <param name="features">n_x.</param>
    /// <returns>The parameters.</returns>
    public static Parameters Zero(int features) => new(new double[features], 0);

    /// <summary>A fingerprint of the bits of w and b, for comparing results between machines.</summary>
    /// <returns>The first 16 hexadecimal digits of the SHA-256 of the weights' and then the bias's little-endian bytes.</returns>
    public string Hash()
    {
        double[] values = [.. Weights.Span, Bias];
        if (!BitConverter.IsLittleEndian)
        {
            foreach (ref double value in values.AsSpan())
            {
                value = BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(value)));
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())))[..16];
    }
}
