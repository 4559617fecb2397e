using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Training.Tests;

public class ExampleSourceTests
{
    private const int Count = 5000;
    private const int Features = 300;

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void A_source_gives_the_bits_of_the_matrix_in_memory(Layout layout)
    {
        byte[] values = new byte[Count * Features];
        new Random(1).NextBytes(values);
        double[] labels = [.. Enumerable.Range(0, Count).Select(i => (double)(i % 3 == 0 ? 1 : 0))];
        (int height, int width) = layout == Layout.ExampleRows ? (Count, Features) : (Features, Count);
        ReadOnlyMemory2D<byte> matrix = new(values, height, width);
        foreach (Precision precision in (Precision[])[Precision.Single, Precision.Double])
        {
            IObjective memory = LogisticObjective.Create(matrix, labels, precision, new() { Scale = 255 }, layout);
            foreach (int threads in (int[])[1, 2, 5])
            {
                Source source = new(values, layout);
                IObjective streamed = LogisticObjective.Create(source, labels, precision, new() { Scale = 255, Threads = threads });
                Assert.Equal((Count, Features), (streamed.Count, streamed.Features));
                Assert.Equal(Step(memory), Step(streamed));
                Assert.True(source.Slices > 1, "the examples were asked for in one piece");
            }
        }
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void A_source_is_asked_for_a_few_million_values_at_a_time(Layout layout)
    {
        // 288 million values in all, of which each example repeats: its cost is the mean over the first few.
        const int Period = 16;
        RepeatedSource source = new(1_200_000, 240, Period, layout);
        double[] labels = [.. Enumerable.Range(0, source.Count).Select(i => (double)(i % Period % 3 == 0 ? 1 : 0))];
        IObjective objective = LogisticObjective.Create(source, labels, Precision.Double, new() { Scale = 255 });
        IObjective period = LogisticObjective.Create(
            new RepeatedSource(Period, 240, Period, layout), labels.AsSpan(0, Period), Precision.Double, new() { Scale = 255 });
        double[] weights = [.. Enumerable.Range(0, 240).Select(j => Math.Sin(j) / 10)];
        double[] gradient = new double[240];
        double[] expected = new double[240];
        LogisticGradientResult cost = objective.Evaluate(weights, -0.25, gradient);
        LogisticGradientResult mean = period.Evaluate(weights, -0.25, expected);
        Assert.Equal(mean.Cost, cost.Cost, 1e-11);
        Assert.Equal(expected, gradient, (a, b) => Math.Abs(a - b) <= 1e-11);
        Assert.InRange((long)source.MaxCount * source.Features, 1 << 20, 1 << 22);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_a_source_throws_reaches_the_caller_as_it_is(int threads)
    {
        Source source = new(new byte[Count * Features], Layout.ExampleRows, new IOException("the file is gone"));
        IObjective objective = LogisticObjective.Create(source, new double[Count], Precision.Single, new() { Threads = threads });
        IOException thrown = Assert.Throws<IOException>(() => Step(objective));
        Assert.Equal("the file is gone", thrown.Message);
    }

    private static (LogisticGradientResult Cost, string Gradient) Step(IObjective objective)
    {
        double[] weights = [.. Enumerable.Range(0, Features).Select(j => Math.Sin(j) / 10)];
        double[] gradient = new double[Features];
        LogisticGradientResult cost = objective.Evaluate(weights, -0.25, gradient);
        return (cost, string.Join(' ', gradient.Select(BitConverter.DoubleToInt64Bits)));
    }

    private sealed class Source(byte[] values, Layout layout, Exception? failure = null) : IExampleSource<byte>
    {
        private int _slices;

        public int Slices => _slices;

        public int Count => ExampleSourceTests.Count;

        public int Features => ExampleSourceTests.Features;

        public Layout Layout => layout;

        public Examples<byte> Slice(int start, int count)
        {
            Interlocked.Increment(ref _slices);
            return failure is null ? new Examples<byte>(values, Count, Features, layout).Slice(start, count) : throw failure;
        }
    }

    /// <summary>A few examples over and over, in memory of one slice.</summary>
    private sealed class RepeatedSource(int count, int features, int period, Layout layout) : IExampleSource<byte>
    {
        private int _maxCount;

        public int MaxCount => _maxCount;

        public int Count => count;

        public int Features => features;

        public Layout Layout => layout;

        public Examples<byte> Slice(int start, int count)
        {
            int seen;
            while ((seen = _maxCount) < count && Interlocked.CompareExchange(ref _maxCount, count, seen) != seen)
            {
            }

            byte[] values = new byte[count * features];
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < features; j++)
                {
                    values[layout == Layout.ExampleRows ? (i * features) + j : (j * count) + i] =
                        (byte)((((start + i) % period) * 37) + (j * 101) + ((start + i) % period * j));
                }
            }

            return new(values, count, features, layout);
        }
    }
}
