using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests;

/// <summary>
/// Spans as long as there are, in memory that is hardly there: a kernel whose index wraps reads or writes a guard, which ends the process,
/// or gives a wrong value. X is zeros but for a few marks, so that every sum is known and exact.
/// </summary>
public sealed class LongSpanTests(LongDestination destination) : IClassFixture<LongDestination>
{
    private const int Longest = int.MaxValue;

    /// <summary>A logit for which sigmoid is 1 and the loss of the label 0 the logit itself, to the last bit of a float.</summary>
    private const byte Mark = 200;

    private const int Middle = 1 << 30;
    private const string NotAvailable = "memory that is hardly there is made with Linux's mmap";

    [Theory]
    [InlineData(2147475457)]
    [InlineData(Longest)]
    public void Affine_over_one_feature_writes_every_logit(int count)
    {
        using SparseMemory memory = Bytes(count, out Span<byte> x, out int[] marks);
        Span<float> z = Destination(count);
        Kernels.Affine(new Examples<byte>(x, count, 1, Layout.FeatureRows), [2f], 3f, z);
        Check(z, marks, 3f + (2f * Mark), 3f);
    }

    [Fact]
    public void Affine_of_one_example_reads_every_feature()
    {
        using SparseMemory memory = Bytes(Longest, out Span<byte> x, out int[] marks);
        Span<float> weights = Destination(Longest);
        weights.Fill(2);
        Assert.Equal(3f + (2f * Mark * marks.Length), Kernels.Affine(x, weights, 3f));
    }

    [Fact]
    public void WeightGradient_of_one_feature_reads_every_example()
    {
        using SparseMemory memory = Bytes(Longest, out Span<byte> x, out int[] marks);
        Span<float> dz = Destination(Longest);
        dz.Fill(2);
        float[] dw = new float[1];
        Kernels.WeightGradient(new Examples<byte>(x, Longest, 1, Layout.FeatureRows), dz, dw);
        Assert.Equal(2f * Mark * marks.Length / Longest, dw[0]);
    }

    [Fact]
    public void Dot_and_Sum_read_every_element()
    {
        using SparseMemory memory = Floats(Longest, out Span<float> x, out int[] marks);
        Span<float> y = Destination(Longest);
        y.Fill(2);
        Assert.Equal(2f * Mark * marks.Length, Kernels.Dot(x, y));
        Assert.Equal((double)Mark * marks.Length, Kernels.Sum(x));
    }

    /// <summary>In place, 1 is added to the two windows with memory of their own, and to the one between as often as it stands.</summary>
    [Fact]
    public void Add_writes_every_element_once()
    {
        Span<float> sums = Destination(Longest);
        sums.Clear();
        float[] one = [1];
        Span2D<float> row = Span2D<float>.DangerousCreate(ref sums[0], 1, Longest, 0);
        Kernels.Add(row, new ReadOnlySpan2D<float>(one, 1, 1), row);
        const int InWindow = SparseMemory.Window / sizeof(float);
        const float Others = ((Longest + 1L) / InWindow) - 2;
        Assert.Equal(-1, sums[..(InWindow - 1)].IndexOfAnyExcept(1f));
        Assert.Equal(-1, sums.Slice(InWindow - 1, InWindow).IndexOfAnyExcept(Others));
        Assert.Equal(-1, sums[^InWindow..].IndexOfAnyExcept(1f));
    }

    [Theory]
    [InlineData(2147483137)]
    [InlineData(Longest)]
    public void The_fused_step_over_one_feature_takes_every_example_once(int count)
    {
        using SparseMemory memory = Bytes(count, out Span<byte> x, out _);
        using SparseMemory labels = Zeros<float>(count);
        float[] dw = new float[1];
        FusedLogisticGradient<byte, float> step = new(
            new(x, count, 1, Layout.FeatureRows), labels.Last<float>(count), [1f], 0, dw, default);
        LogisticGradientResult sums = CountingLanes<float>.Run<FusedLogisticGradient<byte, float>, LogisticGradientResult>(step, x);
        Assert.Equal(new LogisticGradientResult(count, count), sums);
        Assert.Equal(count, dw[0]);
    }

    [Fact]
    public void LogLoss_takes_every_example_once()
    {
        using SparseMemory memory = Zeros<float>(Longest);
        ReadOnlySpan<float> z = memory.Last<float>(Longest);
        Assert.Equal(Longest, CountingLanes<float>.Run<LossSumKernel<float>, double>(new(z, z), default));
    }

