using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Neither the instruction set nor the number of threads changes a bit.</summary>
public sealed class LogisticObjectiveBitsTests
{
    private static readonly int[] s_threads = [1, 2, 3, 7];

    public static TheoryData<string, Layout> Cases
    {
        get
        {
            TheoryData<string, Layout> cases = [];
            foreach (string type in RandomProblem.Types)
            {
                cases.Add(type, Layout.ExampleRows);
                cases.Add(type, Layout.FeatureRows);
            }

            return cases;
        }
    }

    // One chunk; three chunks of uneven sizes; five examples in two chunks, too few to begin at a multiple of four.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Cost_and_gradient_have_the_same_bits_for_every_isa_and_thread_count(string type, Layout layout)
    {
        foreach ((int count, int features) in new[] { (1, 1), (37, 19), (797, 1009), (5, 104_863) })
        {
            RandomProblem problem = new(type, layout, count, features);
            double[] expected = new double[features];
            LogisticGradientResult cost = problem.Objective(threads: 1, Isa.Scalar).Evaluate(problem.Weights, problem.Bias, expected);
            foreach (Isa isa in Agreement.Isas)
            {
                foreach (int threads in s_threads)
                {
                    string what = $"{problem.Name} {isa} {threads} threads";
                    double[] gradient = new double[features];
                    LogisticGradientResult got = problem.Objective(threads, isa).Evaluate(problem.Weights, problem.Bias, gradient);
                    Agreement.SameBits($"{what}, J", cost.Cost, got.Cost);
                    Agreement.SameBits($"{what}, db", cost.BiasGradient, got.BiasGradient);
                    Agreement.SameBits($"{what}, dw", expected, gradient);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_after_50_steps_have_one_hash_for_every_isa_and_thread_count(string type, Layout layout)
    {
        foreach ((int count, int features) in new[] { (37, 19), (523, 1009) })
        {
            RandomProblem problem = new(type, layout, count, features);
            string expected = HashAfter50Steps(problem, Isa.Scalar, threads: 1);
            Assert.NotEqual(Parameters.Zero(features).Hash(), expected);
            foreach (Isa isa in Agreement.Isas)
            {
                string got = HashAfter50Steps(problem, isa, threads: 1);
                Assert.True(expected == got, $"{problem.Name} {isa} 1 thread: expected {expected}, got {got}");
            }

            foreach (int threads in s_threads)
            {
                string got = HashAfter50Steps(problem, Cpu.Isa, threads);
                Assert.True(expected == got, $"{problem.Name} {Cpu.Isa} {threads} threads: expected {expected}, got {got}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Without_options_it_uses_all_cores_and_this_cpu_with_the_same_bits(string type, Layout layout)
    {
        RandomProblem problem = new(type, layout, 797, 1009);
        double[] expected = new double[1009];
        double[] gradient = new double[1009];
        LogisticGradientResult cost = problem.Objective(threads: 1, Isa.Scalar).Evaluate(problem.Weights, problem.Bias, expected);
        IObjective plain = problem.Objective(new() { Scale = RandomProblem.Scale });
        LogisticGradientResult got = plain.Evaluate(problem.Weights, problem.Bias, gradient);
        Agreement.SameBits($"{problem.Name}, J", cost.Cost, got.Cost);
        Agreement.SameBits($"{problem.Name}, dw", expected, gradient);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_that_are_apart_in_memory_change_no_bit(string type, Layout layout)
    {
        foreach ((int count, int features) in new[] { (1, 3), (3, 1), (37, 19), (797, 1009) })
        {
            RandomProblem problem = new(type, layout, count, features);
            double[] expected = new double[features];
            double[] gradient = new double[features];
            LogisticGradientResult cost = problem.Objective().Evaluate(problem.Weights, problem.Bias, expected);
            LogisticGradientResult got = problem.PitchedObjective().Evaluate(problem.Weights, problem.Bias, gradient);
            Agreement.SameBits($"{problem.Name} pitched, J", cost.Cost, got.Cost);
            Agreement.SameBits($"{problem.Name} pitched, db", cost.BiasGradient, got.BiasGradient);
            Agreement.SameBits($"{problem.Name} pitched, dw", expected, gradient);
        }
    }

    [Theory]
    [InlineData("byte x Single", "float")]
    [InlineData("byte x Double", "double")]
    public void Bytes_have_the_bits_of_the_same_values_as_floating_point_numbers(string bytes, string numbers)
    {
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            RandomProblem problem = new(bytes, layout, 797, 1009);
            double[] expected = new double[1009];
            double[] gradient = new double[1009];
            LogisticGradientResult cost = problem.WidenedObjective().Evaluate(problem.Weights, problem.Bias, expected);
            LogisticGradientResult got = problem.Objective().Evaluate(problem.Weights, problem.Bias, gradient);
            Agreement.SameBits($"{problem.Name} against {numbers}, J", cost.Cost, got.Cost);
            Agreement.SameBits($"{problem.Name} against {numbers}, db", cost.BiasGradient, got.BiasGradient);
            Agreement.SameBits($"{problem.Name} against {numbers}, dw", expected, gradient);
        }
    }

    private static string HashAfter50Steps(RandomProblem problem, Isa isa, int threads) =>
        new GradientDescent(0.01).Minimize(
            problem.Objective(threads, isa),
            Parameters.Zero(problem.Features),
            new() { Iterations = 50, Tolerance = 0 },
            null,
            TestContext.Current.CancellationToken).Parameters.Hash();
}
