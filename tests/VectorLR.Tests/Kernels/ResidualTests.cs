using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

public abstract class ResidualTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_length_is_the_rounded_difference_and_nothing_beside_it_is_written(Isa isa)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach (int length in Samples.Lengths)
        {
            Check(isa, operands, length, Placement.At(0), Placement.At(0));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_offset_and_edge_gives_the_same_bits(Isa isa)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach (int length in Samples.FewLengths)
        {
            for (int offset = 0; offset < 16; offset++)
            {
                Check(isa, operands, length, Placement.At(offset), Placement.At(15 - offset));
            }

            Check(isa, operands, length, Placement.Start, Placement.Start);
            Check(isa, operands, length, Placement.End, Placement.End);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Special_values_at_every_position_follow_IEEE_754(Isa isa)
    {
        foreach (int length in Samples.FewLengths)
        {
            foreach (T special in SpecialValues.All<T>())
            {
                for (int i = 0; i < length; i++)
                {
                    T[] a = Samples.Uniform<T>(length, 3);
                    T[] y = Samples.Labels<T>(length, 4);
                    a[i] = special;
                    (Describe(isa, length) with { Note = $"a[{i}] = {special}" }).SameBits<T>(
                        "dz", Expected(a, y), Run(isa, a, y, new T[length]));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void The_destination_may_be_an_input(Isa isa)
    {
        foreach (int length in Samples.FewLengths)
        {
            T[] a = Samples.Uniform<T>(length, 5);
            T[] y = Samples.Labels<T>(length, 6);
            T[] expected = Expected(a, y);
            T[] first = [.. a];
            T[] second = [.. y];
            Describe(isa, length).SameBits<T>("dz over a", expected, Run(isa, first, y, first));
            Describe(isa, length).SameBits<T>("dz over y", expected, Run(isa, a, second, second));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Residuals_on_both_sides_of_the_smallest_are_kept_or_0(Isa isa)
    {
        int exponent = typeof(T) == typeof(float) ? -100 : -996;
        T tiny = T.CreateChecked(Math.Pow(2, exponent));
        T[] a = [tiny, T.BitDecrement(tiny), T.Zero, T.Zero, T.Epsilon];
        T[] y = [T.Zero, T.Zero, tiny, T.BitDecrement(tiny), T.Zero];
        T[] dz = Run(isa, a, y, new T[5]);
        Assert.Equal([tiny, T.Zero, -tiny, T.Zero, T.Zero], dz);
    }

    [Fact]
    public void The_public_entry_is_the_rounded_difference()
    {
        T[] a = Samples.Uniform<T>(77, 7);
        T[] y = Samples.Labels<T>(77, 8);
        T[] dz = new T[77];
        Entry.Residual<T>(a, y, dz);
        Describe(Cpu.Isa, 77).SameBits<T>("dz", Expected(a, y), dz);
    }

    private static void Check(Isa isa, Operands operands, int length, Placement placement, Placement other)
    {
        T[] a = Samples.Uniform<T>(length, 1);
        T[] y = Samples.Labels<T>(length, 2);
        Case run = Describe(isa, length, placement);
        Span<T> dz = operands.Destination.Output<T>(length, placement);
        ReadOnlySpan<T> left = operands.First.Input<T>(a, placement);
        Dispatch.Run<BroadcastKernel<ResidualOperator, T>, T, Unit>(isa, new(left, operands.Second.Input<T>(y, other), dz));
        run.SameBits("dz", Expected(a, y), dz);
        operands.Destination.AssertIntactAround<T>(dz, run, "dz");
    }

    /// <summary>The rounded difference, and 0 below 2^-100 (float) or 2^-996 (double).</summary>
    private static T[] Expected(T[] a, T[] y)
    {
        T tiny = T.CreateChecked(typeof(T) == typeof(float) ? Math.Pow(2, -100) : Math.Pow(2, -996));
        return [.. a.Zip(y, (left, right) => T.Abs(left - right) < tiny ? T.Zero : left - right)];
    }

    private static Case Describe(Isa isa, int length, Placement placement = default) =>
        new(isa, typeof(T), typeof(T)) { Shape = (1, length), Placement = placement };

    private static T[] Run(Isa isa, T[] a, T[] y, T[] dz)
    {
        Dispatch.Run<BroadcastKernel<ResidualOperator, T>, T, Unit>(isa, new(a, y, dz));
        return dz;
    }
}

public sealed class ResidualOfFloats : ResidualTests<float>;

public sealed class ResidualOfDoubles : ResidualTests<double>;
