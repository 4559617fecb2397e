using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class TextbookTrainingTests
{
    /// <remarks>
    /// For a convex J whose gradient changes by at most L per unit, w -> w - alpha dJ(w) with alpha at most 2 / L brings no two
    /// points further apart (Nesterov, Introductory Lectures on Convex Optimization, theorem 2.1.5). So the two trainings differ
    /// after k steps by no more than the sum of what each step's rounding adds, and their costs by |dJ| times that, L / 2 times
    /// its square, and the rounding of J. L is at most (1 / 4m) sum_i (|x_i|^2 + 1).
    /// </remarks>
    [Fact]
    public void The_textbook_training_loop_and_gradient_descent_go_down_the_same_costs()
    {
        const int Steps = 200;
        const double Rate = 0.5;
        RandomProblem problem = new("double", Layout.ExampleRows, 30, 7, seed: 3);
        double[] x = problem.DividedX();
        double curvature = (x.Sum(value => value * value) + problem.Count) / (4.0 * problem.Count);
        Assert.True(Rate <= 2 / curvature, $"the rate {Rate} is above 2 / {curvature}");

        double[] costs = new double[Steps];
        double[] weights = new double[problem.Features];
        double bias = 0;
        ForLoop.Train(x, problem.Labels, weights, ref bias, Rate, costs);
        IObjective objective = LogisticObjective.Create(
            new CommunityToolkit.HighPerformance.ReadOnlyMemory2D<double>(x, problem.Count, problem.Features), problem.Labels);
        OptimizationResult result = new GradientDescent(Rate).Minimize(
            objective,
            Parameters.Zero(problem.Features),
            new() { Iterations = Steps, Tolerance = 0 },
            null,
            TestContext.Current.CancellationToken);
        Assert.Equal(Steps, result.History.Count);

        double apart = 0;
        double[] at = new double[problem.Features];
        double atBias = 0;
        double components = Math.Sqrt(problem.Features + 1);
        for (int k = 0; k < Steps; k++)
        {
            LogisticBounds bounds = new(x, problem.Labels, at, atBias, Agreement.DoubleRoundoff);
            double slope = components * result.History[k].GradientNorm;
            double bound = bounds.Cost + (slope * apart) + (curvature / 2 * apart * apart);
            Agreement.Within($"J at step {k}", costs[k], result.History[k].Cost, bound);

            ForLoop.Train(x, problem.Labels, at, ref atBias, Rate, new double[1]);
            double largest = Math.Max(at.Max(Math.Abs), Math.Abs(atBias));
            double gradientError = Math.Max(bounds.Bias, bounds.Weight.ToArray().Max());
            double update = 2 * Agreement.DoubleRoundoff * ((Rate * result.History[k].GradientNorm) + largest);
            apart += components * ((Rate * gradientError) + update);
        }

        Agreement.Within("b at the end", bias, result.Parameters.Bias, apart);
        for (int j = 0; j < problem.Features; j++)
        {
            Agreement.Within($"w at index {j} at the end", weights[j], result.Parameters.Weights.Span[j], apart);
        }
    }
}
