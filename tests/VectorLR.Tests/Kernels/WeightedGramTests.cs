using System.Numerics;
using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests;

public abstract class WeightedGramTests<TX>
    where TX : unmanaged, INumberBase<TX>
{
    // Around the tile of four rows, the register of eight columns and the tiles of examples.
    private static readonly (int Count, int Features)[] s_shapes =
    [
        .. from count in (int[])[0, 1, 2, 7, 9]
           from features in (int[])[0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 31, 33]
           select (count, features),
        (255, 5), (256, 9), (257, 11), (600, 3), (40, 130),
    ];

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Every_shape_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa, Layout layout)
    {
        using GuardedMemory memory = new(256 * 1024);
        foreach ((int count, int features) in s_shapes)
        {
            SampleMatrix<TX> x = new(count, features, seed: 3);
            double[] d = Samples.Wide<double>(count, 4);
            Examples<TX> examples = x.Place(memory, layout, count % 3, count % 2 == 0 ? Placement.End : Placement.Start);
            Case run = x.Describe<double>(isa, examples, default);
            double[] gram = Run(isa, examples, d, 0, features);
            run.SameBits("gram", Run(Isa.Scalar, examples, d, 0, features), gram);
            for (int j = 0; j < features; j++)
            {
                double[] scaled = x.Feature(j);
                for (int k = j; k < features; k++)
                {
                    (DoubleDouble expected, double magnitude) = Expected(d, scaled, x.Feature(k));
                    run.Within("gram", (j * features) + k, expected, gram[(j * features) + k], Bound.Gamma<double>(count + 1) * magnitude);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.EachWithLayouts), MemberType = typeof(InstructionSets))]
    public void Rows_may_be_shared_out_anywhere(Isa isa, Layout layout)
    {
        using GuardedMemory memory = new(256 * 1024);
        SampleMatrix<TX> x = new(300, 23, seed: 5);
        double[] d = Samples.Wide<double>(300, 6);
        Examples<TX> examples = x.Place(memory, layout, 1, default);
        double[] whole = Run(isa, examples, d, 0, 23);
        double[] parts = new double[23 * 23];
        foreach ((int first, int rows) in ((int, int)[])[(0, 1), (1, 3), (4, 6), (10, 13)])
        {
            Kernels.WeightedGramRows(isa, examples, d, first, rows, new Span2D<double>(parts, 23, 23));
        }

        Kernels.CopyUpperToLower(new Span2D<double>(parts, 23, 23));
        x.Describe<double>(isa, examples, default).SameBits<double>("gram", whole, parts);
    }

    [Fact]
    public void The_public_entry_writes_a_symmetric_matrix_and_nothing_beside_it()
    {
        const int Features = 13, Gap = 3;
        SampleMatrix<TX> x = new(9, Features, seed: 7);
        double[] d = Samples.Wide<double>(9, 8);
        double[] memory = new double[Features * (Features + Gap)];
        memory.AsSpan().Fill(-1);
        Span2D<double> gram = Span2D<double>.DangerousCreate(ref memory[0], Features, Features, Gap);
        switch (x.Values)
        {
            case byte[] bytes:
                Kernels.WeightedGram(new Examples<byte>(bytes, 9, Features), d, gram);
                break;
            case float[] floats:
                Kernels.WeightedGram(new Examples<float>(floats, 9, Features), d, gram);
                break;
            case double[] doubles:
                Kernels.WeightedGram(new Examples<double>(doubles, 9, Features), d, gram);
                break;
        }

        double[] expected = Run(Isa.Scalar, new Examples<TX>(x.Values, 9, Features), d, 0, Features);
        for (int j = 0; j < Features; j++)
        {
            for (int k = 0; k < Features; k++)
            {
                Assert.Equal(expected[(j * Features) + k], gram[j, k]);
                Assert.Equal(gram[j, k], gram[k, j]);
            }

            Assert.Equal(Enumerable.Repeat(-1.0, Gap), memory.AsSpan((j * (Features + Gap)) + Features, Gap).ToArray());
        }
    }

    private static double[] Run(Isa isa, Examples<TX> examples, double[] d, int first, int rows)
    {
        int features = examples.Features;
        double[] gram = new double[features * features];
        Span2D<double> square = new(gram, features, features);
        Kernels.WeightedGramRows(isa, examples, d, first, rows, square);
        Kernels.CopyUpperToLower(square);
        return gram;
    }

    private static (DoubleDouble Sum, double Magnitude) Expected(double[] d, double[] left, double[] right)
    {
        DoubleDouble sum = DoubleDouble.Zero;
        double magnitude = 0;
        for (int i = 0; i < d.Length; i++)
        {
            DoubleDouble term = DoubleDouble.TwoProduct(d[i], left[i]) * right[i];
            sum += term;
            magnitude += Math.Abs(term.High);
        }

        return (sum, magnitude);
    }
}

public sealed class WeightedGramOfFloats : WeightedGramTests<float>;

public sealed class WeightedGramOfDoubles : WeightedGramTests<double>;

public sealed class WeightedGramOfBytes : WeightedGramTests<byte>;

public sealed class WeightedGramArguments
{
    [Fact]
    public void Lengths_and_shapes_that_disagree_and_overlaps_are_refused_before_anything_is_written()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        double[] gram = [7, 7, 7, 7, 7, 7, 7, 7, 7];
        ArgumentException d = Assert.Throws<ArgumentException>(
            "d", () => Kernels.WeightedGram(new Examples<double>(x, 2, 3), new double[3], new Span2D<double>(gram, 3, 3)));
        Assert.Contains("d has length 3, but the number of examples is 2", d.Message, StringComparison.Ordinal);
        ArgumentException shape = Assert.Throws<ArgumentException>(
            "gram", () => Kernels.WeightedGram(new Examples<double>(x, 2, 3), new double[2], new Span2D<double>(gram, 2, 3)));
        Assert.Contains("gram has shape (2, 3), but the number of features is 3", shape.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            "gram", () => Kernels.WeightedGram(new Examples<double>(x, 3, 2), new double[3], new Span2D<double>(x, 1, 2, 2, 0)));
        Assert.All(gram, value => Assert.Equal(7, value));
        Assert.Equal([1, 2, 3, 4, 5, 6], x);
    }
}
