using System.Globalization;
using System.Text.Json;

namespace VectorLR.Cli.Tests;

/// <summary>Columns in any unit and with any offset, constant or collinear ones, through the tool.</summary>
public class OrdinaryTablesTests
{
    /// <summary>Of these labels over one evenly spaced column, computed with 50 digits.</summary>
    private const double Optimum = 0.5338272529684743;

    private static readonly int[] s_labels = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1];

    [Theory]
    [InlineData(1, 1, "f32")]
    [InlineData(1_000_000, 1, "f64")]
    [InlineData(1e-6, 1e-6, "f32")]
    [InlineData(20240101, 1, "f64")]
    [InlineData(2460000.5, 0.1, "f64")]
    [InlineData(1e30, 1e30, "f64")]
    public void The_optimum_whatever_the_unit_and_the_offset(double first, double step, string inSingle)
    {
        using TempFolder folder = new();
        string data = Write(folder, "x", i => [first + (i * step)]);
        foreach (string optimizer in (string[])["lbfgs", "newton"])
        {
            foreach (string[] options in (string[][])[[], ["--standardize"], ["--precision", "f32"]])
            {
                Tool.Outcome outcome = Tool.Run(["train", data, "--label", "y", "--optimizer", optimizer, "--json", .. options]);
                Assert.Equal(0, outcome.ExitCode);
                JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
                Assert.Equal("converged", report.GetProperty("stopped").GetString());
                Assert.Equal(Optimum, report.GetProperty("cost").GetDouble(), 1e-6);
                Assert.Equal(2.0 / 3, report.GetProperty("train_accuracy").GetDouble(), 1e-15);
                bool isSingle = options.Contains("f32");
                Assert.Equal(isSingle ? inSingle : "f64", report.GetProperty("precision").GetString());
                Assert.Equal(
                    isSingle && inSingle == "f64"
                        ? "vectorlr: computed in f64, not f32: a column's values are beyond the precision of f32\n"
                        : "",
                    outcome.Error);
            }
        }
    }

    [Theory]
    [InlineData("e200", "large", "divide")]
    [InlineData("e-200", "close to each other", "multiply")]
    public void A_column_beyond_double_is_refused_by_name(string exponent, string found, string advice)
    {
        using TempFolder folder = new();
        string data = folder.Write(
            "d.csv", "time,dose,y\n" + string.Concat(s_labels.Select((label, i) => $"{i * 5 % 7},{i + 1}{exponent},{label}\n")));
        Tool.Outcome outcome = Tool.Run("train", data, "--label", "y");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal(
            $"vectorlr: {data}: the feature 'dose' has values too {found} for their squares in double; "
            + $"{advice} it by a constant in the data",
            outcome.ErrorLine);
    }

    [Fact]
    public void Summary_says_which_columns_depend_on_which_and_why_they_have_no_errors()
    {
        using TempFolder folder = new();
        string data = Write(folder, "week,size,fixed,day", i => [i, i * 7 % 5 * (i % 3), 98.6, (7 * i) + 3]);
        Tool.Outcome outcome = Tool.Run(
            "train", data, "--label", "y", "--optimizer", "newton", "--summary", "--l2", "0", "--tolerance", "1e-9");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        string because = ": the data do not determine its weight, and it has no standard error";
        Assert.Contains($"fixed is constant{because}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"day depends on week{because}", outcome.Output, StringComparison.Ordinal);

        // The others have their errors, as without those columns.
        string without = Write(folder, "week,size", i => [i, i * 7 % 5 * (i % 3)]);
        Tool.Outcome alone = Tool.Run("train", without, "--label", "y", "--optimizer", "newton", "--summary", "--tolerance", "1e-9");
        foreach (string name in (string[])["week", "size", "(intercept)"])
        {
            Assert.Equal(Cells(alone.Output, name), Cells(outcome.Output, name));
            Assert.Equal(5, Cells(outcome.Output, name).Length);
        }

        Assert.Equal(["fixed", "0"], Cells(outcome.Output, "fixed"));
        Assert.Equal(["day", "0"], Cells(outcome.Output, "day"));
    }

    /// <summary>What an advice names, the command takes: --l2 for separable classes, more iterations where there were few.</summary>
    [Theory]
    [InlineData("lbfgs", "add --l2", "--l2 0.1")]
    [InlineData("newton", "add --l2", "--l2 0.1")]
    [InlineData("lbfgs", "try more --iterations", "--iterations 100")]
    [InlineData("newton", "try more --iterations", "--iterations 100")]
    [InlineData("gd", "try more --iterations or --standardize", "--iterations 1000000 --standardize --learning-rate 0.5")]
    [InlineData("gd", "try a smaller --learning-rate", "--learning-rate 0.01 --iterations 1000000")]
    public void Advice_is_taken_by_the_command_and_helps(string optimizer, string advice, string options)
    {
        using TempFolder folder = new();
        string data = advice.Contains("l2", StringComparison.Ordinal)
            ? folder.Write("d.csv", "x,y\n0,1\n0,0\n0,0\n1,1\n1,1\n1,1\n")
            : Write(folder, "x", i => [i + 1]);
        string[] common = ["train", data, "--label", "y", "--optimizer", optimizer, "--json"];
        string[] before = advice.Contains("rate", StringComparison.Ordinal) ? ["--learning-rate", "100", "--iterations", "3"]
            : advice.Contains("iterations", StringComparison.Ordinal) ? ["--iterations", "2"]
            : [];
        Assert.Contains(advice, Tool.Run([.. common, .. before]).ErrorLine, StringComparison.Ordinal);
        JsonElement after = FitTests.Json([.. common, .. options.Split(' ')]);
        Assert.Equal("converged", after.GetProperty("stopped").GetString());
    }

    private static string Write(TempFolder folder, string names, Func<int, double[]> row) => folder.Write(
        "d.csv",
        $"{names},y\n" + string.Concat(s_labels.Select((label, i) =>
            string.Join(',', row(i).Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + $",{label}\n")));

    /// <summary>The cells of the row of a coefficient.</summary>
    private static string[] Cells(string output, string name) =>
        Assert.Single(output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)), cells =>
            cells.Length is > 1 and < 6 && cells[0] == name);
}
