using System.Text;
using CsCheck;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class ModelFileTests : IDisposable
{
    private const string Sample = """
        {
          "format": "vectorlr.logistic-regression",
          "version": 1,
          "precision": "f32",
          "features": ["radius", "texture"],
          "weights": [0.5, -2.25],
          "bias": 0.125,
          "preprocessing": {"scale": 255},
          "labels": {"negative": "benign", "positive": "malignant"}
        }
        """;

    private static readonly double[] s_odd =
    [
        0, -0.0, double.Epsilon, -double.Epsilon, 2.2250738585072009e-308, 2.2250738585072014e-308, double.MaxValue, double.MinValue,
        Math.BitIncrement(1), Math.BitDecrement(1), Math.PI, 1.0 / 3, 0.1, 5e-324, 9007199254740993, 1e22, 1e23, -123456789.125,
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_comes_back_from_its_file_to_the_bit()
    {
        Gen<double> odd = Gen.Int[0, s_odd.Length - 1].Select(index => s_odd[index]);
        Gen<double> finite = Gen.OneOf(odd, Gen.Double, Gen.Long.Select(BitConverter.Int64BitsToDouble)).Where(double.IsFinite);
        // From 1 on, since a weight over a smaller scale may be infinite, which is refused.
        Gen<double> scales = finite.Select(Math.Abs).Where(scale => scale >= 1);
        Gen.Select(finite.Array[0, 12], finite, scales, Gen.Bool, Gen.String, Gen.String, Gen.Bool)
            .Sample(
                (weights, bias, scale, isSingle, negative, positive, named) =>
                {
                    // What is no text at all, half a surrogate pair, is not a name.
                    (negative, positive) = (WellFormed(negative), WellFormed(positive));
                    string[]? names = named ? [.. weights.Select((_, j) => $"{negative}\"\\\n\u00e9 {j}")] : null;
                    LogisticRegression model = new(
                        new(weights, bias), scale, isSingle ? Precision.Single : Precision.Double, names, negative, positive);
                    string path = _folder.File($"{Guid.NewGuid()}.json");
                    model.Save(path);
                    AssertSame(model, LogisticRegression.Load(path));
                    File.Delete(path);
                },
                iter: 300);
    }

    [Fact]
    public void Every_odd_number_comes_back_from_its_file_to_the_bit()
    {
        string path = _folder.File("odd.json");
        LogisticRegression model = new(new(s_odd, -0.0), Math.PI);
        model.Save(path);
        AssertSame(model, LogisticRegression.Load(path));
    }

    [Fact]
    public void A_file_of_version_1_is_read_as_it_stands()
    {
        LogisticRegression model = LogisticRegression.Load(Write(Sample));
        Assert.Equal([0.5, -2.25], model.Parameters.Weights.ToArray());
        Assert.Equal((0.125, 255, Precision.Single), (model.Parameters.Bias, model.Scale, model.Precision));
        Assert.Equal(["radius", "texture"], model.FeatureNames!);
        Assert.Equal(("benign", "malignant"), (model.NegativeLabel, model.PositiveLabel));
    }

    [Fact]
    public void A_saved_file_replaces_the_old_one_and_leaves_nothing_beside_it()
    {
        string path = Write("something else");
        new LogisticRegression(new(new double[] { 1 }, 2)).Save(path);
        Assert.Equal(["model.json"], _folder.Names);
        Assert.Equal(1, LogisticRegression.Load(path).Parameters.Weights.Span[0]);
    }

    [Fact]
    public void A_file_cut_short_at_any_byte_is_refused()
    {
        string path = _folder.File("model.json");
        new LogisticRegression(new(new double[] { 0.1, -2 }, 3), 255, Precision.Double, ["a", "b"], "no", "yes").Save(path);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            AssertRefused(path, $"cut to {length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_read_or_refused_and_never_fails_otherwise()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Sample);
        string path = _folder.File("model.json");
        int refused = 0;
        for (int index = 0; index < whole.Length; index++)
        {
            foreach (byte value in "\n\"9{"u8)
            {
                byte[] changed = [.. whole];
                changed[index] = value;
                File.WriteAllBytes(path, changed);
                try
                {
                    LogisticRegression.Load(path);
                }
                catch (InvalidDataException exception)
                {
                    refused++;
                    AssertOneLine(path, exception, $"byte {index} changed to {value}");
                }
            }
        }

        Assert.True(refused > whole.Length, $"only {refused} changes were refused");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("\"model\"")]
    [InlineData("{}")]
    [InlineData("[1, 2, 3]")]
    [InlineData("weights: 1")]
    [InlineData("<model/>")]
    [InlineData("\u0093NUMPY")]
    [InlineData("{\"weights\": [1], \"bias\": 2}")]
    [InlineData("{\"name\": \"a package\", \"version\": \"1.0.0\"}")]
    [InlineData("{\"a\\nb\": 1}")]
    public void A_file_that_is_something_else_is_refused(string text) => AssertRefused(Write(text), text);

    [Theory]
    [InlineData("another format", "vectorlr.logistic-regression", "onnx", "its format is 'onnx'")]
    [InlineData("a format of two lines", "vectorlr.logistic-regression", "a\\nb", "format")]
    [InlineData("a later version", "\"version\": 1", "\"version\": 2", "its version is 2; this library reads version 1")]
    [InlineData("version 0", "\"version\": 1", "\"version\": 0", "its version is 0")]
    [InlineData("a version in words", "\"version\": 1", "\"version\": \"1\"", "$.version")]
    [InlineData("a fractional version", "\"version\": 1", "\"version\": 1.5", "$.version")]
    [InlineData("another precision", "f32", "f16", "its precision is 'f16'")]
    [InlineData("a precision of two lines", "f32", "a\\nb", "precision")]
    [InlineData("a weight that is NaN", "0.5,", "NaN,", "$.weights")]
    [InlineData("a weight that is 'NaN'", "0.5,", "\"NaN\",", "$.weights")]
    [InlineData("a weight that is null", "0.5,", "null,", "$.weights")]
    [InlineData("a weight beyond the largest", "0.5,", "1e999,", "the weight at index 0")]
    [InlineData("no weights", "\"weights\": [0.5, -2.25],", "", "'weights'")]
    [InlineData("weights that are null", "[0.5, -2.25]", "null", "weights")]
    [InlineData("a bias beyond the largest", "0.125", "-1e999", "bias")]
    [InlineData("a bias that is NaN", "0.125", "NaN", "$.bias")]
    [InlineData("no bias", "\"bias\": 0.125,", "", "'bias'")]
    [InlineData("a scale of 0", "255", "0", "the scale is 0")]
    [InlineData("a negative scale", "255", "-255", "the scale is -255")]
    [InlineData("a scale beyond the largest", "255", "1e999", "the scale is")]
    [InlineData("no scale", "\"scale\": 255", "", "at $.preprocessing")]
    [InlineData("preprocessing that is null", "{\"scale\": 255}", "null", "preprocessing")]
    [InlineData("an unknown property", "\"version\": 1", "\"version\": 1, \"solver\": \"sgd\"", "$.solver")]
    [InlineData("an unknown property of two lines", "\"version\": 1", "\"version\": 1, \"a\\nb\": 1", "")]
    [InlineData("an unknown preprocessing", "\"scale\": 255", "\"scale\": 255, \"mean\": 1", "$.preprocessing.mean")]
    [InlineData("fewer names than weights", "[\"radius\", \"texture\"]", "[\"radius\"]", "there are 1 feature names for 2 weights")]
    [InlineData("more names than weights", "\"texture\"]", "\"texture\", \"area\"]", "there are 3 feature names for 2 weights")]
    [InlineData("a name that is null", "\"texture\"]", "null]", "")]
    [InlineData("labels that are null", "\"benign\"", "null", "$.labels")]
    [InlineData("no labels", "\"negative\": \"benign\", \"positive\": \"malignant\"", "", "$.labels")]
    [InlineData("a comment", "\"version\": 1", "\"version\": 1 /* one */", "line 3")]
    [InlineData("a second model after it", "\"malignant\"}\n}", "\"malignant\"}\n}{}", "line 10")]
    public void A_model_file_with_one_thing_wrong_is_refused(string what, string from, string to, string says)
    {
        string text = Sample.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Sample, text);
        string message = AssertRefused(Write(text), what);
        Assert.True(message.Contains(says, StringComparison.Ordinal), $"{what}: '{message}' does not say '{says}'");
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_called_a_bad_model() =>
        Assert.Throws<FileNotFoundException>(() => LogisticRegression.Load(_folder.File("absent.json")));

    [Fact]
    public void A_save_over_a_folder_fails_and_leaves_no_temporary()
    {
        string path = _folder.File("folder");
        Directory.CreateDirectory(path);
        AssertFails(() => new LogisticRegression(Parameters.Zero(1)).Save(path));
        Assert.Equal(["folder"], _folder.Names);
        Assert.Empty(Directory.GetFileSystemEntries(path));
    }

    [Fact]
    public void A_save_into_a_folder_that_is_not_there_or_is_a_file_fails()
    {
        LogisticRegression model = new(Parameters.Zero(1));
        AssertFails(() => model.Save(_folder.File("absent/model.json")));
        AssertFails(() => model.Save(Path.Combine(Write("a file"), "model.json")));
        Assert.Equal(["model.json"], _folder.Names);
    }

    [Fact]
    public void A_save_whose_temporary_cannot_be_written_leaves_the_old_file()
    {
        // The longest name there may be: the temporary's is longer.
        string path = _folder.File(new string('m', 250));
        File.WriteAllText(path, "old");
        AssertFails(() => new LogisticRegression(Parameters.Zero(1)).Save(path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([Path.GetFileName(path)], _folder.Names);
    }

    [Fact]
    public void A_save_into_a_folder_that_may_not_be_written_leaves_the_old_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix file modes are needed to forbid writing to a folder");
            return;
        }

        string path = Write("old");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                Assert.Skip("root may write to every folder, so none can be forbidden to it");
            }

            AssertFails(() => new LogisticRegression(Parameters.Zero(1)).Save(path));
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Equal(["model.json"], _folder.Names);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void AssertSame(LogisticRegression expected, LogisticRegression got)
    {
        Agreement.SameBits("weights", expected.Parameters.Weights.Span, got.Parameters.Weights.Span);
        Agreement.SameBits("bias", expected.Parameters.Bias, got.Parameters.Bias);
        Agreement.SameBits("scale", expected.Scale, got.Scale);
        Assert.Equal(expected.Parameters.Hash(), got.Parameters.Hash());
        Assert.Equal(expected.Precision, got.Precision);
        Assert.Equal(expected.FeatureNames, got.FeatureNames);
        Assert.Equal((expected.NegativeLabel, expected.PositiveLabel), (got.NegativeLabel, got.PositiveLabel));
    }

    private static string AssertRefused(string path, string what)
    {
        InvalidDataException? refusal = null;
        try
        {
            LogisticRegression.Load(path);
        }
        catch (InvalidDataException exception)
        {
            refusal = exception;
        }

        Assert.True(refusal is not null, $"{what}: was read as a model");
        AssertOneLine(path, refusal, what);
        return refusal.Message;
    }

    private static void AssertOneLine(string path, InvalidDataException exception, string what)
    {
        Assert.True(exception.Message.Contains(path, StringComparison.Ordinal), $"{what}: '{exception.Message}' does not name {path}");
        Assert.True(exception.Message.AsSpan().IndexOfAny('\r', '\n') < 0, $"{what}: more than one line: '{exception.Message}'");
    }

    private static void AssertFails(Action save)
    {
        Exception? exception = Record.Exception(save);
        Assert.True(
            exception is IOException or UnauthorizedAccessException,
            $"expected an IOException or UnauthorizedAccessException, got {exception?.ToString() ?? "none"}");
    }

    private string Write(string text)
    {
        string path = _folder.File("model.json");
        File.WriteAllText(path, text);
        return path;
    }
}
