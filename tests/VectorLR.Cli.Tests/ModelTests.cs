using System.Globalization;
using System.Text.Json;
using VectorLR.Training;

namespace VectorLR.Cli.Tests;

/// <summary>Commands that read a model.</summary>
public class ModelTests
{
    private static readonly string[] s_reported =
    [
        "examples", "base_rate", "accuracy", "log_loss", "brier", "auc", "average_precision", "threshold", "precision", "recall", "f1",
        "true_positive", "false_positive", "true_negative", "false_negative", "best_threshold",
    ];

    [Fact]
    public void A_sample_weight_counts_as_copies_in_train_and_evaluate()
    {
        using TempFolder folder = new();
        (double X, int Y, int Weight)[] rows =
            [(1, 0, 2), (2, 1, 1), (3, 0, 0), (4, 0, 3), (5, 1, 2), (6, 0, 1), (7, 1, 4), (8, 1, 1), (9, 0, 0), (10, 1, 1)];
        string weighted = folder.Write(
            "weighted.csv", "x,y,copies\n" + string.Concat(rows.Select(row => $"{row.X},{row.Y},{row.Weight}\n")));
        string copied = folder.Write(
            "copied.csv",
            "x,y\n" + string.Concat(rows.SelectMany(row => Enumerable.Repeat($"{row.X},{row.Y}\n", row.Weight))));
        string[] model = ["--model", folder.Path("m.json")];
        JsonElement[] fits =
        [
            FitTests.Json(["train", weighted, "--label", "y", "--sample-weights", "copies", "--json", .. model]),
            FitTests.Json(["train", copied, "--label", "y", "--json"]),
        ];
        Assert.Equal(fits[1].GetProperty("train_accuracy").GetDouble(), fits[0].GetProperty("train_accuracy").GetDouble());
        JsonElement[] reports =
        [
            FitTests.Json(
                ["evaluate", model[1], weighted, "--label", "y", "--sample-weights", "copies", "--threshold", "0.6", "--json"]),
            FitTests.Json(["evaluate", model[1], copied, "--label", "y", "--threshold", "0.6", "--json"]),
        ];
        Assert.Equal((10, 15), (reports[0].GetProperty("examples").GetInt32(), reports[1].GetProperty("examples").GetInt32()));
        foreach (string name in s_reported.Skip(1))
        {
            Assert.Equal(reports[1].GetProperty(name).GetDouble(), reports[0].GetProperty(name).GetDouble(), 1e-14);
        }

        Tool.Outcome beyond = Tool.Run("evaluate", model[1], copied, "--label", "y", "--threshold", "60");
        Assert.Equal(2, beyond.ExitCode);
        Assert.Contains("--threshold 60: expected a number from 0 to 1", beyond.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_prints_the_contract_s_object_and_agrees_with_train()
    {
        using TempFolder folder = new();
        string data = folder.Copy("breast_cancer.csv");
        string model = folder.Path("m.json");
        string[] options = ["--label", "diagnosis", "--positive", "malignant", "--standardize", "--l2", "0.01"];
        JsonElement trained = FitTests.Json(["train", data, .. options, "--model", model, "--json"]);
        JsonElement report = FitTests.Json(["evaluate", model, data, "--label", "diagnosis", "--json"]);
        Assert.Equal(s_reported, report.EnumerateObject().Select(property => property.Name));
        Assert.Equal(569, report.GetProperty("examples").GetInt32());
        Assert.Equal(trained.GetProperty("train_accuracy").GetDouble(), report.GetProperty("accuracy").GetDouble());
        int right = report.GetProperty("true_positive").GetInt32() + report.GetProperty("true_negative").GetInt32();
        int wrong = report.GetProperty("false_positive").GetInt32() + report.GetProperty("false_negative").GetInt32();
        Assert.Equal(569, right + wrong);
        Assert.Equal(right / 569.0, report.GetProperty("accuracy").GetDouble());
        Assert.InRange(report.GetProperty("auc").GetDouble(), 0.99, 1);

        // The cost is this loss and the penalty.
        LogisticRegression loaded = LogisticRegression.Load(model);
        double penalty = 0.005 * loaded.Parameters.Weights.ToArray().Sum(weight => weight * weight);
        Assert.Equal(trained.GetProperty("cost").GetDouble(), report.GetProperty("log_loss").GetDouble() + penalty, 1e-12);

        Tool.Outcome table = Tool.Run("evaluate", model, data, "--label", "diagnosis");
        Assert.Contains("area under ROC", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_prints_one_line_for_each_example_whatever_the_order_of_columns()
    {
        using TempFolder folder = new();
        string model = folder.Path("m.json");
        string data = folder.Write("d.csv", FitTests.Overlapping());
        FitTests.Json(["train", data, "--label", "y", "--model", model, "--json"]);
        LogisticRegression loaded = LogisticRegression.Load(model);
        string unlabelled = folder.Write("u.csv", "name,age,dose\nann,10,0.5\nbob,50,-2\n");
        Tool.Outcome outcome = Tool.Run("predict", model, unlabelled);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = outcome.Output.TrimEnd('\n').Split('\n');
        double[][] rows = [[0.5, 10], [-2, 50]];
        Assert.Equal(
            rows.Select(row => $"{loaded.PredictProbability(row).ToString("R", CultureInfo.InvariantCulture)},{loaded.PredictLabel(row)}"),
            lines);
    }

    [Fact]
    public void Predict_takes_arrays_without_labels()
    {
        using TempFolder folder = new();
        string images = folder.Copy("digits_images.npy");
        string model = folder.Path("m.json");
        string[] options = ["--labels", folder.Copy("digits_labels.npy"), "--positive", "8", "--scale", "16", "--l2", "0.01"];
        JsonElement trained = FitTests.Json(["train", images, .. options, "--model", model, "--json"]);
        Tool.Outcome outcome = Tool.Run("predict", model, images);
        string[] lines = outcome.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(1797, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^(0\.\d+|\d(\.\d+)?E-\d+|1|0),(8|not 8)$", line));
        JsonElement report = FitTests.Json(["evaluate", model, images, "--labels", folder.Path("digits_labels.npy"), "--json"]);
        Assert.Equal(trained.GetProperty("train_accuracy").GetDouble(), report.GetProperty("accuracy").GetDouble());
        Assert.Equal(
            lines.Count(line => line.EndsWith(",8", StringComparison.Ordinal)),
            report.GetProperty("true_positive").GetInt32() + report.GetProperty("false_positive").GetInt32());
    }

    [Theory]
    [InlineData("missing.json", "found no such file")]
    [InlineData("cut.json", "not a model file")]
    [InlineData("other.json", "its format is 'onnx'")]
    [InlineData("later.json", "its version is 2; this library reads version 1")]
    public void A_model_file_that_is_missing_cut_or_foreign_exits_with_2_and_one_line(string name, string says)
    {
        using TempFolder folder = new();
        string data = folder.Write("d.csv", "a,b,y\n1,2,0\n2,1,1\n");
        string good = folder.Path("good.json");
        new LogisticRegression(new(new double[] { 1, 2 }, 3), featureNames: ["a", "b"]).Save(good);
        string text = File.ReadAllText(good);
        folder.Write("cut.json", text[..(text.Length / 2)]);
        folder.Write("other.json", text.Replace("vectorlr.logistic-regression", "onnx", StringComparison.Ordinal));
        folder.Write("later.json", text.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
        string[][] runs = [["evaluate", folder.Path(name), data, "--label", "y"], ["predict", folder.Path(name), data]];
        foreach (string[] arguments in runs)
        {
            Tool.Outcome outcome = Tool.Run(arguments);
            Assert.Equal(2, outcome.ExitCode);
            Assert.Equal("", outcome.Output);
            Assert.Contains(says, outcome.ErrorLine, StringComparison.Ordinal);
            Assert.Contains(name, outcome.ErrorLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Data_that_do_not_fit_the_model_are_refused_with_both_named()
    {
        using TempFolder folder = new();
        string model = folder.Path("m.json");
        new LogisticRegression(new(new double[] { 1, 2 }, 3), featureNames: ["a", "b"]).Save(model);
        string lacking = folder.Write("d.csv", "a,c,y\n1,2,0\n2,1,1\n");
        Assert.Contains("found no column 'b'", Tool.Run("predict", model, lacking).ErrorLine, StringComparison.Ordinal);
        Assert.Contains("found no column 'b'", Tool.Run("evaluate", model, lacking, "--label", "y").ErrorLine, StringComparison.Ordinal);
        string narrow = folder.WriteNpy("x.npy", "|u1", "(2, 1)", [1, 2]);
        Tool.Outcome outcome = Tool.Run("predict", model, narrow);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("x.npy: found 1 features, expected 2 as in", outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_writes_an_onnx_file_or_nothing()
    {
        using TempFolder folder = new();
        string model = folder.Path("m.json");
        new LogisticRegression(new(new double[] { 1, 2 }, 3), featureNames: ["a", "b"]).Save(model);
        string onnx = folder.Path("m.onnx");
        Tool.Outcome outcome = Tool.Run("export", model, "--onnx", onnx);
        Assert.Equal(($"the model is in {onnx}\n", "", 0), (outcome.Output, outcome.Error, outcome.ExitCode));

        // What the library writes, which its tests load and run.
        string expected = folder.Path("expected.onnx");
        LogisticRegression.Load(model).SaveOnnx(expected);
        Assert.Equal(File.ReadAllBytes(expected), File.ReadAllBytes(onnx));

        Assert.Contains("--onnx", Tool.Run("export", model).ErrorLine, StringComparison.Ordinal);
        outcome = Tool.Run("export", folder.Write("bad.json", "{}"), "--onnx", folder.Path("bad.onnx"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("not a model file", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Path("bad.onnx")));
        Assert.Contains(
            "its folder does not exist", Tool.Run("export", model, "--onnx", folder.Path("no/m.onnx")).ErrorLine, StringComparison.Ordinal);
    }
}
