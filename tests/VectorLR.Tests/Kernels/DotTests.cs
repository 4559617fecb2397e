using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

public abstract class DotTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_length_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa)
    {
        foreach (int length in Samples.Lengths)
        {
            T[] x = Samples.Wide<T>(length, 1);
            T[] y = Samples.Wide<T>(length, 2);
            Case run = Describe(isa, length);
            T got = Run(isa, x, y);
            run.SameBits("sum", 0, Run(Isa.Scalar, x, y), got);

            DoubleDouble expected = Oracle.Dot(Samples.ToDoubles<T>(x), Samples.ToDoubles<T>(y), out double magnitude);
            run.Within("sum", 0, expected, got, Bound.Gamma<T>(Roundings(length)) * magnitude);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Vectors_long_enough_to_be_read_in_halves_are_within_their_bound_up_to_the_guard_page(Isa isa)
    {
        using GuardedMemory left = new((1 << 20) + 1024);
        using GuardedMemory right = new((1 << 20) + 1024);
        int mebibyte = (1 << 20) / (64 / Lanes.Count<T>());
        foreach (int length in (ReadOnlySpan<int>)[mebibyte - 1, mebibyte, mebibyte + 1, mebibyte + 63, mebibyte + 115])
        {
            T[] x = Samples.Wide<T>(length, 10);
            T[] y = Samples.Wide<T>(length, 11);
            Case run = Describe(isa, length, Placement.End);
            T got = Run(isa, left.Input<T>(x, Placement.End), right.Input<T>(y, Placement.End));
            run.SameBits("sum", 0, Run(Isa.Scalar, x, y), got);

            DoubleDouble expected = Oracle.Dot(Samples.ToDoubles<T>(x), Samples.ToDoubles<T>(y), out double magnitude);
            run.Within("sum", 0, expected, got, Bound.Gamma<T>(Roundings(length)) * magnitude);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_offset_in_a_register_gives_the_same_bits(Isa isa)
    {
        using GuardedMemory left = new(2048);
        using GuardedMemory right = new(2048);
        foreach (int length in Samples.FewLengths)
        {
            T[] x = Samples.Wide<T>(length, 3);
            T[] y = Samples.Wide<T>(length, 4);
            T expected = Run(isa, x, y);
            for (int offset = 0; offset < 16; offset++)
            {
                Case run = Describe(isa, length, Placement.At(offset));
                run.SameBits("sum", 0, expected, Run(isa, left.Input<T>(x, Placement.At(offset)), right.Input<T>(y, Placement.At(offset))));
                run.SameBits(
                    "sum", 0, expected, Run(isa, left.Input<T>(x, Placement.At(offset)), right.Input<T>(y, Placement.At(15 - offset))));
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Nothing_beside_a_span_is_read(Isa isa)
    {
        Assert.SkipUnless(GuardedMemory.IsAvailable, "guard pages are made with Linux's mmap");
        using GuardedMemory left = new(1025 * 8);
        using GuardedMemory right = new(1025 * 8);
        foreach (int length in Samples.Lengths)
        {
            T[] x = Samples.Wide<T>(length, 5);
            T[] y = Samples.Wide<T>(length, 6);
            T expected = Run(isa, x, y);
            foreach (Placement edge in (ReadOnlySpan<Placement>)[Placement.Start, Placement.End])
            {
                T got = Run(isa, left.Input<T>(x, edge), right.Input<T>(y, edge));
                Describe(isa, length, edge).SameBits("sum", 0, expected, got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Special_values_at_every_position_follow_IEEE_754(Isa isa)
    {
        foreach (int length in Samples.FewLengths)
        {
            T[] x = new T[length];
            T[] y = Samples.Labels<T>(length, 7);
            for (int i = 0; i < length; i++)
            {
                foreach (T special in SpecialValues.All<T>())
                {
                    foreach (T factor in (ReadOnlySpan<T>)[T.One, -T.One, T.Zero, T.CreateChecked(2)])
                    {
                        x[i] = special;
                        y[i] = factor;

                        // All other products are +0, so the sum is this product; its sign only where it is not zero.
                        T expected = special * factor;
                        expected = expected == T.Zero ? T.Zero : expected;
                        Case run = Describe(isa, length) with { Note = $"x[{i}] = {special}, y[{i}] = {factor}" };
                        run.SameBits("sum", 0, expected, Run(isa, x, y));
                    }
                }

                x[i] = T.Zero;
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_product_is_fused_into_its_sum_so_it_may_exceed_the_largest_number(Isa isa)
    {
        // The same lane of the same register meets both elements: -max first, then 2 max - max.
        int distance = 4 * Lanes.Count<T>();
        T largest = SpecialValues.MaxValue<T>();
        for (int i = 0; i < distance; i++)
        {
            T[] x = new T[2 * distance];
            T[] y = new T[2 * distance];
            (x[i], y[i]) = (-largest, T.One);
            (x[i + distance], y[i + distance]) = (largest, T.CreateChecked(2));
            (Describe(isa, 2 * distance) with { Note = $"x[{i}]" }).SameBits("sum", 0, largest, Run(isa, x, y));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Opposite_infinities_make_NaN(Isa isa)
    {
        foreach (int length in Samples.FewLengths.Where(length => length > 1))
        {
            T[] x = new T[length];
            T[] y = [.. Enumerable.Repeat(T.One, length)];
            (x[0], x[^1]) = (T.PositiveInfinity, T.NegativeInfinity);
            Describe(isa, length).SameBits("sum", 0, T.NaN, Run(isa, x, y));
        }
    }

    [Fact]
    public void The_public_entry_has_the_bits_of_scalar()
    {
        T[] x = Samples.Wide<T>(1000, 8);
        T[] y = Samples.Wide<T>(1000, 9);
        Describe(Isa.Scalar, 1000).SameBits("sum", 0, Run(Isa.Scalar, x, y), Entry.Dot<T>(x, y));
    }

    /// <summary>
    /// One for each product that a lane takes and log2(16 or 8) for adding the lanes; from four registers' worth on, a lane takes a quarter
    /// of the products and two more for adding four registers. At most the documented n/64 + 8 or n/32 + 7.
    /// </summary>
    private static double Roundings(int length)
    {
        double registers = Bound.Registers<T>(length);
        return Math.Log2(Lanes.Count<T>()) + (registers < 4 ? Math.Ceiling(registers) : Math.Ceiling(registers / 4) + 2);
    }

    private static Case Describe(Isa isa, int length, Placement placement = default) =>
        new(isa, typeof(T), typeof(T)) { Shape = (1, length), Placement = placement };

    private static T Run(Isa isa, ReadOnlySpan<T> x, ReadOnlySpan<T> y) => Dispatch.Run<DotKernel<T>, T, T>(isa, new(x, y));
}

public sealed class DotOfFloats : DotTests<float>;

public sealed class DotOfDoubles : DotTests<double>;
