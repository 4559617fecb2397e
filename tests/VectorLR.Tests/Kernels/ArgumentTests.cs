using System.Numerics;
using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests;

/// <summary>The public kernels reject bad arguments before they write to a destination, with a message that names what disagrees.</summary>
public abstract class ArgumentTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Layout[] s_layouts = [Layout.ExampleRows, Layout.FeatureRows];

    public static TheoryData<double> BadLabels =>
        [double.NaN, -0.25, 1.25, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue];

    [Fact]
    public void Lengths_that_differ_are_named()
    {
        T[] memory = Samples.Wide<T>(200, 1);
        Refuses(memory, m => Entry.Dot<T>(m.AsSpan(0, 31), m.AsSpan(0, 47)), "x", "y", "31", "47");
        Refuses(memory, m => Entry.DotAccurate<T>(m.AsSpan(0, 31), m.AsSpan(0, 47)), "x", "y", "31", "47");
        foreach (Function function in Enum.GetValues<Function>())
        {
            Refuses(memory, m => Entry.Map<T>(function, m.AsSpan(0, 31), m.AsSpan(100, 47)), [.. Names(function), "31", "47"]);
        }

        Refuses(memory, m => Entry.LogLoss<T>(m.AsSpan(0, 31), m.AsSpan(0, 47)), "z", "y", "31", "47");
        Refuses(memory, m => Entry.Residual<T>(m.AsSpan(0, 31), m.AsSpan(50, 47), m.AsSpan(100, 31)), "a", "y", "31", "47");
        Refuses(memory, m => Entry.Residual<T>(m.AsSpan(0, 31), m.AsSpan(50, 31), m.AsSpan(100, 47)), "a", "dz", "31", "47");
    }

    [Fact]
    public void Lengths_that_disagree_with_the_shape_are_named()
    {
        T[] memory = Samples.Labels<T>(2000, 2);
        foreach (Layout layout in s_layouts)
        {
            Refuses(
                memory, m => Entry.Affine<T, T>(X(m, 13, 29, layout), m.AsSpan(500, 30), T.One, m.AsSpan(1000, 13)), "weights", "29", "30");
            Refuses(memory, m => Entry.Affine<T, T>(X(m, 13, 29, layout), m.AsSpan(500, 29), T.One, m.AsSpan(1000, 14)), "z", "13", "14");
            Refuses(memory, m => Entry.WeightGradient<T, T>(X(m, 13, 29, layout), m.AsSpan(500, 12), m.AsSpan(1000, 29)), "dz", "13", "12");
            Refuses(memory, m => Entry.WeightGradient<T, T>(X(m, 13, 29, layout), m.AsSpan(500, 13), m.AsSpan(1000, 28)), "dw", "29", "28");
            Refuses(memory, m => Step(X(m, 13, 29, layout), m.AsSpan(500, 14), m.AsSpan(600, 29), m.AsSpan(1000, 29)), "y", "13", "14");
            Refuses(
                memory, m => Step(X(m, 13, 29, layout), m.AsSpan(500, 13), m.AsSpan(600, 28), m.AsSpan(1000, 29)), "weights", "29", "28");
            Refuses(memory, m => Step(X(m, 13, 29, layout), m.AsSpan(500, 13), m.AsSpan(600, 29), m.AsSpan(1000, 30)), "dw", "29", "30");
        }

        Refuses(memory, m => Entry.MatrixVector<T>(new(m, 0, 13, 29, 0), m.AsSpan(500, 30), m.AsSpan(1000, 13)), "v", "29", "30");
        Refuses(memory, m => Entry.MatrixVector<T>(new(m, 0, 13, 29, 0), m.AsSpan(500, 29), m.AsSpan(1000, 12)), "u", "13", "12");
    }

    [Fact]
    public void Elementwise_destinations_may_not_overlap_an_input_in_part()
    {
        T[] memory = Samples.Wide<T>(100, 3);
        for (int shift = 1; shift < 20; shift++)
        {
            int by = shift;
            foreach (Function function in Enum.GetValues<Function>())
            {
                Refuses(memory, m => Entry.Map<T>(function, m.AsSpan(30, 20), m.AsSpan(30 + by, 20)), [.. Names(function), "overlaps"]);
                Refuses(memory, m => Entry.Map<T>(function, m.AsSpan(30, 20), m.AsSpan(30 - by, 20)), [.. Names(function), "overlaps"]);
            }

            Refuses(memory, m => Entry.Residual<T>(m.AsSpan(30, 20), m.AsSpan(80, 20), m.AsSpan(30 - by, 20)), "a", "dz", "overlaps");
            Refuses(memory, m => Entry.Residual<T>(m.AsSpan(80, 20), m.AsSpan(30, 20), m.AsSpan(30 + by, 20)), "y", "dz", "overlaps");
        }

        // Neighbours do not overlap.
        foreach (Function function in Enum.GetValues<Function>())
        {
            Entry.Map<T>(function, memory.AsSpan(30, 20), memory.AsSpan(50, 20));
            Entry.Map<T>(function, memory.AsSpan(30, 20), memory.AsSpan(10, 20));
        }
    }

    [Fact]
    public void Destinations_of_products_may_not_overlap_an_input_at_all()
    {
        T[] memory = Samples.Labels<T>(2000, 4);
        foreach (Layout layout in s_layouts)
        {
            foreach (int at in (int[])[0, 3, (13 * 29) - 1])
            {
                Refuses(memory, m => Entry.Affine<T, T>(X(m, 13, 29, layout), m.AsSpan(500, 29), T.One, m.AsSpan(at, 13)), "examples", "z");
                Refuses(
                    memory, m => Entry.WeightGradient<T, T>(X(m, 13, 29, layout), m.AsSpan(500, 13), m.AsSpan(at, 29)), "examples", "dw");
                Refuses(memory, m => Step(X(m, 13, 29, layout), m.AsSpan(500, 13), m.AsSpan(600, 29), m.AsSpan(at, 29)), "examples", "dw");
                Refuses(memory, m => Entry.MatrixVector<T>(new(m, 0, 13, 29, 0), m.AsSpan(500, 29), m.AsSpan(at, 13)), "a", "u");
            }

            foreach (int at in (int[])[488, 500, 512])
            {
                Refuses(memory, m => Entry.Affine<T, T>(X(m, 13, 29, layout), m.AsSpan(500, 29), T.One, m.AsSpan(at, 13)), "weights", "z");
                Refuses(memory, m => Entry.WeightGradient<T, T>(X(m, 13, 29, layout), m.AsSpan(500, 13), m.AsSpan(at, 29)), "dz", "dw");
                Refuses(memory, m => Step(X(m, 13, 29, layout), m.AsSpan(500, 13), m.AsSpan(600, 29), m.AsSpan(at, 29)), "y", "dw");
                Refuses(memory, m => Step(X(m, 13, 29, layout), m.AsSpan(600, 13), m.AsSpan(500, 29), m.AsSpan(at, 29)), "weights", "dw");
                Refuses(memory, m => Entry.MatrixVector<T>(new(m, 0, 13, 29, 0), m.AsSpan(500, 29), m.AsSpan(at, 13)), "v", "u");
            }
        }
    }

    [Fact]
    public void A_mean_needs_an_example()
    {
        T[] memory = Samples.Labels<T>(100, 5);
        Refuses(memory, m => Entry.BiasGradient<T>([]), "dz", "at least one");
        Refuses(memory, m => Entry.LogLoss<T>([], []), "z", "at least one");
        foreach (Layout layout in s_layouts)
        {
            Refuses(memory, m => Entry.WeightGradient<T, T>(X(m, 0, 9, layout), [], m.AsSpan(50, 9)), "examples", "at least one");
            Refuses(memory, m => Step(X(m, 0, 9, layout), [], m.AsSpan(20, 9), m.AsSpan(50, 9)), "examples", "at least one");
        }
    }

    [Theory]
    [MemberData(nameof(BadLabels))]
    public void A_label_outside_0_to_1_is_named_by_its_index(double label)
    {
        T bad = T.CreateTruncating(label);
        for (int i = 0; i < 41; i++)
        {
            RefusesLabel(bad, i);
        }
    }

    [Fact]
    public void The_nearest_numbers_outside_0_to_1_are_refused_and_the_ends_are_not()
    {
        RefusesLabel(-T.Epsilon, 7);
        RefusesLabel(T.BitIncrement(T.One), 7);
        T[] z = [T.One, T.One, T.One];
        Assert.True(double.IsFinite(Entry.LogLoss<T>(z, [T.NegativeZero, T.Zero, T.One])));
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named()
    {
        T[] memory = Samples.Wide<T>(400, 6);
        ((int, int) A, (int, int) B, (int, int) Destination)[] bad =
        [
            ((2, 3), (3, 3), (3, 3)), ((2, 3), (2, 4), (2, 4)), ((5, 1), (4, 7), (5, 7)), ((2, 7), (7, 2), (7, 7)),
            ((0, 3), (2, 3), (2, 3)), ((2, 3), (2, 3), (2, 4)), ((2, 3), (2, 3), (3, 3)), ((1, 3), (2, 1), (1, 3)),
            ((1, 1), (1, 1), (2, 2)), ((1, 0), (3, 1), (3, 1)),
        ];
        foreach (((int Height, int Width) a, (int Height, int Width) b, (int Height, int Width) destination) in bad)
        {
            foreach (Operation operation in Enum.GetValues<Operation>())
            {
                Refuses(
                    memory,
                    m => Entry.Broadcast<T>(
                        operation,
                        new(m, 0, a.Height, a.Width, 0),
                        new(m, 100, b.Height, b.Width, 0),
                        new(m, 200, destination.Height, destination.Width, 0)),
                    $"({a.Height}, {a.Width})",
                    $"({b.Height}, {b.Width})");
            }
        }
    }

    [Fact]
    public void Broadcast_destinations_may_be_an_input_of_their_shape_and_may_not_overlap_one_otherwise()
    {
        T[] memory = Samples.Wide<T>(400, 7);
        foreach (Operation operation in Enum.GetValues<Operation>())
        {
            // Another place; the same place in another shape; the same place with another distance between rows.
            Refuses(
                memory,
                m => Entry.Broadcast<T>(operation, new(m, 0, 3, 5, 0), new(m, 100, 3, 5, 0), new(m, 1, 3, 5, 0)),
                "destination", "a");
            Refuses(
                memory,
                m => Entry.Broadcast<T>(operation, new(m, 100, 3, 5, 0), new(m, 20, 3, 5, 0), new(m, 6, 3, 5, 0)),
                "destination", "b");
            Refuses(
                memory,
                m => Entry.Broadcast<T>(operation, new(m, 0, 1, 5, 0), new(m, 100, 3, 5, 0), new(m, 0, 3, 5, 0)),
                "destination", "a");
            Refuses(
                memory,
                m => Entry.Broadcast<T>(operation, new(m, 100, 3, 5, 0), new(m, 0, 3, 1, 4), new(m, 0, 3, 5, 0)),
                "destination", "b");
            Refuses(
                memory,
                m => Entry.Broadcast<T>(operation, new(m, 0, 3, 5, 2), new(m, 100, 3, 5, 0), new(m, 0, 3, 5, 0)),
                "destination", "a");
        }
    }

    private static void RefusesLabel(T bad, int index)
    {
        T[] memory = Samples.Labels<T>(1000, 8);
        memory[index] = bad;
        string[] words = ["y", $"index {index} "];
        RefusesAs<ArgumentOutOfRangeException>(memory, m => Entry.LogLoss<T>(m.AsSpan(100, 41), m.AsSpan(0, 41)), words);
        foreach (Layout layout in s_layouts)
        {
            RefusesAs<ArgumentOutOfRangeException>(
                memory,
                m => Step(new Examples<T>(m.AsSpan(100), 41, 5, layout), m.AsSpan(0, 41), m.AsSpan(500, 5), m.AsSpan(600, 5)),
                words);
        }
    }

    /// <summary>The parameters as a message names them.</summary>
    private static string[] Names(Function function) => function == Function.Sigmoid ? ["z", "a"] : ["x", "destination"];

    private static Examples<T> X(T[] memory, int count, int features, Layout layout) => new(memory, count, features, layout);

    private static LogisticGradientResult Step(Examples<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, Span<T> dw) =>
        Entry.LogisticGradient<T, T>(x, y, weights, T.One, dw);

    private static void Refuses(T[] memory, Action<T[]> use, params string[] words) => RefusesAs<ArgumentException>(memory, use, words);

    /// <summary>All arguments, destinations too, are spans of one array, none of which may change.</summary>
    private static void RefusesAs<TException>(T[] memory, Action<T[]> use, params string[] words)
        where TException : ArgumentException
    {
        T[] before = [.. memory];
        TException error = Assert.Throws<TException>(() => use(memory));
        Assert.NotNull(error.ParamName);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        new Case(Cpu.Isa, typeof(T), typeof(T)) { Shape = (1, memory.Length) }.SameBits<T>("memory", before, memory);
    }
}

public sealed class ArgumentsOfFloat : ArgumentTests<float>;

public sealed class ArgumentsOfDouble : ArgumentTests<double>;
