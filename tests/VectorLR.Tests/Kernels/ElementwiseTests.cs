using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Every function of one variable over spans; how accurate a value is has its own class, ElementwiseAccuracyTests.</summary>
public abstract class ElementwiseTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(Functions.EachOnEachIsa), MemberType = typeof(Functions))]
    public void Every_length_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa, Function function)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach (int length in Samples.Lengths)
        {
            T[] x = function.Arguments<T>(length, 1);
            Case run = Describe(isa, function, length);
            Span<T> results = operands.Destination.Output<T>(length, default);
            function.Run(isa, x, results);
            operands.Destination.AssertIntactAround<T>(results, run, "destination");
            run.SameBits("result", function.Run<T>(Isa.Scalar, x), results);
            for (int i = 0; i < length; i++)
            {
                run.WithinUlps("result", i, function.Expected(double.CreateChecked(x[i])), results[i], function.Bound<T>());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions.EachOnEachIsa), MemberType = typeof(Functions))]
    public void A_value_does_not_depend_on_its_place_or_on_the_length(Isa isa, Function function)
    {
        using Operands operands = Operands.ForShapes();
        T[] values = function.Arguments<T>(40, 2);
        T[] alone = new T[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            function.Run<T>(isa, values.AsSpan(i, 1), alone.AsSpan(i, 1));
        }

        for (int first = 0; first < 20; first++)
        {
            for (int length = 0; first + length <= values.Length; length++)
            {
                Placement place = Placement.At((first + length) % 16);
                ReadOnlySpan<T> x = operands.First.Input<T>(values.AsSpan(first, length), place);
                Span<T> results = operands.Destination.Output<T>(length, Placement.At(first % 16));
                function.Run(isa, x, results);
                Case run = Describe(isa, function, length, place, $"from element {first}");
                run.SameBits("result", alone.AsSpan(first, length), results);
                operands.Destination.AssertIntactAround<T>(results, run, "destination");
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Sigmoid_of_one_number_is_that_of_an_element(Isa isa)
    {
        T[] z =
            [.. Sweep.Neighbours<T>(4), .. Samples.Uniform<T>(300, 8, typeof(T) == typeof(float) ? 110 : 760), .. SpecialValues.All<T>()];
        T[] expected = Function.Sigmoid.Run<T>(isa, z);
        Case run = Describe(isa, Function.Sigmoid, 1);
        for (int i = 0; i < z.Length; i++)
        {
            T result = z[i] is float single ? (T)(object)Kernels.Sigmoid(single) : (T)(object)Kernels.Sigmoid((double)(object)z[i]);
            run.SameBits("result", i, expected[i], result);
        }
    }

    /// <summary>Sigmoid takes another way for a register with an extreme value in one lane; none may let a neighbour show.</summary>
    [Theory]
    [MemberData(nameof(Functions.EachOnEachIsa), MemberType = typeof(Functions))]
    public void A_value_does_not_depend_on_its_neighbours(Isa isa, Function function)
    {
        int lanes = Lanes.Count<T>();
        T[] values = [.. Sweep.Neighbours<T>(10), .. Samples.Uniform<T>(500, 8, typeof(T) == typeof(float) ? 110 : 760)];
        T[] alone = function.Run<T>(isa, [.. values.SelectMany(value => Enumerable.Repeat(value, lanes))]);
        T[] results = new T[lanes];
        foreach (T neighbour in (ReadOnlySpan<T>)[T.Zero, T.CreateChecked(100), T.CreateChecked(-1000), T.NegativeInfinity, T.NaN])
        {
            T[] x = [.. Enumerable.Repeat(neighbour, lanes)];
            for (int i = 0; i < values.Length; i++)
            {
                int at = i % lanes;
                x[at] = values[i];
                function.Run(isa, x, results);
                Case run = Describe(isa, function, lanes, default, $"x = {values[i]:R} beside {neighbour}");
                run.SameBits("result", at, alone[i * lanes], results[at]);
                x[at] = neighbour;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions.EachOnEachIsa), MemberType = typeof(Functions))]
    public void Nothing_beside_a_span_is_touched(Isa isa, Function function)
    {
        Assert.SkipUnless(GuardedMemory.IsAvailable, "guard pages are made with Linux's mmap");
        using Operands operands = Operands.ForLargeShapes();
        foreach (int length in Samples.Lengths)
        {
            T[] x = function.Arguments<T>(length, 3);
            T[] expected = function.Run<T>(isa, x);
            foreach (Placement edge in (ReadOnlySpan<Placement>)[Placement.Start, Placement.End])
            {
                Case run = Describe(isa, function, length, edge);
                Span<T> results = operands.Destination.Output<T>(length, edge);
                function.Run(isa, operands.First.Input<T>(x, edge), results);
                run.SameBits("result", expected, results);
                operands.Destination.AssertIntactAround<T>(results, run, "destination");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions.EachOnEachIsa), MemberType = typeof(Functions))]
    public void The_destination_may_be_the_input(Isa isa, Function function)
    {
        foreach (int length in Samples.FewLengths)
        {
            T[] x = function.Arguments<T>(length, 4);
            T[] expected = function.Run<T>(isa, x);
            function.Run<T>(isa, x, x);
            Describe(isa, function, length).SameBits<T>("result", expected, x);
        }
    }

    [Theory]
    [MemberData(nameof(Functions.EachOnEachIsa), MemberType = typeof(Functions))]
    public void Special_values_at_every_position_are_exact_and_leave_the_others_alone(Isa isa, Function function)
    {
        foreach (int length in Samples.FewLengths)
        {
            T[] x = function.Arguments<T>(length, 5);
            T[] ordinary = function.Run<T>(isa, x);
            for (int i = 0; i < length; i++)
            {
                foreach ((T special, T expected) in function.Exact<T>())
                {
                    T[] changed = [.. x];
                    T[] results = [.. ordinary];
                    (changed[i], results[i]) = (special, expected);
                    Case run = Describe(isa, function, length, default, $"x[{i}] = {special:R}");
                    run.SameBits<T>("result", results, function.Run<T>(isa, changed));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions.Each), MemberType = typeof(Functions))]
    public void The_public_entry_has_the_bits_of_scalar(Function function)
    {
        T[] x = function.Arguments<T>(100, 6);
        T[] results = new T[100];
        Entry.Map<T>(function, x, results);
        Describe(Isa.Scalar, function, 100).SameBits<T>("result", function.Run<T>(Isa.Scalar, x), results);
    }

    private static Case Describe(Isa isa, Function function, int length, Placement placement = default, string? note = null) =>
        new(isa, typeof(T), typeof(T)) { Shape = (1, length), Placement = placement, Note = $"{function} {note}" };
}

public sealed class ElementwiseOfFloats : ElementwiseTests<float>;

public sealed class ElementwiseOfDoubles : ElementwiseTests<double>;
