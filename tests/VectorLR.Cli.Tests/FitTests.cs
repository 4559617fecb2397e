using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VectorLR.Training;

namespace VectorLR.Cli.Tests;

/// <summary>What train can do beyond gradient descent.</summary>
public class FitTests
{
    [Fact]
    public void Lbfgs_is_the_default_and_comes_to_newton_s_optimum()
    {
        using TempFolder folder = new();
        string data = folder.Copy("breast_cancer.csv");
        string[] common =
        [
            "--label", "diagnosis", "--positive", "malignant", "--standardize", "--l2", "0.00175746924428823", "--tolerance", "1e-10",
            "--json",
        ];
        JsonElement lbfgs = Json(["train", data, .. common]);
        JsonElement newton = Json(["train", data, "--optimizer", "newton", .. common]);
        Assert.Equal(("lbfgs", "newton"), (lbfgs.GetProperty("optimizer").GetString(), newton.GetProperty("optimizer").GetString()));
        Assert.Equal("converged", lbfgs.GetProperty("stopped").GetString());
        Assert.Equal("converged", newton.GetProperty("stopped").GetString());
        Assert.InRange(lbfgs.GetProperty("gradient_norm").GetDouble(), 0, 1e-10);
        double cost = newton.GetProperty("cost").GetDouble();
        Assert.Equal(cost, lbfgs.GetProperty("cost").GetDouble(), 1e-14);
        Assert.True(newton.GetProperty("iterations").GetInt32() < lbfgs.GetProperty("iterations").GetInt32());
    }

    [Fact]
    public void Separable_classes_end_with_a_warning_that_says_so()
    {
        using TempFolder folder = new();
        string data = folder.Write("d.csv", "x,y\n-1,0\n-0.5,0\n0.5,1\n1,1\n");
        Tool.Outcome outcome = Tool.Run("train", data, "--label", "y", "--json");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("separable", JsonDocument.Parse(outcome.Output).RootElement.GetProperty("stopped").GetString());
        Assert.Contains("the classes are separable", outcome.ErrorLine, StringComparison.Ordinal);
        outcome = Tool.Run("train", data, "--label", "y", "--l2", "0.1", "--json");
        Assert.Equal("", outcome.Error);
        Assert.Equal("converged", JsonDocument.Parse(outcome.Output).RootElement.GetProperty("stopped").GetString());
    }

    [Fact]
    public void Adam_comes_to_the_optimum_of_lbfgs_whatever_the_threads()
    {
        using TempFolder folder = new();
        string[] arguments =
        [
            "train", folder.Copy("breast_cancer.csv"), "--label", "diagnosis", "--positive", "malignant", "--standardize", "--l2", "0.01",
            "--json",
        ];
        string[] adam = [.. arguments, "--optimizer", "adam", "--iterations", "20000", "--tolerance", "0.001"];
        JsonElement exact = JsonDocument.Parse(Tool.Run(arguments).Output).RootElement;
        JsonElement one = JsonDocument.Parse(Tool.Run([.. adam, "--threads", "1"]).Output).RootElement;
        JsonElement two = JsonDocument.Parse(Tool.Run([.. adam, "--threads", "2"]).Output).RootElement;
        Assert.Equal("converged", one.GetProperty("stopped").GetString());
        Assert.Equal(one.GetProperty("weights_hash").GetString(), two.GetProperty("weights_hash").GetString());

        // Weights within 0.001 of those of 31 columns of deviation 1 change the mean log loss by less than 31 * 31 * 0.001^2 / 8.
        double optimum = exact.GetProperty("cost").GetDouble();
        Assert.InRange(one.GetProperty("cost").GetDouble() - optimum, 0, 31 * 31 * 1e-6 * ((1 / 8.0) + (0.01 / 2)));
    }

