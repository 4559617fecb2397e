using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

public abstract class LogLossTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_length_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa)
    {
        foreach (int length in Samples.Lengths)
        {
            T[] z = Samples.Uniform<T>(length, 1, 30);
            T[] y = Samples.Labels<T>(length, 2);
            Case run = Describe(isa, length);
            double got = Sum(isa, z, y);
            run.SameBits("sum", 0, Sum(Isa.Scalar, z, y), got);

            DoubleDouble expected = DoubleDouble.Zero;
            for (int i = 0; i < length; i++)
            {
                expected += Oracle.Loss(double.CreateChecked(z[i]), double.CreateChecked(y[i])).ToDoubleDouble();
            }

            run.Within("sum", 0, expected, got, SumBound(length, expected.ToDouble()));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_offset_and_edge_gives_the_same_bits(Isa isa)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach (int length in Samples.FewLengths)
        {
            T[] z = Samples.Uniform<T>(length, 3, 30);
            T[] y = Samples.Labels<T>(length, 4);
            double expected = Sum(isa, z, y);
            Placement[] places = [.. Enumerable.Range(0, 16).Select(Placement.At), Placement.Start, Placement.End];
            foreach (Placement place in places)
            {
                double got = Sum(isa, operands.First.Input<T>(z, place), operands.Second.Input<T>(y, place));
                Describe(isa, length, place).SameBits("sum", 0, expected, got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_certain_answer_costs_nothing_if_right_and_everything_if_wrong_at_every_position(Isa isa)
    {
        T largest = SpecialValues.MaxValue<T>();
        T half = T.CreateChecked(0.5);
        T thousand = T.CreateChecked(1000);
        (T Z, T Y, double Loss)[] certain =
        [
            (T.PositiveInfinity, T.One, 0), (T.PositiveInfinity, T.Zero, double.PositiveInfinity),
            (T.NegativeInfinity, T.Zero, 0), (T.NegativeInfinity, T.One, double.PositiveInfinity),
            (T.PositiveInfinity, half, double.PositiveInfinity), (T.NegativeInfinity, half, double.PositiveInfinity),
            (T.NegativeInfinity, T.NegativeZero, 0), (T.NaN, T.Zero, double.NaN), (T.NaN, T.One, double.NaN), (T.NaN, half, double.NaN),
            (thousand, T.One, 0), (thousand, T.Zero, 1000), (-thousand, T.Zero, 0), (-thousand, T.One, 1000),
            (thousand, half, 500), (-thousand, half, 500), (largest, T.One, 0), (-largest, T.Zero, 0),
            (largest, T.Zero, double.CreateChecked(largest)), (-largest, T.One, double.CreateChecked(largest)),
            (largest, half, double.CreateChecked(largest) / 2),
        ];
        foreach (int length in Samples.FewLengths)
        {
            // The others are right and certain: their losses are 0, and the sum is the one term.
            T[] z = [.. Enumerable.Repeat(T.PositiveInfinity, length)];
            T[] y = [.. Enumerable.Repeat(T.One, length)];
            for (int i = 0; i < length; i++)
            {
                foreach ((T special, T label, double loss) in certain)
                {
                    (z[i], y[i]) = (special, label);
                    (Describe(isa, length) with { Note = $"z[{i}] = {special}, y[{i}] = {label}" }).SameBits(
                        "sum", 0, loss, Sum(isa, z, y));
                }

                (z[i], y[i]) = (T.PositiveInfinity, T.One);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_term_does_not_depend_on_its_place_or_on_the_length(Isa isa)
    {
        T[] z = Samples.Uniform<T>(40, 5, 20);
        T[] y = Samples.Labels<T>(40, 6);
        foreach (int length in Samples.FewLengths.Where(length => length > 1))
        {
            T[] logits = [.. Enumerable.Repeat(T.PositiveInfinity, length)];
            T[] labels = [.. Enumerable.Repeat(T.One, length)];
            for (int i = 0; i < z.Length; i++)
            {
                int at = i % length;
                (logits[at], labels[at]) = (z[i], y[i]);
                double alone = Sum(isa, z.AsSpan(i, 1), y.AsSpan(i, 1));
                (Describe(isa, length) with { Note = $"at {at}" }).SameBits("sum", 0, alone, Sum(isa, logits, labels));
                (logits[at], labels[at]) = (T.PositiveInfinity, T.One);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(1000)]
    public void The_public_entry_is_the_sum_of_scalar_divided_by_the_count(int length)
    {
        T[] z = Samples.Uniform<T>(length, 7, 30);
        T[] y = Samples.Labels<T>(length, 8);
        Describe(Isa.Scalar, length).SameBits("J", 0, Sum(Isa.Scalar, z, y) / length, Entry.LogLoss<T>(z, y));
    }

    /// <summary>
    /// Two units in each term's last place, each at most 2 u of the term or the smallest number; then a sum in double, whose terms are up
    /// to that much larger.
    /// </summary>
    internal static double SumBound(int length, double sum)
    {
        double terms = (4 * Bound.UnitRoundoff<T>() * sum) + (2 * length * Bound.Smallest<T>());
        return terms + (Bound.GammaOfDouble(BiasGradientTests<T>.Roundings(length)) * (sum + terms));
    }

    private static Case Describe(Isa isa, int length, Placement placement = default) =>
        new(isa, typeof(T), typeof(T)) { Shape = (1, length), Placement = placement };

    private static double Sum(Isa isa, ReadOnlySpan<T> z, ReadOnlySpan<T> y) => Dispatch.Run<LossSumKernel<T>, T, double>(isa, new(z, y));
}

public sealed class LogLossOfFloats : LogLossTests<float>;

public sealed class LogLossOfDoubles : LogLossTests<double>;
