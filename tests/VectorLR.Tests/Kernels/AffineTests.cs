using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

public abstract class AffineTests<TX, T>
    where TX : unmanaged, INumberBase<TX>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected static T Bias => T.CreateTruncating(-0.7);

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Every_shape_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        foreach ((int count, int features) in Samples.Shapes)
        {
            // Gaps of 0, 1 and 5 between rows: poison that may not reach a result.
            Check(isa, layout, count, features, (count + features) % 3 * 5 / 2, operands, Placement.At(0), Placement.At(0));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Shapes_that_cross_blocks_are_within_their_bound_and_have_the_bits_of_scalar(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForLargeShapes();
        foreach ((int count, int features) in Samples.LargeShapes)
        {
            Check(isa, layout, count, features, 3, operands, Placement.At(1), Placement.At(0));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Every_offset_in_a_register_gives_the_same_bits(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        for (int offset = 0; offset < 16; offset++)
        {
            Check(isa, layout, 7, 37, 2, operands, Placement.At(offset), Placement.At(15 - offset));
            Check(isa, layout, 33, 5, 0, operands, Placement.At(offset), Placement.At(offset));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Nothing_beside_a_span_is_touched(Isa isa, Layout layout)
    {
        Assert.SkipUnless(GuardedMemory.IsAvailable, "guard pages are made with Linux's mmap");
        using Operands operands = Operands.ForShapes();
        foreach ((int count, int features) in Samples.Shapes.Where(shape => shape.Count is 1 or 4 or 5 or 9))
        {
            Check(isa, layout, count, features, 0, operands, Placement.Start, Placement.Start);
            Check(isa, layout, count, features, count % 2, operands, Placement.End, Placement.End);
        }

        foreach (int count in Samples.FewLengths)
        {
            Check(isa, layout, count, 3, 0, operands, Placement.End, Placement.End);
        }
    }

    /// <summary>A single row takes a separate path, which handles a few elements one by one. It must not read past the last byte.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_lone_row_has_the_bits_that_it_has_among_others(Isa isa)
    {
        using Operands operands = Operands.ForShapes();
        foreach (int features in (ReadOnlySpan<int>)[.. Enumerable.Range(0, 68)])
        {
            SampleMatrix<TX> x = new(5, features, seed: features + 1);
            T[] weights = Samples.Wide<T>(features, 3);
            Placement placement = GuardedMemory.IsAvailable ? Placement.End : Placement.At(0);
            Examples<TX> examples = x.Place(operands.Matrix, Layout.ExampleRows, 0, placement);
            Case run = x.Describe<T>(isa, examples, placement);
            T[] among = Run(isa, examples, weights, Bias);
            ReadOnlySpan<T> placed = operands.Second.Input<T>(weights, placement);
            for (int i = 0; i < 5; i++)
            {
                T alone = Dispatch.Run<RowKernel<TX, T>, T, T>(isa, new(examples.Slice(i, 1).Values, placed));
                run.SameBits<T>("z", [among[i]], [Bias + alone]);
            }
        }

        foreach (T special in SpecialValues.All<T>())
        {
            for (int features = 1; features < 20; features++)
            {
                TX[] ones = [.. Enumerable.Repeat(TX.One, features)];
                T[] weights = new T[features];
                weights[features / 2] = special;
                SampleMatrix<TX> x = new(1, features, ones);
                Examples<TX> examples = x.Place(operands.Matrix, Layout.ExampleRows, 0, default);
                T alone = Dispatch.Run<RowKernel<TX, T>, T, T>(isa, new(examples.Values, weights));
                x.Describe<T>(isa, examples, default).SameBits<T>("z", Run(isa, examples, weights, T.Zero), [T.Zero + alone]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Special_weights_and_biases_follow_IEEE_754(Isa isa, Layout layout)
    {
        const int Count = 5;
        using GuardedMemory memory = new(8 * 1024);
        foreach (int features in (ReadOnlySpan<int>)[1, 8, 17, 33])
        {
            SampleMatrix<TX> ones = new(Count, features, [.. Enumerable.Repeat(TX.One, Count * features)]);
            Examples<TX> examples = ones.Place(memory, layout, 2, default);
            for (int at = 0; at <= features; at++)
            {
                foreach (T special in SpecialValues.All<T>())
                {
                    // All ones against one weight, or the bias at the end: z is that value, and +0 for -0 beside +0.
                    T[] weights = new T[features];
                    T bias = at == features ? special : T.Zero;
                    if (at < features)
                    {
                        weights[at] = special;
                    }

                    T expected = special == T.Zero ? T.Zero : special;
                    Case run = ones.Describe<T>(isa, examples, default) with { Note = $"{special} at {at}" };
                    T[] z = Run(isa, examples, weights, bias);
                    run.SameBits<T>("z", [.. Enumerable.Repeat(expected, Count)], z);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Layouts_agree_within_the_sum_of_their_bounds(Isa isa, Layout layout)
    {
        SampleMatrix<TX> x = new(40, 61, seed: 8);
        T[] weights = Samples.Wide<T>(61, 9);
        Layout other = layout == Layout.ExampleRows ? Layout.FeatureRows : Layout.ExampleRows;
        using GuardedMemory memory = new(32 * 1024);
        using GuardedMemory otherMemory = new(32 * 1024);
        Examples<TX> examples = x.Place(memory, layout, 0, default);
        T[] z = Run(isa, examples, weights, Bias);
        T[] otherZ = Run(isa, x.Place(otherMemory, other, 0, default), weights, Bias);
        double[] w = Samples.ToDoubles<T>(weights);
        for (int i = 0; i < x.Count; i++)
        {
            _ = Oracle.Dot(x.Example(i), w, out double magnitude);
            double bound = (Bound.Gamma<T>(Roundings(layout, 61)) + Bound.Gamma<T>(Roundings(other, 61))) * (magnitude + 0.7);
            x.Describe<T>(isa, examples, default).Within("z", i, double.CreateChecked(otherZ[i]), z[i], bound);
        }
    }

    /// <summary>A row scored alone gets the same bits as in a matrix.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_row_alone_has_the_bits_that_it_has_among_many(Isa isa)
    {
        using GuardedMemory memory = new(64 * 1024);
        foreach (int features in (int[])[0, 1, 7, 8, 9, 15, 16, 17, 30, 33, 64, 127, 500])
        {
            SampleMatrix<TX> x = new(11, features, seed: 6);
            T[] weights = Samples.Wide<T>(features, 7);
            Examples<TX> examples = x.Place(memory, Layout.ExampleRows, 1, default);
            T[] z = Run(isa, examples, weights, Bias);
            for (int i = 0; i < x.Count; i++)
            {
                T alone = Run(isa, examples.Slice(i, 1), weights, Bias)[0];
                x.Describe<T>(isa, examples, default).SameBits("z", i, z[i], alone);
            }
        }
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void The_public_entry_has_the_bits_of_scalar(Layout layout)
    {
        SampleMatrix<TX> x = new(21, 35, seed: 1);
        T[] weights = Samples.Wide<T>(35, 2);
        using GuardedMemory memory = new(16 * 1024);
        Examples<TX> examples = x.Place(memory, layout, 1, default);
        T[] z = new T[21];
        Entry.Affine<TX, T>(examples, weights, Bias, z);
        x.Describe<T>(Isa.Scalar, examples, default).SameBits<T>("z", Run(Isa.Scalar, examples, weights, Bias), z);
    }

    /// <summary>
    /// Rows added in fours: a product and three more in the fused sum of its four, then a sum for each four, and one for each row left
    /// over.
    /// </summary>
    internal static double RoundingsInFours(int rows) => (rows < 4 ? 0 : 4 + (rows / 4)) + (rows % 4);

    /// <summary>
    /// A row: one for each product that a lane takes, log2(lanes) for adding the lanes and one for the bias; at most the documented
    /// n/16 + 6 or n/8 + 5. Features in fours: at most the documented n/4 + 7.
    /// </summary>
    internal static double Roundings(Layout layout, int features) => layout == Layout.FeatureRows
        ? RoundingsInFours(features)
        : Math.Ceiling(Bound.Registers<T>(features)) + Math.Log2(Lanes.Count<T>()) + 1;

    private static void Check(
        Isa isa,
        Layout layout,
        int count,
        int features,
        int gap,
        Operands operands,
        Placement placement,
        Placement other)
    {
        SampleMatrix<TX> x = new(count, features, seed: 3);
        T[] weights = Samples.Wide<T>(features, 4);
        Examples<TX> examples = x.Place(operands.Matrix, layout, gap, placement);
        Case run = x.Describe<T>(isa, examples, placement);
        Span<T> z = operands.Destination.Output<T>(count, other);
        Dispatch.Run<AffineKernel<TX, T>, T, Unit>(isa, new(examples, operands.First.Input<T>(weights, other), Bias, z));
        operands.Destination.AssertIntactAround<T>(z, run, "z");
        run.SameBits("z", Run(Isa.Scalar, examples, weights, Bias), z);

        double[] w = Samples.ToDoubles<T>(weights);
        double bias = double.CreateChecked(Bias);
        for (int i = 0; i < count; i++)
        {
            DoubleDouble expected = Oracle.Dot(x.Example(i), w, out double magnitude) + bias;
            run.Within("z", i, expected, z[i], Bound.Gamma<T>(Roundings(layout, features)) * (magnitude + Math.Abs(bias)));
        }
    }

    private protected static T[] Run(Isa isa, Examples<TX> examples, T[] weights, T bias)
    {
        T[] z = new T[examples.Count];
        Dispatch.Run<AffineKernel<TX, T>, T, Unit>(isa, new(examples, weights, bias, z));
        return z;
    }
}

/// <summary>Special values in X, which bytes do not have.</summary>
public abstract class AffineOfFloatingPointTests<T> : AffineTests<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void A_special_value_in_one_example_reaches_that_examples_logit_only(Isa isa, Layout layout)
    {
        const int Count = 6;
        const int Features = 19;
        using GuardedMemory memory = new(4 * 1024);
        SampleMatrix<T> x = new(Count, Features, seed: 5);
        T[] weights = Samples.Wide<T>(Features, 6);
        T[] ordinary = Run(isa, x.Place(memory, layout, 0, default), weights, Bias);
        foreach (T special in (ReadOnlySpan<T>)[T.NaN, T.PositiveInfinity, T.NegativeInfinity])
        {
            for (int at = 0; at < x.Values.Length; at++)
            {
                T kept = x.Values[at];
                x.Values[at] = special;
                Examples<T> examples = x.Place(memory, layout, 1, default);
                T[] expected = [.. ordinary];
                expected[at / Features] = special * weights[at % Features];
                string note = $"{special} in example {at / Features}, feature {at % Features}";
                Case run = x.Describe<T>(isa, examples, default) with { Note = note };
                run.SameBits<T>("z", expected, Run(isa, examples, weights, Bias));
                x.Values[at] = kept;
            }
        }
    }
}

public sealed class AffineOfFloats : AffineOfFloatingPointTests<float>;

public sealed class AffineOfDoubles : AffineOfFloatingPointTests<double>;

public sealed class AffineOfBytesInFloat : AffineTests<byte, float>;

public sealed class AffineOfBytesInDouble : AffineTests<byte, double>;