    /// <summary>None of the rows of the matrix, so that only the steps over the examples are left.</summary>
    [Theory]
    [InlineData(2147483393)]
    [InlineData(Longest)]
    public async Task WeightedGram_comes_to_an_end(int count)
    {
        using SparseMemory memory = Zeros<double>(count);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task run = Task.Run(
            () =>
            {
                Span<double> values = memory.Last<double>(count);
                Kernels.WeightedGramRows(Cpu.Isa, new Examples<double>(values, count, 1), values, 0, 0, new double[1, 1]);
            },
            cancellation);
        await run.WaitAsync(TimeSpan.FromSeconds(10), cancellation);
    }

    /// <summary>The longest span of floats as a matrix of neither few rows nor few columns.</summary>
    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void The_fused_step_over_a_matrix_gives_the_right_sums(Layout layout)
    {
        const int Count = 65_539, Features = Longest / Count;
        using SparseMemory memory = Zeros<float>(Count * Features);
        Span<float> x = memory.Last<float>(Count * Features);
        int[] examples = [0, 1, 4096, Count / 2, Count - 1];
        foreach (int i in examples)
        {
            x[layout == Layout.ExampleRows ? (i * Features) + Features - 1 : ((Features - 1) * Count) + i] = Mark;
        }

        float[] weights = new float[Features];
        weights.AsSpan().Fill(1);
        float[] dw = new float[Features];
        LogisticGradientResult step = Kernels.LogisticGradient(
            new Examples<float>(x, Count, Features, layout), new float[Count], weights, 0, dw);
        CheckStep(step, Count, examples.Length);
        Assert.Equal((float)Mark * examples.Length / Count, dw[^1]);
        Assert.Equal(-1, dw.AsSpan(..^1).IndexOfAnyExcept(0));
    }

    [Theory]
    [InlineData(Layout.FeatureRows, 2147483137)]
    [InlineData(Layout.FeatureRows, Longest)]
    [InlineData(Layout.ExampleRows, Longest)]
    public void The_fused_step_over_one_feature_gives_the_right_sums(Layout layout, int count)
    {
        TakesTime();
        using SparseMemory memory = Bytes(count, out Span<byte> x, out int[] marks);
        using SparseMemory zeros = Zeros<float>(count);
        float[] dw = new float[1];
        LogisticGradientResult step = Kernels.LogisticGradient(
            new Examples<byte>(x, count, 1, layout), zeros.Last<float>(count), [1f], 0, dw);
        CheckStep(step, count, marks.Length);
        Assert.Equal((float)Mark * marks.Length / count, dw[0]);
    }

    [Fact]
    public void The_fused_step_over_one_example_writes_every_derivative()
    {
        TakesTime();
        using SparseMemory memory = Bytes(Longest, out Span<byte> x, out int[] marks);
        using SparseMemory zeros = Zeros<float>(Longest);
        Span<float> dw = Destination(Longest);
        LogisticGradientResult step = Kernels.LogisticGradient(new Examples<byte>(x, 1, Longest), [1f], zeros.Last<float>(Longest), 0, dw);
        Assert.Equal(-0.5, step.BiasGradient);
        Check(dw, marks, -0.5f * Mark, 0);
    }

    [Fact]
    public void Affine_over_examples_of_one_feature_writes_every_logit()
    {
        TakesTime();
        using SparseMemory memory = Bytes(Longest, out Span<byte> x, out int[] marks);
        x[Middle] = 0;
        Span<float> z = Destination(Longest);
        Kernels.Affine(new Examples<byte>(x, Longest, 1), [2f], 3f, z);
        Check(z, marks[..^1], 3f + (2f * Mark), 3f);
    }

    [Fact]
    public void WeightGradient_reads_every_example_and_writes_every_derivative()
    {
        TakesTime();
        using SparseMemory memory = Bytes(Longest, out Span<byte> x, out int[] marks);
        Span<float> values = Destination(Longest);
        values.Fill(2);
        float[] dw = new float[1];
        Kernels.WeightGradient(new Examples<byte>(x, Longest, 1), values, dw);
        Assert.Equal(2f * Mark * marks.Length / Longest, dw[0]);
        Kernels.WeightGradient(new Examples<byte>(x, 1, Longest), [2f], values);
        Check(values, marks, 2f * Mark, 0);
    }

    [Fact]
    public void Axpy_adds_to_every_element()
    {
        TakesTime();
        using SparseMemory memory = Floats(Longest, out Span<float> x, out int[] marks);
        Span<float> y = Destination(Longest);
        y.Fill(1);
        Kernels.Axpy(2, x, y);
        Check(y, marks, 1f + (2f * Mark), 1);
    }

    [Theory]
    [InlineData(Function.Sigmoid, 0.5f, 1)]
    [InlineData(Function.Exp, 1, float.PositiveInfinity)]
    public void Functions_write_every_element(Function function, float atZero, float atInfinity)
    {
        TakesTime();
        using SparseMemory memory = Floats(Longest, out Span<float> x, out int[] marks);
        foreach (int mark in marks)
        {
            x[mark] = float.PositiveInfinity;
        }

        x[Middle] = 0;
        Span<float> values = Destination(Longest);
        Entry.Map(function, x, values);
        Check(values, marks[..^1], atInfinity, atZero);
    }

