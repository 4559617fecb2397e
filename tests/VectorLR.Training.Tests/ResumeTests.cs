using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>A run that is interrupted anywhere and resumed ends where and why it would have ended.</summary>
public sealed class ResumeTests
{
    public static TheoryData<string, string> Endings
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string optimizer in (string[])["lbfgs", "newton"])
            {
                foreach (string ending in (string[])["converged", "separable", "separable in part", "precision limit"])
                {
                    data.Add(optimizer, ending);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void The_end_is_the_same_wherever_it_is_interrupted(string optimizer, string ending)
    {
        (IObjective objective, double tolerance) = Problem(ending);
        OptimizationResult whole = OptimumTests.Minimize(optimizer, objective, tolerance);
        Assert.Equal(
            ending switch
            {
                "converged" => StopReason.Converged,
                "precision limit" => StopReason.PrecisionLimit,
                _ => StopReason.Separable,
            },
            whole.Stopped);
        Assert.True(whole.Iterations > 2, "there is no place to interrupt it");
        using TemporaryFolder folder = new();
        string path = folder.File("checkpoint.json");
        for (int at = 0; at < whole.Iterations; at++)
        {
            // The limit of iterations ends a run as an interruption does; resumed, it has another.
            Checkpoint checkpoint = OptimumTests.Minimize(optimizer, objective, tolerance, new() { Iterations = at }).Checkpoint!;
            checkpoint.Save(path);
            OptimizationResult resumed = OptimumTests.Minimize(
                optimizer, objective, tolerance, new() { Resume = Checkpoint.Load(path) });
            Assert.Equal(
                (at, whole.Stopped, whole.Iterations, whole.Parameters.Hash()),
                (at, resumed.Stopped, resumed.Iterations, resumed.Parameters.Hash()));
        }
    }

    private static (IObjective Objective, double Tolerance) Problem(string ending)
    {
        (double[] x, double[] labels) = OptimumTests.Overlapping(60, 3, seed: 51);
        switch (ending)
        {
            case "separable":
                labels = [.. Enumerable.Range(0, 60).Select(i => x[3 * i] > 0 ? 1.0 : 0)];
                break;
            case "separable in part":
                // The last feature is 0 but for two examples of one class, which it decides.
                for (int i = 0; i < 60; i++)
                {
                    x[(3 * i) + 2] = i is 7 or 23 ? 1 : 0;
                    labels[i] = i is 7 or 23 ? 1 : labels[i];
                }

                break;
            case "precision limit":
                float[,] floats = new float[60, 3];
                for (int k = 0; k < x.Length; k++)
                {
                    floats[k / 3, k % 3] = (float)x[k];
                }

                return (LogisticObjective.Create(floats, labels), 0);
        }

        return (LogisticObjective.Create(new ReadOnlyMemory2D<double>(x, 60, 3), labels), 1e-6);
    }
}
