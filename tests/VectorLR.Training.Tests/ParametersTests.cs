using Xunit;

namespace VectorLR.Training.Tests;

public sealed class ParametersTests
{
    [Fact]
    public void The_hash_is_the_beginning_of_the_sha_256_of_the_little_endian_bytes()
    {
        // printf '\0%.0s' {1..8} | sha256sum; and Python's hashlib.sha256(struct.pack("<3d", 1.5, -0.0, 1e-310)).
        Assert.Equal("af5570f5a1810b7a", Parameters.Zero(0).Hash());
        Assert.Equal("13447e7ac614aabc", new Parameters(new[] { 1.5, -0.0 }, 1e-310).Hash());
    }

    [Fact]
    public void The_hash_is_the_same_for_the_same_bits()
    {
        double[] longer = [9, 1, 2, 9];
        Assert.Equal(new Parameters(new double[] { 1, 2 }, 3).Hash(), new Parameters(longer.AsMemory(1, 2), 3).Hash());
    }

    [Fact]
    public void The_hash_depends_on_every_bit_of_every_weight_and_of_the_bias()
    {
        double[] values = [1.5, 0, -3e-310, 2.25];
        HashSet<string> seen = [Hash(values)];
        for (int index = 0; index < values.Length; index++)
        {
            for (int bit = 0; bit < 64; bit++)
            {
                double[] changed = [.. values];
                changed[index] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(values[index]) ^ (1L << bit));
                Assert.True(seen.Add(Hash(changed)), $"bit {bit} of value {index} does not change the hash {Hash(changed)}");
            }
        }

        static string Hash(double[] values) => new Parameters(values.AsMemory(0, values.Length - 1), values[^1]).Hash();
    }

    [Fact]
    public void The_hash_depends_on_the_order_of_the_weights() =>
        Assert.NotEqual(new Parameters(new double[] { 1, 2 }, 3).Hash(), new Parameters(new double[] { 2, 1 }, 3).Hash());

    [Fact]
    public void Zero_is_n_weights_of_0_and_a_bias_of_0()
    {
        Parameters zero = Parameters.Zero(3);
        Assert.Equal([0, 0, 0], zero.Weights.ToArray());
        Assert.Equal(0, zero.Bias);
    }
}