    [Fact]
    public void Reductions_read_every_element()
    {
        TakesTime();
        using SparseMemory memory = Floats(Longest, out Span<float> x, out int[] marks);
        double squares = (double)Mark * Mark * marks.Length;
        Assert.Equal((float)squares, Kernels.DotAccurate(x, x));
        Assert.Equal(Math.Sqrt(squares), Kernels.Norm(x));

        // Logits of 200 or 0 for the label 0.
        using SparseMemory zeros = Zeros<float>(Longest);
        CheckCost(Kernels.LogLoss(x, zeros.Last<float>(Longest)), Longest, marks.Length);

        using SparseMemory doubles = Zeros<double>(Longest);
        Span<double> d = doubles.Last<double>(Longest);
        foreach (int mark in marks)
        {
            d[mark] = Mark;
        }

        Assert.Equal(squares, Kernels.Dot(d, d));
        Assert.Equal(squares, Kernels.DotAccurate(d, d));
        Assert.Equal(Math.Sqrt(squares), Kernels.Norm(d));
        double[] gram = new double[1];
        Kernels.WeightedGram(new Examples<double>(d, Longest, 1, Layout.FeatureRows), d, new Span2D<double>(gram, 1, 1));
        Assert.Equal(squares * Mark, gram[0]);
    }

    private static void TakesTime() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("VECTORLR_LARGE") == "1",
        "all of these take a minute; VECTORLR_LARGE=1 runs them, and shorter ones of the same loops run always");

    private static SparseMemory Bytes(int length, out Span<byte> x, out int[] marks) => Marked(length, Mark, out x, out marks);

    private static SparseMemory Floats(int length, out Span<float> x, out int[] marks) => Marked(length, (float)Mark, out x, out marks);

    private static SparseMemory Zeros<T>(int length)
        where T : unmanaged
    {
        Assert.SkipUnless(SparseMemory.IsAvailable, NotAvailable);
        return SparseMemory.Zeros((long)length * Unsafe.SizeOf<T>());
    }

    /// <summary>Zeros with marks at both ends, beside the kernels' steps, and as the last of the marks one in the middle.</summary>
    private static SparseMemory Marked<T>(int length, T mark, out Span<T> x, out int[] marks)
        where T : unmanaged
    {
        SparseMemory memory = Zeros<T>(length);
        x = memory.Last<T>(length);
        marks = [0, 1, 4095, 4096, 8192, length - 8193, length - 8192, length - 4097, length - 512, length - 2, length - 1, Middle];
        foreach (int i in marks)
        {
            x[i] = mark;
        }

        return memory;
    }

    private Span<float> Destination(int length)
    {
        Assert.SkipUnless(SparseMemory.IsAvailable, NotAvailable);
        return destination.Memory!.Last<float>(length);
    }

    /// <summary>Compares at both ends, where the destination has memory of its own, and in the middle.</summary>
    private static void Check(Span<float> got, int[] marks, float marked, float others)
    {
        const int Compared = SparseMemory.Window / sizeof(float) / 2;
        foreach (int start in (int[])[0, Middle - (Compared / 2), got.Length - Compared])
        {
            for (int i = start; i < start + Compared; i++)
            {
                float expected = marks.AsSpan().Contains(i) ? marked : others;
                if (got[i] != expected)
                {
                    Assert.Fail($"[{i}] expected {expected}, got {got[i]}");
                }
            }
        }
    }

    /// <summary>Labels are 0, logits 0 or, for the marked examples, <see cref="Mark"/>.</summary>
    private static void CheckStep(LogisticGradientResult step, int count, int marks)
    {
        CheckCost(step.Cost, count, marks);
        Assert.Equal(((0.5 * (count - marks)) + marks) / count, step.BiasGradient);
    }

    private static void CheckCost(double cost, int count, int marks)
    {
        // A loss is within two units in the last place, 2^-24 for ln 2, and the sum within gamma.
        double expected = ((Math.Log(2) * (count - marks)) + ((double)Mark * marks)) / count;
        Assert.Equal(expected, cost, (2.0 / (1 << 24)) + (Bound.GammaOfDouble((count / 16.0) + 5) * expected));
    }
}

/// <summary>One destination for all the tests, since it takes a second to map.</summary>
public sealed class LongDestination : IDisposable
{
    internal SparseMemory? Memory { get; } = SparseMemory.IsAvailable ? SparseMemory.Repeated((long)int.MaxValue * sizeof(float)) : null;

    public void Dispose() => Memory?.Dispose();
}
