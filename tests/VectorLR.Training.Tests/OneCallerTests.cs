using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>One objective, several threads.</summary>
public sealed class OneCallerTests
{
    private const int Count = 2000;
    private const int Features = 50;

    public static TheoryData<string> Wrappings => ["", "standardized", "l2", "without intercept", "all"];

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void A_call_is_right_or_refused_whatever_other_threads_do(string wrapping)
    {
        IObjective objective = Create(wrapping);
        double[] weights = [.. Enumerable.Range(0, Features).Select(j => Math.Sin(j) / 100)];
        double[] gradient = new double[Features];
        LogisticGradientResult expected = objective.Evaluate(weights, 0.1, gradient);
        int refused = 0;
        int right = 0;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            double[] own = new double[Features];
            double[] others = [.. weights.Select(weight => weight + thread)];
            double[,] hessian = new double[Features + 1, Features + 1];
            for (int i = 0; i < 200; i++)
            {
                try
                {
                    // Other weights from the other threads, through every member.
                    switch (thread)
                    {
                        case 1:
                            objective.EvaluatePositives(others, 0, own);
                            break;
                        case 2:
                            objective.EvaluateBatch([1, 2, 3], others, 0, own);
                            break;
                        case 3:
                            objective.Hessian(others, 0, hessian);
                            break;
                        default:
                            Assert.Equal(expected, objective.Evaluate(weights, 0.1, own));
                            Assert.Equal(gradient, own);
                            Interlocked.Increment(ref right);
                            break;
                    }
                }
                catch (InvalidOperationException exception)
                {
                    Assert.Contains("one at a time", exception.Message, StringComparison.Ordinal);
                    Interlocked.Increment(ref refused);
                }
            }
        });
        Assert.Equal(expected, objective.Evaluate(weights, 0.1, gradient));
        TestContext.Current.TestOutputHelper?.WriteLine($"{right} right, {refused} refused");
    }

    [Fact]
    public void A_second_caller_is_refused_while_the_first_is_inside_and_served_afterwards()
    {
        Calling source = new();
        IObjective objective = LogisticObjective.Create(source, [0, 1], new() { Threads = 1 });
        source.Call = () => objective.Evaluate([0], 0, new double[1]);
        Assert.Contains(
            "another thread",
            Assert.Throws<InvalidOperationException>(() => objective.Evaluate([0], 0, new double[1])).Message,
            StringComparison.Ordinal);
        source.Call = () => { };
        Assert.Equal(Math.Log(2), objective.Evaluate([0], 0, new double[1]).Cost, 1e-15);
    }

    private static IObjective Create(string wrapping)
    {
        Random random = new(1);
        double[,] x = new double[Count, Features];
        foreach (ref double value in x.AsSpan())
        {
            value = random.NextDouble();
        }

        double[] labels = [.. Enumerable.Range(0, Count).Select(i => (double)(i % 2))];
        IObjective objective = LogisticObjective.Create(new ReadOnlyMemory2D<double>(x), labels);
        double[] ones = [.. Enumerable.Repeat(1.0, Features)];
        objective = wrapping is "standardized" or "all" ? new StandardizedObjective(objective, new(ones, ones)) : objective;
        objective = wrapping is "without intercept" or "all" ? new WithoutIntercept(objective) : objective;
        return wrapping is "l2" or "all" ? new L2Regularized(objective, 0.1) : objective;
    }

    /// <summary>Two examples, which call back while they are read.</summary>
    private sealed class Calling : IExampleSource<double>
    {
        private readonly double[] _values = [1, 2];

        public Action Call { get; set; } = () => { };

        public int Count => 2;

        public int Features => 1;

        public Layout Layout => Layout.ExampleRows;

        public Examples<double> Slice(int start, int count)
        {
            Call();
            return new(_values.AsSpan(start, count), count, 1);
        }
    }
}
