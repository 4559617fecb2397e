using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Sigmoid over spans; how accurate a value is has its own class, SigmoidAccuracyTests.</summary>
public abstract class SigmoidTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_length_is_within_one_ULP_and_has_the_bits_of_scalar(Isa isa)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach (int length in Samples.Lengths)
        {
            T[] z = Samples.Uniform<T>(length, 1, 40);
            Case run = Describe(isa, length);
            Span<T> a = operands.Destination.Output<T>(length, default);
            Run(isa, z, a);
            operands.Destination.AssertIntactAround<T>(a, run, "a");
            run.SameBits("a", Run(Isa.Scalar, z), a);
            for (int i = 0; i < length; i++)
            {
                run.WithinUlps("a", i, Oracle.Sigmoid(double.CreateChecked(z[i])), a[i], 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_value_does_not_depend_on_its_place_or_on_the_length(Isa isa)
    {
        using Operands operands = Operands.ForShapes();
        T[] values = Samples.Uniform<T>(40, 2, 20);
        T[] alone = new T[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Run(isa, values.AsSpan(i, 1), alone.AsSpan(i, 1));
        }

        for (int first = 0; first < 20; first++)
        {
            for (int length = 0; first + length <= values.Length; length++)
            {
                Placement place = Placement.At((first + length) % 16);
                ReadOnlySpan<T> z = operands.First.Input<T>(values.AsSpan(first, length), place);
                Span<T> a = operands.Destination.Output<T>(length, Placement.At(first % 16));
                Run(isa, z, a);
                Case run = Describe(isa, length, place) with { Note = $"from element {first}" };
                run.SameBits("a", alone.AsSpan(first, length), a);
                operands.Destination.AssertIntactAround<T>(a, run, "a");
            }
        }
    }

    /// <summary>A register with an extreme value in one lane takes another way through the code than one without.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_value_does_not_depend_on_its_neighbours(Isa isa)
    {
        int lanes = Lanes.Count<T>();
        T[] values = [.. Sweep.Neighbours<T>(30), .. Samples.Uniform<T>(500, 8, typeof(T) == typeof(float) ? 110 : 760)];
        T[] alone = Run(isa, [.. values.SelectMany(value => Enumerable.Repeat(value, lanes))]);
        foreach (T neighbour in (ReadOnlySpan<T>)[T.Zero, T.CreateChecked(100), T.CreateChecked(-1000), T.NegativeInfinity, T.NaN])
        {
            for (int i = 0; i < values.Length; i++)
            {
                T[] z = [.. Enumerable.Repeat(neighbour, lanes)];
                z[i % lanes] = values[i];
                Case run = Describe(isa, lanes) with { Note = $"z = {values[i]:R} beside {neighbour}" };
                run.SameBits("a", i % lanes, alone[i * lanes], Run(isa, z)[i % lanes]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Nothing_beside_a_span_is_touched(Isa isa)
    {
        Assert.SkipUnless(GuardedMemory.IsAvailable, "guard pages are made with Linux's mmap");
        using Operands operands = Operands.ForLargeShapes();
        foreach (int length in Samples.Lengths)
        {
            T[] z = Samples.Uniform<T>(length, 3, 20);
            T[] expected = Run(isa, z);
            foreach (Placement edge in (ReadOnlySpan<Placement>)[Placement.Start, Placement.End])
            {
                Span<T> a = operands.Destination.Output<T>(length, edge);
                Run(isa, operands.First.Input<T>(z, edge), a);
                Describe(isa, length, edge).SameBits("a", expected, a);
                operands.Destination.AssertIntactAround<T>(a, Describe(isa, length, edge), "a");
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void The_destination_may_be_the_input(Isa isa)
    {
        foreach (int length in Samples.FewLengths)
        {
            T[] z = Samples.Uniform<T>(length, 4, 20);
            T[] expected = Run(isa, z);
            Run(isa, z, z);
            Describe(isa, length).SameBits<T>("a", expected, z);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Special_values_at_every_position_are_exact_and_leave_the_others_alone(Isa isa)
    {
        T half = T.CreateChecked(0.5);
        (T Z, T A)[] exact =
        [
            (T.Zero, half), (T.NegativeZero, half), (T.Epsilon, half), (-T.Epsilon, half), (T.NaN, T.NaN), (-T.NaN, T.NaN),
            (T.PositiveInfinity, T.One), (T.NegativeInfinity, T.Zero), (SpecialValues.MaxValue<T>(), T.One), (-SpecialValues.MaxValue<T>(), T.Zero),
        ];
        foreach (int length in Samples.FewLengths)
        {
            T[] z = Samples.Uniform<T>(length, 5, 20);
            T[] ordinary = Run(isa, z);
            for (int i = 0; i < length; i++)
            {
                foreach ((T special, T expected) in exact)
                {
                    T[] changed = [.. z];
                    T[] results = [.. ordinary];
                    (changed[i], results[i]) = (special, expected);
                    (Describe(isa, length) with { Note = $"z[{i}] = {special}" }).SameBits<T>("a", results, Run(isa, changed));
                }
            }
        }
    }

    [Fact]
    public void The_public_entry_has_the_bits_of_scalar()
    {
        T[] z = Samples.Uniform<T>(100, 6, 30);
        T[] a = new T[100];
        Entry.Sigmoid<T>(z, a);
        Describe(Isa.Scalar, 100).SameBits<T>("a", Run(Isa.Scalar, z), a);
    }

    private static Case Describe(Isa isa, int length, Placement placement = default) =>
        new(isa, typeof(T), typeof(T)) { Shape = (1, length), Placement = placement };

    private static void Run(Isa isa, ReadOnlySpan<T> z, Span<T> a) => Dispatch.Run<SigmoidKernel<T>, T, Nothing>(isa, new(z, a));

    private static T[] Run(Isa isa, ReadOnlySpan<T> z)
    {
        T[] a = new T[z.Length];
        Run(isa, z, a);
        return a;
    }
}

public sealed class SigmoidOfFloats : SigmoidTests<float>;

public sealed class SigmoidOfDoubles : SigmoidTests<double>;
