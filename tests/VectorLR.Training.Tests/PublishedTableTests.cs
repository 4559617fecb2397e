using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>The course's published run: 2000 steps of rate 0.005 from 0 over 209 pictures divided by 255.</summary>
public sealed class PublishedTableTests
{
    private const double Rate = 0.005;
    private const int HashedSteps = 10;

    // J before updates 0, 100, ..., 1900.
    private static readonly double[] s_published =
    [
        0.693147, 0.584508, 0.466949, 0.376007, 0.331463, 0.303273, 0.279880, 0.260042, 0.242941, 0.228004,
        0.214820, 0.203078, 0.192544, 0.183033, 0.174399, 0.166521, 0.159305, 0.152667, 0.146542, 0.140872,
    ];

    // Half a unit of the last printed place is 5e-7; this leaves 1e-7 for both sides' rounding.
    private const double Tolerance = 6e-7;

    [Theory]
    [InlineData("double")]
    [InlineData("byte x Double")]
    [InlineData("float")]
    [InlineData("byte x Single")]
    public void Costs_and_accuracies_of_the_cats_are_the_published_ones(string type)
    {
        Cats cats = Cats.ReadOrSkip();
        OptimizationResult result = Train(cats.Objective(type), cats, iterations: 2000);
        Assert.Equal(2000, result.History.Count);
        double largest = 0;
        for (int row = 0; row < s_published.Length; row++)
        {
            double cost = result.History[row * 100].Cost;
            double off = Math.Abs(cost - s_published[row]);
            largest = Math.Max(largest, off);
            Assert.True(
                off <= Tolerance,
                $"{type}, J at {row * 100}: expected {s_published[row]}, got {cost:R}, off by {off:E3}, bound {Tolerance:E0}");
        }

        LogisticRegression model = new(result.Parameters, 255, type is "float" or "byte x Single" ? Precision.Single : Precision.Double);
        double onTraining = Accuracy(model, type, cats.Training, cats.TrainingLabels, cats.Features);
        double onTest = Accuracy(model, type, cats.Test, cats.TestLabels, cats.Features);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{type}: largest deviation {largest:E3}, train {onTraining:R}, test {onTest:R}, hash {result.Parameters.Hash()}");
        Assert.Equal(207.0 / 209, onTraining);
        Assert.Equal(35.0 / 50, onTest);
    }

    [Fact]
    public void The_weights_of_the_cats_have_one_hash_for_each_precision_on_every_isa_and_thread_count()
    {
        Cats cats = Cats.ReadOrSkip();
        foreach (string[] types in new string[][] { ["byte x Single", "float"], ["byte x Double", "double"] })
        {
            string expected = Train(cats.Objective(types[0], threads: 1, Isa.Scalar), cats, HashedSteps).Parameters.Hash();
            foreach (string type in types)
            {
                foreach (Isa isa in Agreement.Isas)
                {
                    string got = Train(cats.Objective(type, threads: 1, isa), cats, HashedSteps).Parameters.Hash();
                    Assert.True(expected == got, $"{type} {isa} 1 thread, hash after {HashedSteps} steps: expected {expected}, got {got}");
                }

                string shared = Train(cats.Objective(type, threads: 2), cats, HashedSteps).Parameters.Hash();
                Assert.True(
                    expected == shared, $"{type} {Cpu.Isa} 2 threads, hash after {HashedSteps} steps: expected {expected}, got {shared}");
            }
        }
    }

    private static OptimizationResult Train(IObjective objective, Cats cats, int iterations) =>
        new GradientDescent(Rate).Minimize(
            objective,
            Parameters.Zero(cats.Features),
            new() { Iterations = iterations, Tolerance = 0 },
            null,
            TestContext.Current.CancellationToken);

    private static double Accuracy(LogisticRegression model, string type, byte[] pictures, double[] labels, int features)
    {
        double[] a = new double[labels.Length];
        if (type == "float")
        {
            float[] single = new float[labels.Length];
            float[] values = Array.ConvertAll(pictures, pixel => (float)pixel);
            model.PredictProbability(new Examples<float>(values, labels.Length, features), single);
            a = Array.ConvertAll(single, probability => (double)probability);
        }
        else
        {
            model.PredictProbability(new Examples<byte>(pictures, labels.Length, features), a);
        }

        return Metrics.Accuracy(a, labels);
    }
}
