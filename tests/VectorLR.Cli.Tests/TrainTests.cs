using System.Globalization;
using System.Text.Json;
using VectorLR.Training;

namespace VectorLR.Cli.Tests;

public class TrainTests
{
    private static readonly string[] s_reported =
    [
        "examples", "features", "isa", "threads", "precision", "optimizer", "iterations", "passes", "stopped", "cost", "gradient_norm",
        "seconds", "train_accuracy", "bias", "weights_hash",
    ];

    [Fact]
    public void Json_is_one_object_with_every_field_of_the_contract_and_nothing_else_on_standard_output()
    {
        using TempFolder folder = new();
        Tool.Outcome outcome = Tool.Run(
            "train", folder.Copy("breast_cancer.csv"), "--label", "diagnosis", "--optimizer", "gd", "--iterations", "20", "--learning-rate",
            "1e-6", "--json");
        Assert.Equal(0, outcome.ExitCode);
        JsonElement report = JsonDocument.Parse(Assert.Single(outcome.Output.TrimEnd('\n').Split('\n'))).RootElement;
        Assert.Equal(s_reported, report.EnumerateObject().Select(property => property.Name));
        Assert.Equal(569, report.GetProperty("examples").GetInt32());
        Assert.Equal(30, report.GetProperty("features").GetInt32());
        Assert.Equal("f64", report.GetProperty("precision").GetString());
        Assert.Equal("gd", report.GetProperty("optimizer").GetString());
        Assert.Equal(20, report.GetProperty("iterations").GetInt32());
        Assert.Equal(21, report.GetProperty("passes").GetInt32());
        Assert.Equal("iteration_limit", report.GetProperty("stopped").GetString());
        Assert.InRange(report.GetProperty("cost").GetDouble(), 0, Math.Log(2));
        Assert.Contains("class 1 is 'malignant', class 0 is 'benign'", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("not converged after 20 iterations", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void History_has_the_cost_before_each_update_and_the_model_reads_back()
    {
        using TempFolder folder = new();
        string history = folder.Path("h.csv");
        string model = folder.Path("m.json");
        Tool.Outcome outcome = Tool.Run(
            "train", folder.Copy("digits_images.npy"), "--labels", folder.Copy("digits_labels.npy"), "--positive", "8", "--scale", "16",
            "--optimizer", "gd", "--iterations", "7", "--history", history, "--model", model, "--json");
        Assert.Equal(0, outcome.ExitCode);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal("u8", report.GetProperty("precision").GetString());

        string[] rows = File.ReadAllLines(history);
        Assert.Equal("iteration,cost,gradient_norm,seconds", rows[0]);
        Assert.Equal(7, rows.Length - 1);
        double[] costs = [.. rows.Skip(1).Select(row => double.Parse(row.Split(',')[1], CultureInfo.InvariantCulture))];

        // From w = 0 every probability is one half; 1e-7 is the float arithmetic's last place at 0.69.
        Assert.Equal(Math.Log(2), costs[0], 1e-7);
        Assert.All(costs.Zip(costs.Skip(1)), pair => Assert.True(pair.Second < pair.First, $"{pair.Second} after {pair.First}"));

        LogisticRegression loaded = LogisticRegression.Load(model);
        Assert.Equal(report.GetProperty("weights_hash").GetString(), loaded.Parameters.Hash());
        Assert.Equal(report.GetProperty("bias").GetDouble(), loaded.Parameters.Bias);
        Assert.Equal(16, loaded.Scale);
        Assert.Equal("8", loaded.PositiveLabel);
        Assert.Equal(2, Directory.GetFiles(folder.Name, "*.csv").Length + Directory.GetFiles(folder.Name, "*.json").Length);
        Assert.Empty(Directory.GetFiles(folder.Name, "*.tmp"));
    }

    [Theory]
    [InlineData("f64", "gd", 12)]
    [InlineData("f32", "gd", 12)]
    [InlineData("u8", "gd", 12)]
    [InlineData("f64", "lbfgs", 12)]
    [InlineData("u8", "lbfgs", 12)]
    [InlineData("f64", "newton", 3)]
    [InlineData("u8", "newton", 3)]
    public void The_weights_have_the_same_bits_on_every_supported_Isa_and_for_every_number_of_threads(
        string precision, string optimizer, int iterations)
    {
        // The digits five times over are two chunks, which threads share.
        using TempFolder folder = new();
        byte[] pixels = File.ReadAllBytes(folder.Copy("digits_images.npy"))[^(1797 * 64)..];
        byte[] digits = File.ReadAllBytes(folder.Copy("digits_labels.npy"))[^1797..];
        string images = folder.WriteNpy("x.npy", "|u1", "(8985, 64)", [.. Enumerable.Repeat(pixels, 5).SelectMany(copy => copy)]);
        string labels = folder.WriteNpy("y.npy", "|u1", "(8985,)", [.. Enumerable.Repeat(digits, 5).SelectMany(copy => copy)]);
        HashSet<string?> hashes = [];
        foreach (Isa isa in Cpu.Supported)
        {
            foreach (string threads in (string[])["1", "2"])
            {
                Tool.Outcome outcome = Tool.Run(
                    "train", images, "--labels", labels, "--positive", "8", "--scale", "16", "--l2", "0.001",
                    "--optimizer", optimizer, "--iterations", iterations.ToString(CultureInfo.InvariantCulture), "--tolerance", "0",
                    "--precision", precision, "--isa", isa.ToString().ToLowerInvariant(), "--threads", threads, "--json");
                JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
                Assert.Equal(isa.ToString(), report.GetProperty("isa").GetString(), ignoreCase: true);
                Assert.Equal(8985, report.GetProperty("examples").GetInt32());
                hashes.Add(report.GetProperty("weights_hash").GetString());
            }
        }

        Assert.Single(hashes);
    }

    [Fact]
    public void The_defaults_are_the_contract_s()
    {
        using TempFolder folder = new();
        string[] common = ["train", folder.Copy("breast_cancer.csv"), "--label", "diagnosis", "--standardize", "--json"];
        JsonElement Report(params string[] options) => JsonDocument.Parse(Tool.Run([.. common, .. options]).Output).RootElement;

        JsonElement descent = Report("--optimizer", "gd");
        Assert.Equal(1000, descent.GetProperty("iterations").GetInt32());
        Assert.Equal(
            Report(
                "--optimizer", "gd", "--learning-rate", "0.005", "--iterations", "1000", "--tolerance", "1e-6", "--l2", "0", "--precision",
                "f64", "--scale", "1")
                .GetProperty("weights_hash").GetString(),
            descent.GetProperty("weights_hash").GetString());

        JsonElement penalised = Report("--l2", "0.01");
        Assert.Equal("lbfgs", penalised.GetProperty("optimizer").GetString());
        Assert.Equal(Environment.ProcessorCount, penalised.GetProperty("threads").GetInt32());
        Assert.Equal("converged", penalised.GetProperty("stopped").GetString());
        Assert.Equal(
            Report("--l2", "0.01", "--tolerance", "1e-6").GetProperty("weights_hash").GetString(),
            penalised.GetProperty("weights_hash").GetString());
    }

    [Fact]
    public void Without_json_a_summary_for_people_is_printed()
    {
        using TempFolder folder = new();
        string data = folder.Write("d.csv", "x,y\n-1,no\n0.5,no\n-0.5,yes\n1,yes\n");
        Tool.Outcome outcome = Tool.Run("train", data, "--label", "y");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("converged", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("weights_hash", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("class 1 is 'yes'", outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_that_makes_the_cost_infinite_is_said_to_diverge_and_exits_with_1()
    {
        using TempFolder folder = new();
        string data = folder.Write("d.csv", "x,y\n-1,1\n-2,0\n3,0\n1e300,1\n");
        Tool.Outcome outcome = Tool.Run("train", data, "--label", "y", "--optimizer", "gd", "--learning-rate", "1e300", "--json");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("diverged", JsonDocument.Parse(outcome.Output).RootElement.GetProperty("stopped").GetString());
        Assert.Contains("diverged after", outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupting_saves_the_model_so_far_says_so_and_exits_with_130()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows cannot send Ctrl-C to one child alone");
        }

        using TempFolder folder = new();
        string model = folder.Path("m.json");
        string history = folder.Path("h.csv");
        using System.Diagnostics.Process process = Tool.Start(
            new Dictionary<string, string>(),
            "train", folder.Copy("digits_images.npy"), "--labels", folder.Copy("digits_labels.npy"), "--positive", "8", "--scale", "16",
            "--optimizer", "gd", "--iterations", "2000000000", "--tolerance", "0", "--model", model, "--history", history, "--json");

        // It takes hours if it is not interrupted; a second is enough to be in the middle of it.
        Thread.Sleep(2000);
        Tool.Signal(process, "INT");
        Tool.Outcome outcome = Tool.Finish(process);
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains($"interrupted after", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains(model, outcome.ErrorLine, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal("interrupted", report.GetProperty("stopped").GetString());
        Assert.Equal(report.GetProperty("weights_hash").GetString(), LogisticRegression.Load(model).Parameters.Hash());
        Assert.Equal(report.GetProperty("iterations").GetInt32(), File.ReadLines(history).Count() - 1);
    }
}