    [Fact]
    public void A_rate_that_is_too_large_is_said_to_diverge_and_leaves_the_last_good_model()
    {
        using TempFolder folder = new();
        string data = folder.Copy("breast_cancer.csv");
        string model = folder.Path("m.json");
        Tool.Outcome outcome = Tool.Run(
            "train", data, "--label", "diagnosis", "--positive", "malignant", "--optimizer", "gd", "--learning-rate", "10", "--iterations",
            "30", "--model", model, "--json");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("diverged after 30 iterations", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("a smaller --learning-rate", outcome.ErrorLine, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal("diverged", report.GetProperty("stopped").GetString());
        Assert.Equal(report.GetProperty("weights_hash").GetString(), LogisticRegression.Load(model).Parameters.Hash());
    }

    [Fact]
    public void A_tolerance_below_float_s_precision_is_said_to_be()
    {
        using TempFolder folder = new();
        string[] data =
            [folder.Copy("digits_images.npy"), "--labels", folder.Copy("digits_labels.npy"), "--positive", "8", "--scale", "16"];
        Tool.Outcome outcome = Tool.Run(["train", .. data, "--l2", "0.01", "--tolerance", "1e-14", "--json"]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("precision_limit", JsonDocument.Parse(outcome.Output).RootElement.GetProperty("stopped").GetString());
        Assert.Contains("cannot lower the cost further", outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_is_a_table_with_standard_errors_where_newton_ran()
    {
        using TempFolder folder = new();
        string data = folder.Write("d.csv", Overlapping());
        Tool.Outcome outcome = Tool.Run("train", data, "--label", "y", "--optimizer", "newton", "--summary");
        Assert.Equal(0, outcome.ExitCode);
        foreach (string word in (string[])["std. error", "z", "p", "dose", "age", "(intercept)"])
        {
            Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
        }

        // The library's own figures, to the six digits that the table has.
        double[][] rows = [.. Overlapping().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
        FitResult Fit(FitOptions options) => LogisticRegression.Fit(
            new Examples<double>([.. rows.SelectMany(row => row[..2])], rows.Length, 2),
            [.. rows.Select(row => row[2])],
            options,
            cancellation: Xunit.TestContext.Current.CancellationToken);
        foreach (Coefficient coefficient in Fit(new() { Optimizer = new Newton(), FeatureNames = ["dose", "age"] }).Coefficients())
        {
            string line = Assert.Single(
                outcome.Output.Split('\n'), text => text.TrimStart().StartsWith(coefficient.Name, StringComparison.Ordinal));
            string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(coefficient.Estimate, double.Parse(cells[1], CultureInfo.InvariantCulture), 1e-5 * Math.Abs(coefficient.Estimate));
            Assert.Equal(coefficient.StandardError, double.Parse(cells[2], CultureInfo.InvariantCulture), 1e-5 * coefficient.StandardError);
            Assert.Equal(coefficient.Z.ToString("G4", CultureInfo.InvariantCulture), cells[3]);
            Assert.Equal(coefficient.P.ToString("G3", CultureInfo.InvariantCulture), cells[4]);
        }

        outcome = Tool.Run("train", data, "--label", "y", "--summary", "--l2", "0.1");
        Assert.Contains("dose", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("std. error", outcome.Output, StringComparison.Ordinal);
        double gap = Fit(new() { L2 = 0.1 }).Optimization.DualityGap!.Value;
        Assert.True(gap > 0, $"a gap of {gap} is shown as 0");
        Assert.Matches(
            $@"above the minimum\s+at most {Regex.Escape(gap.ToString("0.0e-0", CultureInfo.InvariantCulture))} \(duality gap\)",
            outcome.Output);
    }

    [Fact]
    public void Sample_weights_are_a_column_that_is_no_feature_and_count_as_repeated_lines()
    {
        using TempFolder folder = new();
        string[] lines = Overlapping().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string weighted = folder.Write("w.csv", string.Join('\n', lines.Select((line, i) => i == 0 ? $"times,{line}" : $"{i % 3},{line}")));
        string repeated = folder.Write(
            "r.csv", string.Join('\n', lines.SelectMany((line, i) => Enumerable.Repeat(line, i == 0 ? 1 : i % 3))));
        string model = folder.Path("m.json");
        JsonElement ofWeights = Json(
            ["train", weighted, "--label", "y", "--sample-weights", "times", "--tolerance", "1e-12", "--model", model, "--json"]);
        JsonElement ofLines = Json(["train", repeated, "--label", "y", "--tolerance", "1e-12", "--json"]);
        Assert.Equal(2, ofWeights.GetProperty("features").GetInt32());
        Assert.Equal(ofLines.GetProperty("cost").GetDouble(), ofWeights.GetProperty("cost").GetDouble(), 1e-13);
        Assert.Equal(ofLines.GetProperty("bias").GetDouble(), ofWeights.GetProperty("bias").GetDouble(), 1e-9);
        Assert.Equal(["dose", "age"], LogisticRegression.Load(model).FeatureNames!);

        string images = folder.WriteNpy("x.npy", "|u1", "(4, 1)", [1, 2, 3, 4]);
        string labels = folder.WriteNpy("y.npy", "|u1", "(4,)", [0, 1, 0, 1]);
        string counts = folder.WriteNpy("w.npy", "|u1", "(4,)", [1, 1, 1, 2]);
        JsonElement ofArray = Json(["train", images, "--labels", labels, "--sample-weights", counts, "--json"]);
        Assert.Equal("converged", ofArray.GetProperty("stopped").GetString());
    }

    [Fact]
    public void Balanced_classes_and_no_intercept_reach_the_objective()
    {
        using TempFolder folder = new();
        string data = folder.Write("d.csv", Overlapping());
        JsonElement plain = Json(["train", data, "--label", "y", "--json"]);
        JsonElement balanced = Json(["train", data, "--label", "y", "--class-weight", "balanced", "--json"]);
        JsonElement without = Json(["train", data, "--label", "y", "--no-intercept", "--json"]);
        Assert.NotEqual(0, plain.GetProperty("bias").GetDouble());
        Assert.Equal(0, without.GetProperty("bias").GetDouble());

        // Balanced is what weights of 1 / (2 m_k) for the m_k examples of class k give, times m.
        string[] lines = Overlapping().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int ones = lines.Count(line => line.EndsWith(",1", StringComparison.Ordinal));
        double count = lines.Length - 1;
        string weighted = folder.Write("w.csv", string.Join('\n', lines.Select((line, i) => i == 0 ? $"weight,{line}" : string.Create(
            CultureInfo.InvariantCulture,
            $"{count / 2 / (line.EndsWith(",1", StringComparison.Ordinal) ? ones : count - ones):R},{line}"))));
        JsonElement byHand = Json(["train", weighted, "--label", "y", "--sample-weights", "weight", "--json"]);
        Assert.NotEqual(plain.GetProperty("cost").GetDouble(), balanced.GetProperty("cost").GetDouble());
        Assert.Equal(byHand.GetProperty("cost").GetDouble(), balanced.GetProperty("cost").GetDouble(), 1e-12);
        Assert.Equal(byHand.GetProperty("bias").GetDouble(), balanced.GetProperty("bias").GetDouble(), 1e-6);
    }

    [Theory]
    [InlineData("\"version\":3", "\"version\":7", "its version is 7")]
    [InlineData(
        "\"optimizer\":\"lbfgs\"", "\"optimizer\":\"newton\"", "the checkpoint was written by the optimizer 'newton', not by 'lbfgs'")]
    [InlineData("\"state\":[[", "\"state\":[[1,2],[", "the checkpoint's state has vectors of lengths [2, ")]
    [InlineData("{", "", "not a checkpoint file")]
    public void A_checkpoint_that_is_not_whole_exits_with_2_and_names_it(string from, string to, string says)
    {
        using TempFolder folder = new();
        string checkpoint = folder.Path("c.json");
        string[] common = ["train", folder.Write("d.csv", Overlapping()), "--label", "y", "--tolerance", "0", "--json"];
        Assert.Equal(0, Tool.Run([.. common, "--iterations", "3", "--checkpoint", checkpoint]).ExitCode);
        string text = File.ReadAllText(checkpoint);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(checkpoint, text.Replace(from, to, StringComparison.Ordinal));
        Tool.Outcome outcome = Tool.Run([.. common, "--iterations", "5", "--resume", checkpoint]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(says, outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains(checkpoint, outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_training_resumes_from_its_checkpoint_to_the_same_hash()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows cannot send Ctrl-C to one child alone");
        }

        using TempFolder folder = new();
        string checkpoint = folder.Path("c.json");
        string[] common =
        [
            "train", folder.Copy("digits_images.npy"), "--labels", folder.Copy("digits_labels.npy"), "--positive", "8", "--scale", "16",
            "--optimizer", "gd", "--learning-rate", "0.01", "--tolerance", "0", "--threads", "1", "--json",
        ];
        using Process process = Tool.Start(
            new Dictionary<string, string>(), [.. common, "--iterations", "2000000000", "--checkpoint", checkpoint]);

        // A checkpoint shows that it is under way.
        for (int waited = 0; waited < 600 && !File.Exists(checkpoint); waited++)
        {
            Thread.Sleep(100);
        }

        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        Tool.Outcome interrupted = Tool.Finish(process);
        Assert.Equal(130, interrupted.ExitCode);
        int done = JsonDocument.Parse(interrupted.Output).RootElement.GetProperty("iterations").GetInt32();
        string until = (done + 50).ToString(CultureInfo.InvariantCulture);
        JsonElement resumed = Json([.. common, "--iterations", until, "--resume", checkpoint]);
        JsonElement whole = Json([.. common, "--iterations", until]);
        Assert.Equal(whole.GetProperty("weights_hash").GetString(), resumed.GetProperty("weights_hash").GetString());
        Assert.Equal(whole.GetProperty("iterations").GetInt32(), resumed.GetProperty("iterations").GetInt32());

        Tool.Outcome other = Tool.Run([.. common, "--iterations", until, "--resume", checkpoint, "--l2", "1"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("other data or other options", other.ErrorLine, StringComparison.Ordinal);
        Assert.Contains(checkpoint, other.ErrorLine, StringComparison.Ordinal);
    }

    internal static JsonElement Json(string[] arguments)
    {
        Tool.Outcome outcome = Tool.Run(arguments);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode}: {outcome.Error}");
        return JsonDocument.Parse(outcome.Output).RootElement;
    }

    /// <summary>Sixty examples of two features whose classes overlap.</summary>
    internal static string Overlapping()
    {
        List<string> lines = ["dose,age,y"];
        Random random = new(1);
        for (int i = 0; i < 60; i++)
        {
            double dose = random.Next(-30, 30) / 10.0;
            int age = random.Next(20, 80);
            bool isSick = dose + ((random.NextDouble() - 0.5) * 8) > 0.5;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{dose},{age},{(isSick ? 1 : 0)}"));
        }

        return string.Join('\n', lines) + "\n";
    }
}
