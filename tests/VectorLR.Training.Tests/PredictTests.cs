using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class PredictTests
{
    private const int Count = 300;
    private const int Features = 37;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_row_has_the_bits_that_it_has_among_many_in_every_type(bool isStandardised)
    {
        RandomProblem problem = new("byte x Double", Layout.ExampleRows, Count, Features);
        double[] doubles = problem.X;
        float[] floats = Array.ConvertAll(doubles, value => (float)value);
        byte[] bytes = Array.ConvertAll(doubles, value => (byte)value);
        LogisticRegression model = Model(problem, isStandardised);

        double[] logits = new double[Count];
        double[] ofBytes = new double[Count];
        double[] probabilities = new double[Count];
        float[] singles = new float[Count];
        float[] singleLogits = new float[Count];
        string[] labels = new string[Count];
        string[] byteLabels = new string[Count];
        string[] singleLabels = new string[Count];
        model.PredictLogit(new Examples<double>(doubles, Count, Features), logits);
        model.PredictLogit(new Examples<byte>(bytes, Count, Features), ofBytes);
        model.PredictLogit(new Examples<float>(floats, Count, Features), singleLogits);
        model.PredictProbability(new Examples<double>(doubles, Count, Features), probabilities);
        model.PredictProbability(new Examples<float>(floats, Count, Features), singles);
        model.PredictLabel(new Examples<double>(doubles, Count, Features), labels);
        model.PredictLabel(new Examples<byte>(bytes, Count, Features), byteLabels);
        model.PredictLabel(new Examples<float>(floats, Count, Features), singleLabels);
        Agreement.SameBits("logits of bytes", logits, ofBytes);
        Assert.Equal(labels, byteLabels);
        Assert.Equal(2, labels.Distinct().Count());
        for (int i = 0; i < Count; i++)
        {
            Range row = (i * Features)..((i + 1) * Features);
            Agreement.SameBits("logit", logits[i], model.PredictLogit(doubles.AsSpan(row)));
            Agreement.SameBits("logit of bytes", logits[i], model.PredictLogit(bytes.AsSpan(row)));
            Agreement.SameBits("probability", probabilities[i], model.PredictProbability(doubles.AsSpan(row)));
            Agreement.SameBits("probability of bytes", probabilities[i], model.PredictProbability(bytes.AsSpan(row)));
            Assert.Equal(
                (singleLogits[i], singles[i]), (model.PredictLogit(floats.AsSpan(row)), model.PredictProbability(floats.AsSpan(row))));
            Assert.Equal(probabilities[i] >= 0.5 ? "yes" : "no", labels[i]);
            Assert.Equal(singles[i] >= 0.5 ? "yes" : "no", singleLabels[i]);
            Assert.Equal((labels[i], labels[i]), (model.PredictLabel(doubles.AsSpan(row)), model.PredictLabel(bytes.AsSpan(row))));
            Assert.Equal(singleLabels[i], model.PredictLabel(floats.AsSpan(row)));
        }
    }

    /// <summary>A model that was trained in float scores a row of bytes in float: the logits of the same rows among many.</summary>
    [Fact]
    public void A_row_of_bytes_is_scored_in_the_arithmetic_of_the_training()
    {
        RandomProblem problem = new("byte x Single", Layout.ExampleRows, Count, Features);
        byte[] bytes = Array.ConvertAll(problem.X, value => (byte)value);
        LogisticRegression model = new(new(problem.Weights, 0.01), RandomProblem.Scale, Precision.Single);
        float[] logits = new float[Count];
        float[] probabilities = new float[Count];
        model.PredictLogit(new Examples<byte>(bytes, Count, Features), logits);
        model.PredictProbability(new Examples<byte>(bytes, Count, Features), probabilities);
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<byte> row = bytes.AsSpan(i * Features, Features);
            Assert.Equal(logits[i], model.PredictLogit(row));
            Assert.Equal(probabilities[i], model.PredictProbability(row));
        }
    }

    [Fact]
    public void Predictions_allocate_nothing()
    {
        RandomProblem problem = new("byte x Double", Layout.ExampleRows, Count, Features);
        float[] floats = Array.ConvertAll(problem.X, value => (float)value);
        byte[] bytes = Array.ConvertAll(problem.X, value => (byte)value);
        LogisticRegression model = Model(problem, isStandardised: true);
        double[] probabilities = new double[Count];
        float[] singles = new float[Count];
        string[] labels = new string[Count];
        void Predict()
        {
            model.PredictProbability(new Examples<double>(problem.X, Count, Features), probabilities);
            model.PredictProbability(new Examples<byte>(bytes, Count, Features), probabilities);
            model.PredictProbability(new Examples<float>(floats, Count, Features), singles);
            model.PredictLabel(new Examples<float>(floats, Count, Features), labels);
            model.PredictLabel(new Examples<double>(problem.X, Count, Features), labels);
            model.PredictLabel(new Examples<byte>(bytes, Count, Features), labels);
            model.PredictLogit(new Examples<double>(problem.X, Count, Features, Layout.FeatureRows), probabilities);
            model.PredictLogit(new Examples<byte>(bytes, Count, Features), probabilities);
            model.PredictLogit(new Examples<float>(floats, Count, Features), singles);
            model.PredictProbability(new Examples<byte>(bytes, Count, Features, Layout.FeatureRows), probabilities);
            model.PredictProbability(new Examples<float>(floats, Count, Features, Layout.FeatureRows), singles);
            model.PredictLabel(new Examples<byte>(bytes, Count, Features, Layout.FeatureRows), labels);
            model.PredictLabel(problem.X.AsSpan(0, Features));
            model.PredictLabel(floats.AsSpan(0, Features));
            model.PredictLabel(bytes.AsSpan(0, Features));
            model.PredictProbability(problem.X.AsSpan(0, Features));
            model.PredictProbability(floats.AsSpan(0, Features));
            model.PredictProbability(bytes.AsSpan(0, Features));
            model.PredictLogit(problem.X.AsSpan(0, Features));
            model.PredictLogit(floats.AsSpan(0, Features));
            model.PredictLogit(bytes.AsSpan(0, Features));
        }

        Predict();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Predict();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        LogisticRegression model = new(Parameters.Zero(3));
        Assert.Throws<ArgumentException>(() => model.PredictLogit(new double[2].AsSpan()));
        Assert.Throws<ArgumentException>(() => model.PredictProbability(new byte[4].AsSpan()));
        Assert.Throws<ArgumentException>(() => model.PredictLabel(new Examples<float>(new float[6], 2, 3), new string[3]));
        ArgumentException means = Assert.Throws<ArgumentException>(
            () => new LogisticRegression(Parameters.Zero(3), standardization: new([1, 2], [1, 1])));
        Assert.Contains("there are 2 means for 3 weights", means.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => new LogisticRegression(new(Enumerable.Repeat(1e300, 1).ToArray(), 0), standardization: new([0], [1e-300])));
    }

    [Fact]
    public void A_standardised_model_comes_back_from_its_file_to_the_bit()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("model.json");
        LogisticRegression model = Model(new("double", Layout.ExampleRows, Count, Features), isStandardised: true);
        model.Save(path);
        LogisticRegression loaded = LogisticRegression.Load(path);
        Agreement.SameBits("means", model.Standardization!.Means.Span, loaded.Standardization!.Means.Span);
        Agreement.SameBits("deviations", model.Standardization.Deviations.Span, loaded.Standardization.Deviations.Span);
        Assert.Equal(model.Parameters.Hash(), loaded.Parameters.Hash());

        string text = File.ReadAllText(path);
        int at = text.IndexOf("\"deviations\"", StringComparison.Ordinal);
        string cut = text[..text.LastIndexOf(',', at)] + text[text.IndexOf(']', at)..][1..];
        File.WriteAllText(path, cut);
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => LogisticRegression.Load(path));
        Assert.Contains("means without deviations", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_of_NaN_is_refused()
    {
        LogisticRegression model = new(new(new double[] { 1, -1 }, 0));
        Assert.Throws<ArgumentException>(() => model.Label(double.NaN));
        Assert.Throws<ArgumentException>(() => model.PredictLabel([double.NaN, 1.0]));
        Assert.Throws<ArgumentException>(() => model.PredictLabel([float.PositiveInfinity, float.PositiveInfinity]));
        double[] many = [1, 2, 3, 4, 5, double.NaN, 6, 7];
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => model.PredictLabel(new Examples<double>(many, 4, 2), new string[4]));
        Assert.Contains("the example at index 2 is NaN", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>0 times any weight is 0: the logit is the bias, or the other products.</summary>
    [Fact]
    public void A_weight_beyond_a_float_times_a_feature_of_0_is_0()
    {
        LogisticRegression model = new(new(new double[] { 1e39, 2, -3e40 }, 0), precision: Precision.Single);
        float[] floats = [0, 0, 0, 0, 3, 0];
        byte[] bytes = [0, 0, 0, 0, 3, 0];
        float[] expected = [0, 6];
        float[] logits = new float[2];
        foreach (Layout layout in (Layout[])[Layout.ExampleRows, Layout.FeatureRows])
        {
            float[] x = layout == Layout.ExampleRows ? floats : [0, 0, 0, 3, 0, 0];
            model.PredictLogit(new Examples<float>(x, 2, 3, layout), logits);
            Assert.Equal(expected, logits);
            model.PredictLogit(new Examples<byte>(Array.ConvertAll(x, value => (byte)value), 2, 3, layout), logits);
            Assert.Equal(expected, logits);
        }

        Assert.Equal(0.5f, model.PredictProbability(floats.AsSpan(0, 3)));
        Assert.Equal(0.5, model.PredictProbability(bytes.AsSpan(0, 3)));
        Assert.Equal(6, model.PredictLogit(floats.AsSpan(3)));
        Assert.Equal(6, model.PredictLogit(bytes.AsSpan(3)));
        Assert.Equal("1", model.PredictLabel(floats.AsSpan(3)));
    }

    [Fact]
    public void Feature_names_are_copied()
    {
        string[] names = ["a", "b"];
        LogisticRegression model = new(Parameters.Zero(2), featureNames: names);
        names[0] = "changed";
        Assert.Equal(["a", "b"], model.FeatureNames!);
    }

    private static LogisticRegression Model(RandomProblem problem, bool isStandardised) => new(
        new(problem.Weights, 0.01),
        RandomProblem.Scale,
        Precision.Double,
        null,
        "no",
        "yes",
        isStandardised ? Standardization.Fit(new Examples<double>(problem.X, problem.Count, problem.Features), RandomProblem.Scale) : null);
}
