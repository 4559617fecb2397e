using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class LogisticRegressionTests
{
    public static TheoryData<Layout> Layouts => [Layout.ExampleRows, Layout.FeatureRows];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Probabilities_of_doubles_and_bytes_are_the_formula_s(Layout layout)
    {
        foreach ((int count, int features) in new[] { (1, 1), (9, 7), (37, 131) })
        {
            RandomProblem problem = new("byte x Double", layout, count, features);
            double[] stored = Stored(problem, layout);
            LogisticRegression model = new(new(problem.Weights, problem.Bias), RandomProblem.Scale);
            double[] ofDoubles = new double[count];
            double[] ofBytes = new double[count];
            model.PredictProbability(new Examples<double>(stored, count, features, layout), ofDoubles);
            model.PredictProbability(new Examples<byte>(Array.ConvertAll(stored, value => (byte)value), count, features, layout), ofBytes);
            AssertFormula($"double {problem.Name}", problem, ofDoubles, Agreement.DoubleRoundoff);
            Agreement.SameBits($"bytes against doubles {problem.Name}", ofDoubles, ofBytes);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Probabilities_of_floats_are_the_formula_s(Layout layout)
    {
        foreach ((int count, int features) in new[] { (1, 1), (9, 7), (37, 131) })
        {
            RandomProblem problem = new("float", layout, count, features);
            float[] stored = Array.ConvertAll(Stored(problem, layout), value => (float)value);
            LogisticRegression model = new(new(problem.Weights, problem.Bias), RandomProblem.Scale, Precision.Single);
            float[] a = new float[count];
            model.PredictProbability(new Examples<float>(stored, count, features, layout), a);
            AssertFormula(problem.Name, problem, Array.ConvertAll(a, value => (double)value), Agreement.SingleRoundoff);
        }
    }

    [Fact]
    public void Probabilities_are_those_that_training_saw()
    {
        // At the start every probability is 1/2; weights of ln 3 and an x of 255 make 3/4, of -255 in doubles 1/4.
        LogisticRegression model = new(new(new[] { Math.Log(3) }, 0), 255);
        double[] a = new double[3];
        model.PredictProbability(new Examples<double>([255.0, -255, 0], 3, 1), a);

        // z is off by at most 4 roundings of a value below 1.1, a quarter of which reaches a, and the sigmoid by 1 ULP, at most 2^-53.
        Agreement.Within("a at z = ln 3", 0.75, a[0], 4 * Agreement.DoubleRoundoff);
        Agreement.Within("a at z = -ln 3", 0.25, a[1], 4 * Agreement.DoubleRoundoff);
        Assert.Equal(0.5, a[2]);
    }

    [Fact]
    public void Examples_and_destinations_that_do_not_fit_are_refused()
    {
        LogisticRegression model = new(Parameters.Zero(3));
        ArgumentException features = Assert.Throws<ArgumentException>(
            () => model.PredictProbability(new Examples<double>(new double[4], 2, 2), new double[2]));
        Assert.Contains("weights has length 3, but the number of features is 2", features.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.PredictProbability(new Examples<byte>(new byte[6], 2, 3), new double[3]));
        Assert.Throws<ArgumentException>(() => model.PredictProbability(new Examples<float>(new float[6], 2, 3), new float[1]));
    }

    [Fact]
    public void The_label_is_the_positive_one_from_one_half_on()
    {
        LogisticRegression model = new(Parameters.Zero(1), negativeLabel: "benign", positiveLabel: "malignant");
        Assert.Equal("benign", model.Label(Math.BitDecrement(0.5)));
        Assert.Equal("malignant", model.Label(1));
        Assert.Equal("malignant", model.Label(0.5));
        Assert.Equal("benign", model.Label(0));
        LogisticRegression unnamed = new(Parameters.Zero(1));
        Assert.Equal(("0", "1"), (unnamed.Label(0.25), unnamed.Label(0.75)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Parameters_and_scales_that_are_not_finite_are_refused(double value)
    {
        ArgumentException weight = Assert.Throws<ArgumentException>(
            "parameters", () => new LogisticRegression(new(new[] { 1, 2, value }, 0)));
        Assert.Contains("the weight at index 2", weight.Message, StringComparison.Ordinal);
        ArgumentException bias = Assert.ThrowsAny<ArgumentException>(() => new LogisticRegression(new(new double[] { 1 }, value)));
        Assert.Contains("bias", bias.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("scale", () => new LogisticRegression(Parameters.Zero(1), scale: value));
    }

    [Fact]
    public void Scales_of_0_and_below_and_names_that_are_not_as_many_as_weights_are_refused()
    {
        Assert.Throws<ArgumentException>("scale", () => new LogisticRegression(Parameters.Zero(1), scale: 0));
        Assert.Throws<ArgumentException>("scale", () => new LogisticRegression(Parameters.Zero(1), scale: -1));
        Assert.Throws<ArgumentNullException>("parameters", () => new LogisticRegression(null!));
        ArgumentException names = Assert.Throws<ArgumentException>(
            "featureNames", () => new LogisticRegression(Parameters.Zero(2), featureNames: ["a", "b", "c"]));
        Assert.Contains("there are 3 feature names for 2 weights", names.Message, StringComparison.Ordinal);
    }

    private static double[] Stored(RandomProblem problem, Layout layout)
    {
        double[] stored = [.. problem.X];
        for (int i = 0; layout == Layout.FeatureRows && i < stored.Length; i++)
        {
            stored[(i % problem.Features * problem.Count) + (i / problem.Features)] = problem.X[i];
        }

        return stored;
    }

    private static void AssertFormula(string what, RandomProblem problem, double[] got, double roundoff)
    {
        // With labels of 0 the bound on dz is the bound on a. Beyond its count: x / scale here, w / scale there, w to float.
        double[] x = problem.DividedX();
        LogisticBounds bounds = new(x, new double[problem.Count], problem.Weights, problem.Bias, roundoff, extra: 3);
        for (int i = 0; i < problem.Count; i++)
        {
            double z = problem.Bias + ForLoop.Dot(problem.Weights, x.AsSpan(i * problem.Features, problem.Features));
            Agreement.Within($"{what}, a at index {i}", 1 / (1 + Math.Exp(-z)), got[i], bounds.Residual[i]);
        }
    }

    [Fact]
    public void A_model_keeps_its_own_copy_of_the_weights()
    {
        double[] weights = [1, 2];
        LogisticRegression model = new(new(weights, 0));
        weights[0] = 7;
        Assert.Equal([1, 2], model.Parameters.Weights.ToArray());
    }

    [Fact]
    public void A_weight_whose_quotient_by_the_scale_is_infinite_is_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => new LogisticRegression(new(new[] { 0, 1e300 }, 0), scale: 1e-300));
        Assert.Contains("index 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_feature_or_label_name_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new LogisticRegression(Parameters.Zero(2), featureNames: ["a", null!]));
        Assert.Throws<ArgumentNullException>(() => new LogisticRegression(Parameters.Zero(2), positiveLabel: null!));
    }
}
