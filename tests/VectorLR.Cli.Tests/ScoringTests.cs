using System.Text.Json;
using SkiaSharp;
using VectorLR.Training;

namespace VectorLR.Cli.Tests;

/// <summary>Labels and rows that a model cannot use.</summary>
public class ScoringTests
{
    [Theory]
    [InlineData("0", "1", "a,y\n1,1\n2,2\n", "line 3, column 'y': found the label '2', expected '0' or '1' as in the model")]
    [InlineData("no", "yes", "a,y\n1,no\n2,yes\n3,Yes\n", "line 4, column 'y': found the label 'Yes', expected 'no' or 'yes'")]
    [InlineData("no", "yes", "a,y\n1,NA\n2,yes\n", "line 2, column 'y': found the label 'NA', expected 'no' or 'yes'")]
    [InlineData("01", "1", "a,y\n1,01\n2,1\n3,001\n", "line 4, column 'y': found the label '001', expected '01' or '1'")]
    public void A_label_that_the_model_does_not_know_is_refused_with_its_line(string negative, string positive, string csv, string message)
    {
        using TempFolder folder = new();
        string model = Model(folder, [1], negative, positive, "a");
        string data = folder.Write("d.csv", csv);
        foreach (string[] options in (string[][])[[], ["--positive", positive], ["--json"]])
        {
            Tool.Outcome outcome = Tool.Run(["evaluate", model, data, "--label", "y", .. options]);
            Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
            Assert.StartsWith($"vectorlr: {data}: {message}", outcome.ErrorLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Unknown_labels_of_arrays_and_folders_are_refused_too()
    {
        using TempFolder folder = new();
        string model = Model(folder, [1], "0", "1");
        string x = folder.WriteNpy("x.npy", "|u1", "(3, 1)", [1, 2, 3]);
        string y = folder.WriteNpy("y.npy", "|u1", "(3,)", [1, 0, 2]);
        Assert.StartsWith(
            $"vectorlr: {y}: [2]: found the label 2, expected '0' or '1' as in the model",
            Tool.Run("evaluate", model, x, "--labels", y).ErrorLine, StringComparison.Ordinal);

        string images = ImageTests.MakeImages(folder);
        Assert.StartsWith(
            $"vectorlr: {images}{Path.DirectorySeparatorChar}dark: found the label 'dark', expected 'light' or 'shady' as in the model",
            Tool.Run("evaluate", Model(folder, new double[3], "light", "shady"), images).ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_class_1_may_be_named_and_data_of_one_class_have_no_area_under_the_curve()
    {
        using TempFolder folder = new();

        // Scores 1 and -2: probabilities 0.73 and 0.12.
        string model = Model(folder, [1], "0", "1");
        string data = folder.Write("d.csv", "a,y\n1,2\n-2,1\n");
        JsonElement named = FitTests.Json(["evaluate", model, data, "--label", "y", "--positive", "2", "--json"]);
        Assert.Equal((1, 1), (named.GetProperty("accuracy").GetDouble(), named.GetProperty("auc").GetDouble()));

        string one = folder.Write("one.csv", "a,y\n1,1\n-2,1\n");
        JsonElement report = FitTests.Json(["evaluate", model, one, "--label", "y", "--json"]);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("auc").ValueKind);
        Assert.Equal(0.5, report.GetProperty("accuracy").GetDouble());
        double loss = (Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(2))) / 2;
        Assert.Equal(loss, report.GetProperty("log_loss").GetDouble(), 1e-12);
        Assert.Contains("undefined", Tool.Run("evaluate", model, one, "--label", "y").Output, StringComparison.Ordinal);
        Assert.Contains(
            "found no label equal to '3'", Tool.Run("evaluate", model, one, "--label", "y", "--positive", "3").ErrorLine,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_a_finite_logit_is_refused_by_line_or_skipped()
    {
        using TempFolder folder = new();
        string model = Model(folder, [10, -10], "0", "1", "a", "b");
        string data = folder.Write("d.csv", "a,b,y\n1,2,0\n\n1e308,1e308,1\n2,1,1\n");
        string message = $"vectorlr: {data}: line 4: found a logit of NaN, expected a finite one";
        foreach (string[] arguments in (string[][])[
            ["predict", model, data], ["predict", model, data, "--json"], ["evaluate", model, data, "--label", "y"]])
        {
            Tool.Outcome refused = Tool.Run(arguments);
            Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
            Assert.StartsWith(message, refused.ErrorLine, StringComparison.Ordinal);
        }

        Tool.Outcome skipped = Tool.Run("predict", model, data, "--skip-bad");
        Assert.Equal(0, skipped.ExitCode);
        string[] lines = skipped.Output.TrimEnd('\n').Split('\n');
        Assert.Equal([",0", ",", ",1"], lines.Select(line => line[line.IndexOf(',', StringComparison.Ordinal)..]));
        Assert.Equal("", lines[1][..^1]);
        Assert.Contains("1 bad row skipped", skipped.Error, StringComparison.Ordinal);

        JsonElement json = JsonDocument.Parse(Tool.Run("predict", model, data, "--skip-bad", "--json").Output).RootElement;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("probability")[1].ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("label")[1].ValueKind);
        Assert.Equal(
            (2, 1.0), Counts(Tool.Run("evaluate", model, data, "--label", "y", "--skip-bad", "--json")));
    }

    [Fact]
    public void Rows_that_cannot_be_read_are_skipped_where_asked_in_tables_and_arrays()
    {
        using TempFolder folder = new();
        string model = Model(folder, [1], "0", "1", "a");
        string data = folder.Write("d.csv", "a,y\n-1,0\nNA,1\n1\n2,1\n");
        Tool.Outcome predicted = Tool.Run("predict", model, data, "--skip-bad");
        Assert.Equal(4, predicted.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(2, predicted.Output.Split('\n').Count(line => line == ","));
        Assert.Contains($"{data}: line 3, column 'a': found 'NA'", predicted.Error, StringComparison.Ordinal);
        Assert.Contains("2 bad rows skipped", predicted.Error, StringComparison.Ordinal);
        Assert.Equal((2, 1.0), Counts(Tool.Run("evaluate", model, data, "--label", "y", "--skip-bad", "--json")));

        string x = folder.WriteNpy("x.npy", "<f4", "(3, 1)", [0, 0, 0x80, 0x3F, 0, 0, 0xC0, 0x7F, 0, 0, 0x80, 0xBF]);
        string y = folder.WriteNpy("y.npy", "|u1", "(3,)", [1, 1, 0]);
        Assert.Contains("x.npy: [1, 0]: found NaN", Tool.Run("predict", model, x).ErrorLine, StringComparison.Ordinal);
        Assert.Equal(",", Tool.Run("predict", model, x, "--skip-bad").Output.Split('\n')[1]);
        Assert.Equal((2, 1.0), Counts(Tool.Run("evaluate", model, x, "--labels", y, "--skip-bad", "--json")));
    }

    [Fact]
    public void An_argument_that_begins_with_an_at_sign_is_just_that()
    {
        using TempFolder folder = new();
        folder.Write("@d.csv", "a,@class,@w\n1,@no,1\n2,@yes,2\n3,@no,1\n");
        foreach (string arguments in (string[])
        [
            "train @d.csv --label @class --sample-weights=@w --positive @yes --l2 1 --model @m.json --history @h.csv --checkpoint @c.json",
            "train @d.csv --label=@class --sample-weights @w --positive=@yes --l2 1 --resume @c.json",
            "predict @m.json @d.csv",
            "evaluate @m.json @d.csv --label @class",
            "convert @d.csv @x.npy --label @class --positive @yes --labels-output @y.npy",
            "train @x.npy --labels @y.npy --l2 1",
            "export @m.json --onnx @m.onnx",
        ])
        {
            Tool.Outcome outcome = Tool.RunIn(folder.Name, arguments.Split(' '));
            Assert.True(outcome is { ExitCode: 0, Error: "" }, $"{arguments}: {outcome.ExitCode}, {outcome.Error}");
        }

        Assert.StartsWith("vectorlr: @e.csv: found no such file", Tool.RunIn(folder.Name, "predict", "@m.json", "@e.csv").ErrorLine,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("007", "7")]
    [InlineData("1", "1.0")]
    [InlineData("0", "00")]
    public void Folders_whose_names_are_one_number_are_two_classes(string first, string second)
    {
        using TempFolder folder = new();
        string images = ImageTests.MakeImages(folder);
        Directory.Move(Path.Combine(images, "dark"), Path.Combine(images, first));
        Directory.Move(Path.Combine(images, "light"), Path.Combine(images, second));
        string model = folder.Path("m.json");
        Tool.Outcome outcome = Tool.Run("train", images, "--size", "4", "--l2", "1", "--model", model);
        Assert.Equal($"vectorlr: class 1 is '{second}', class 0 is '{first}'; --positive names class 1", outcome.ErrorLine);
        Assert.Equal((first, second), (LogisticRegression.Load(model).NegativeLabel, LogisticRegression.Load(model).PositiveLabel));

        // Six of each: the two are told apart in evaluate too.
        Assert.Equal((12, 1.0), Counts(Tool.Run("evaluate", model, images, "--json")));
    }

    [Theory]
    [InlineData("picture.jfif", SKEncodedImageFormat.Jpeg)]
    [InlineData("picture", SKEncodedImageFormat.Jpeg)]
    [InlineData("picture", SKEncodedImageFormat.Png)]
    [InlineData("picture.1", SKEncodedImageFormat.Webp)]
    [InlineData("PICTURE.JPG", SKEncodedImageFormat.Jpeg)]
    [InlineData("picture.png", SKEncodedImageFormat.Jpeg)]
    public void One_picture_is_known_by_its_contents(string name, SKEncodedImageFormat format)
    {
        using TempFolder folder = new();
        string model = Model(folder, [1, 0, 0], "dark", "light");
        using SKBitmap white = new(4, 4);
        white.Erase(SKColors.White);
        File.WriteAllBytes(folder.Path(name), white.Encode(format, 90).ToArray());
        Tool.Outcome outcome = Tool.Run("predict", model, folder.Path(name));
        Assert.Equal((0, $"1,light,{folder.Path(name)}\n"), (outcome.ExitCode, outcome.Output));
    }

    private static string Model(TempFolder folder, double[] weights, string negative, string positive, params string[] names)
    {
        string path = folder.Path("scored.json");
        new LogisticRegression(
            new(weights, 0), featureNames: names.Length > 0 ? names : null, negativeLabel: negative, positiveLabel: positive,
            precision: Precision.Double).Save(path);
        return path;
    }

    private static (int Examples, double Accuracy) Counts(Tool.Outcome outcome)
    {
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        return (report.GetProperty("examples").GetInt32(), report.GetProperty("accuracy").GetDouble());
    }
}
