using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

public abstract class WeightGradientTests<TX, T>
    where TX : unmanaged, INumberBase<TX>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Every_shape_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa, Layout layout)
    {
        using Operands operands = Operands.ForShapes();
        foreach ((int count, int features) in Samples.Shapes.Where(shape => shape.Count > 0))
        {
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

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void A_special_residual_reaches_every_feature(Isa isa, Layout layout)
    {
        const int Features = 5;
        using GuardedMemory memory = new(8 * 1024);
        foreach (int count in (ReadOnlySpan<int>)[1, 8, 17, 33])
        {
            SampleMatrix<TX> ones = new(count, Features, [.. Enumerable.Repeat(TX.One, count * Features)]);
            Examples<TX> examples = ones.Place(memory, layout, 2, default);
            for (int at = 0; at < count; at++)
            {
                foreach (T special in SpecialValues.All<T>())
                {
                    // All ones against one residual: dw is that value over m, and +0 for -0 beside +0.
                    T[] dz = new T[count];
                    dz[at] = special;
                    T expected = (special == T.Zero ? T.Zero : special) / T.CreateChecked(count);
                    Case run = ones.Describe<T>(isa, examples, default) with { Note = $"dz[{at}] = {special}" };
                    run.SameBits<T>("dw", [.. Enumerable.Repeat(expected, Features)], Run(isa, examples, dz));
                }
            }
        }
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void The_public_entry_has_the_bits_of_scalar(Layout layout)
    {
        SampleMatrix<TX> x = new(21, 35, seed: 1);
        T[] dz = Samples.Wide<T>(21, 2);
        using GuardedMemory memory = new(16 * 1024);
        Examples<TX> examples = x.Place(memory, layout, 1, default);
        T[] dw = new T[35];
        Entry.WeightGradient<TX, T>(examples, dz, dw);
        x.Describe<T>(Isa.Scalar, examples, default).SameBits<T>("dw", Run(Isa.Scalar, examples, dz), dw);
    }

    /// <summary>
    /// Example after example: one each, and one for dividing by m. A feature's row: one for each product that a lane takes, log2(lanes) for
    /// adding the lanes, one for dividing; at most the documented m/16 + 6 or m/8 + 5.
    /// </summary>
    internal static double Roundings(Layout layout, int count) => layout == Layout.ExampleRows
        ? AffineTests<TX, T>.RoundingsInFours(count) + 1
        : Math.Ceiling(Bound.Registers<T>(count)) + Math.Log2(Lanes.Count<T>()) + 1;

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
        T[] dz = Samples.Wide<T>(count, 4);
        Examples<TX> examples = x.Place(operands.Matrix, layout, gap, placement);
        Case run = x.Describe<T>(isa, examples, placement);
        Span<T> dw = operands.Destination.Output<T>(features, other);
        Dispatch.Run<WeightGradientKernel<TX, T>, T, Unit>(isa, new(examples, operands.First.Input<T>(dz, other), dw));
        operands.Destination.AssertIntactAround<T>(dw, run, "dw");
        run.SameBits("dw", Run(Isa.Scalar, examples, dz), dw);

        double[] residuals = Samples.ToDoubles<T>(dz);
        for (int j = 0; j < features; j++)
        {
            DoubleDouble expected = Oracle.Dot(x.Feature(j), residuals, out double magnitude) / count;
            run.Within("dw", j, expected, dw[j], Bound.Gamma<T>(Roundings(layout, count)) * magnitude / count);
        }
    }

    private protected static T[] Run(Isa isa, Examples<TX> examples, T[] dz)
    {
        T[] dw = new T[examples.Features];
        Dispatch.Run<WeightGradientKernel<TX, T>, T, Unit>(isa, new(examples, dz, dw));
        return dw;
    }
}

/// <summary>Special values in X, which bytes do not have.</summary>
public abstract class WeightGradientOfFloatingPointTests<T> : WeightGradientTests<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void A_special_value_in_X_reaches_its_own_feature_only(Isa isa, Layout layout)
    {
        const int Count = 19;
        const int Features = 6;
        using GuardedMemory memory = new(4 * 1024);
        SampleMatrix<T> x = new(Count, Features, seed: 5);
        T[] dz = Samples.Wide<T>(Count, 6);
        T[] ordinary = Run(isa, x.Place(memory, layout, 0, default), dz);
        foreach (T special in (ReadOnlySpan<T>)[T.NaN, T.PositiveInfinity, T.NegativeInfinity])
        {
            for (int at = 0; at < x.Values.Length; at++)
            {
                T kept = x.Values[at];
                x.Values[at] = special;
                Examples<T> examples = x.Place(memory, layout, 1, default);
                T[] expected = [.. ordinary];
                expected[at % Features] = special * dz[at / Features];
                string note = $"{special} in example {at / Features}, feature {at % Features}";
                Case run = x.Describe<T>(isa, examples, default) with { Note = note };
                run.SameBits<T>("dw", expected, Run(isa, examples, dz));
                x.Values[at] = kept;
            }
        }
    }
}

public sealed class WeightGradientOfFloats : WeightGradientOfFloatingPointTests<float>;

public sealed class WeightGradientOfDoubles : WeightGradientOfFloatingPointTests<double>;

public sealed class WeightGradientOfBytesInFloat : WeightGradientTests<byte, float>;

public sealed class WeightGradientOfBytesInDouble : WeightGradientTests<byte, double>;
