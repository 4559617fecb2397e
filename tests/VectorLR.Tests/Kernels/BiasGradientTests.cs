using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

public abstract class BiasGradientTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_length_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa)
    {
        foreach (int length in Samples.Lengths)
        {
            T[] dz = Samples.Wide<T>(length, 1);
            Case run = Describe(isa, length);
            double got = Sum(isa, dz);
            run.SameBits("sum", 0, Sum(Isa.Scalar, dz), got);

            double[] ones = [.. Enumerable.Repeat(1.0, length)];
            DoubleDouble expected = Oracle.Dot(Samples.ToDoubles<T>(dz), ones, out double magnitude);
            run.Within("sum", 0, expected, got, Bound.GammaOfDouble(Roundings(length)) * magnitude);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_offset_and_edge_gives_the_same_bits(Isa isa)
    {
        using GuardedMemory memory = new(2048);
        foreach (int length in Samples.FewLengths)
        {
            T[] dz = Samples.Wide<T>(length, 2);
            double expected = Sum(isa, dz);
            Placement[] places = [.. Enumerable.Range(0, 16).Select(Placement.At), Placement.Start, Placement.End];
            foreach (Placement place in places)
            {
                Describe(isa, length, place).SameBits("sum", 0, expected, Sum(isa, memory.Input<T>(dz, place)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Special_values_at_every_position_follow_IEEE_754(Isa isa)
    {
        foreach (int length in Samples.FewLengths)
        {
            T[] dz = new T[length];
            for (int i = 0; i < length; i++)
            {
                foreach (T special in SpecialValues.All<T>())
                {
                    dz[i] = special;
                    double expected = special == T.Zero ? 0 : double.CreateTruncating(special);
                    (Describe(isa, length) with { Note = $"dz[{i}] = {special}" }).SameBits("sum", 0, expected, Sum(isa, dz));
                }

                dz[i] = T.Zero;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(1000)]
    public void The_public_entry_is_the_sum_of_scalar_divided_by_the_count(int length)
    {
        T[] dz = Samples.Wide<T>(length, 3);
        Describe(Isa.Scalar, length).SameBits("db", 0, Sum(Isa.Scalar, dz) / length, Entry.BiasGradient<T>(dz));
    }

    /// <summary>
    /// log2(16 or 8) for adding a register's lanes, and one for each register after the first; the documented bound has one more, and the
    /// division's.
    /// </summary>
    internal static double Roundings(int length) => Math.Log2(Lanes.Count<T>()) + Math.Max(0, Math.Ceiling(Bound.Registers<T>(length)) - 1);

    private protected static Case Describe(Isa isa, int length, Placement placement = default) =>
        new(isa, typeof(T), typeof(T)) { Shape = (1, length), Placement = placement };

    private protected static double Sum(Isa isa, ReadOnlySpan<T> dz) => Dispatch.Run<SumKernel<T>, T, double>(isa, new(dz));
}

public sealed class BiasGradientOfFloats : BiasGradientTests<float>
{
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Floats_do_not_overflow_in_their_double_sum(Isa isa)
    {
        float[] dz = [.. Enumerable.Repeat(float.MaxValue, 100)];

        // 24 + 7 bits: exact in double whatever the order.
        Describe(isa, 100).SameBits("sum", 0, 100.0 * float.MaxValue, Sum(isa, dz));
    }
}

public sealed class BiasGradientOfDoubles : BiasGradientTests<double>;
