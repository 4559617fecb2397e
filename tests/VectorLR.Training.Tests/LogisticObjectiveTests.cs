using CommunityToolkit.HighPerformance;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class LogisticObjectiveTests
{
    public static TheoryData<string, Layout> Cases => LogisticObjectiveBitsTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Cost_and_gradient_are_those_of_the_textbook_loops_over_the_divided_values(string type, Layout layout)
    {
        foreach ((int count, int features) in new[] { (1, 1), (37, 19), (797, 1009), (5, 104_863) })
        {
            RandomProblem problem = new(type, layout, count, features);
            double[] x = problem.DividedX();
            double[] looped = new double[features];
            double[] gradient = new double[features];
            gradient.AsSpan().Fill(double.NaN);
            LogisticGradientResult loop = ForLoop.LogisticGradient(x, problem.Labels, problem.Weights, problem.Bias, looped);
            IObjective objective = problem.Objective();
            LogisticGradientResult got = objective.Evaluate(problem.Weights, problem.Bias, gradient);
            Assert.Equal((count, features), (objective.Count, objective.Features));

            // Beyond the common count: x / scale, w / scale, w to float on one side or the other.
            Compare(problem.Name, problem.Bounds(extra: 3), loop, looped, got, gradient);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_scale_is_as_good_as_dividing_every_value(string type, Layout layout)
    {
        foreach ((int count, int features) in new[] { (3, 2), (37, 19), (797, 1009) })
        {
            RandomProblem problem = new(type, layout, count, features);
            double[] divided = new double[features];
            double[] folded = new double[features];
            LogisticGradientResult expected = problem.DividedObjective().Evaluate(problem.Weights, problem.Bias, divided);
            LogisticGradientResult got = problem.Objective().Evaluate(problem.Weights, problem.Bias, folded);

            // Beyond the common count: x / scale rounded to double and to float, w / scale, w to float.
            Compare(problem.Name, problem.Bounds(extra: 4), expected, divided, got, folded);
        }
    }

    [Fact]
    public void Below_twice_256K_values_there_is_one_chunk_with_the_kernels_own_bits()
    {
        // 2^19 - 1 = 1 x 524287.
        const int Features = (1 << 19) - 1;
        RandomProblem problem = new("double", Layout.FeatureRows, 1, Features);
        double[] expected = new double[Features];
        LogisticGradientResult cost = Kernels.LogisticGradient(
            new Examples<double>(problem.X, 1, Features, Layout.FeatureRows),
            problem.Labels,
            Array.ConvertAll(problem.Weights, weight => weight / RandomProblem.Scale),
            problem.Bias,
            expected);
        double[] gradient = new double[Features];
        LogisticGradientResult got = problem.Objective(threads: 2).Evaluate(problem.Weights, problem.Bias, gradient);
        Agreement.SameBits("J", cost.Cost, got.Cost);
        Agreement.SameBits("db", cost.BiasGradient, got.BiasGradient);
        Agreement.SameBits("dw", Array.ConvertAll(expected, component => component / RandomProblem.Scale), gradient);
    }

    [Theory]
    [InlineData("float")]
    [InlineData("byte x Single")]
    public void From_twice_256K_values_on_two_chunks_in_float_are_added_in_double(string type)
    {
        // 2^19 values: 1030 examples of 510 are 300 more; the second chunk begins at the multiple of four at or below 515.
        const int Count = 1030, Features = 510, Second = 512;
        RandomProblem problem = new(type, Layout.ExampleRows, Count, Features);
        float[] x = Array.ConvertAll(problem.X, value => (float)value);
        float[] y = Array.ConvertAll(problem.Labels, label => (float)label);
        float[] weights = Array.ConvertAll(problem.Weights, weight => (float)(weight / RandomProblem.Scale));
        float[] first = new float[Features];
        float[] second = new float[Features];
        Examples<float> examples = new(x, Count, Features);
        LogisticGradientResult firstSums = Sums(examples.Slice(0, Second), y.AsSpan(0, Second), weights, (float)problem.Bias, first);
        LogisticGradientResult secondSums = Sums(
            examples.Slice(Second, Count - Second), y.AsSpan(Second), weights, (float)problem.Bias, second);

        double[] gradient = new double[Features];
        LogisticGradientResult got = problem.Objective(threads: 2).Evaluate(problem.Weights, problem.Bias, gradient);
        double[] expected = new double[Features];
        for (int j = 0; j < Features; j++)
        {
            expected[j] = ((double)first[j] + second[j]) / (Count * RandomProblem.Scale);
        }

        Agreement.SameBits($"{type} J", (firstSums.Cost + secondSums.Cost) / Count, got.Cost);
        Agreement.SameBits($"{type} db", (firstSums.BiasGradient + secondSums.BiasGradient) / Count, got.BiasGradient);
        Agreement.SameBits($"{type} dw", expected, gradient);
    }

    [Fact]
    public void Labels_are_copied_and_examples_are_not()
    {
        double[,] x = { { 1 }, { 2 } };
        double[] labels = [1, 0];
        IObjective objective = LogisticObjective.Create(x, labels);
        double[] gradient = new double[1];
        objective.Evaluate([0], 0, gradient);
        Assert.Equal(((1 * -0.5) + (2 * 0.5)) / 2, gradient[0]);
        labels[0] = 0;
        x[1, 0] = 4;
        objective.Evaluate([0], 0, gradient);
        Assert.Equal(((1 * -0.5) + (4 * 0.5)) / 2, gradient[0]);
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_label_that_is_not_between_0_and_1_is_refused_with_its_index(double label)
    {
        for (int index = 0; index < 19; index++)
        {
            double[] labels = new double[19];
            labels[index] = label;
            ArgumentOutOfRangeException exception =
                Assert.Throws<ArgumentOutOfRangeException>("labels", () => LogisticObjective.Create(new float[19, 1], labels));
            Assert.Contains($"the label at index {index} is not between 0 and 1", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-255)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_scale_that_is_not_a_finite_number_above_0_is_refused(double scale)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => LogisticObjective.Create(new byte[1, 1], [1], Precision.Single, new() { Scale = scale }));
        Assert.Contains("the scale must be a finite number above 0", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_threads_and_an_unknown_precision_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => LogisticObjective.Create(new double[1, 1], [1], new() { Threads = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>("precision", () => LogisticObjective.Create(new byte[1, 1], [1], (Precision)2));
    }

    [Theory]
    [InlineData(Layout.ExampleRows, 3, 2)]
    [InlineData(Layout.FeatureRows, 2, 3)]
    public void Labels_are_counted_along_the_axis_of_the_examples(Layout layout, int height, int width)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            "labels", () => LogisticObjective.Create(new double[height, width], [0, 1], layout: layout));
        Assert.Contains("there are 2 labels for 3 examples", exception.Message, StringComparison.Ordinal);
        IObjective objective = LogisticObjective.Create(new double[height, width], [0, 1, 1], layout: layout);
        Assert.Equal((3, 2), (objective.Count, objective.Features));
    }

    [Fact]
    public void An_objective_without_examples_is_refused()
    {
        ArgumentException rows = Assert.Throws<ArgumentException>("examples", () => LogisticObjective.Create(new double[0, 3], []));
        Assert.Contains("there are no examples", rows.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("examples", () => LogisticObjective.Create(new float[3, 0], [], layout: Layout.FeatureRows));
        Assert.Throws<ArgumentException>("examples", () => LogisticObjective.Create(default(ReadOnlyMemory2D<byte>), [], Precision.Double));
    }

    [Fact]
    public void Lengths_that_are_not_the_number_of_features_are_refused_with_both_named()
    {
        IObjective objective = LogisticObjective.Create(new double[2, 3], [0, 1]);
        ArgumentException weights = Assert.Throws<ArgumentException>("weights", () => objective.Evaluate(new double[2], 0, new double[3]));
        Assert.Contains("weights has length 2, but the number of features is 3", weights.Message, StringComparison.Ordinal);
        double[] gradient = [7, 7, 7, 7];
        ArgumentException destination = Assert.Throws<ArgumentException>("gradient", () => objective.Evaluate(new double[3], 0, gradient));
        Assert.Contains("gradient has length 4, but the number of features is 3", destination.Message, StringComparison.Ordinal);
        Assert.Equal([7, 7, 7, 7], gradient);
    }

    private static LogisticGradientResult Sums(Examples<float> examples, ReadOnlySpan<float> y, float[] weights, float bias, float[] dw) =>
        Kernels.LogisticGradientSum(examples, y, weights, bias, dw);

    private static void Compare(
        string what, LogisticBounds bounds, LogisticGradientResult expected, double[] expectedGradient, LogisticGradientResult got,
        double[] gradient)
    {
        Agreement.Within($"{what}, J", expected.Cost, got.Cost, bounds.Cost);
        Agreement.Within($"{what}, db", expected.BiasGradient, got.BiasGradient, bounds.Bias);
        for (int j = 0; j < gradient.Length; j++)
        {
            // The text is made only where it is needed: there may be 100,000 components.
            if (!(Math.Abs(gradient[j] - expectedGradient[j]) <= bounds.Weight[j]))
            {
                Agreement.Within($"{what}, dw at index {j}", expectedGradient[j], gradient[j], bounds.Weight[j]);
            }
        }
    }

    [Fact]
    public void A_layout_that_does_not_exist_is_refused_at_once() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => LogisticObjective.Create(new double[,] { { 1 } }, [1], layout: (Layout)7));
}
