using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace VectorLR.Cli.Tests;

/// <summary>The table, the chart and the picture of a model's weights.</summary>
public class ExplainTests
{
    // By hand: weights of scores 1 and -2 over deviations 0.5 and 4 are 2 and -0.5 a unit; 3 - 1 * 10 / 0.5 + 2 * 20 / 4 is -7.
    private const string Scores =
        """
        {
          "format": "vectorlr.logistic-regression", "version": 1, "precision": "f64", "features": ["dose", "age"],
          "weights": [1, -2], "bias": 3,
          "preprocessing": { "scale": 1, "means": [10, 20], "deviations": [0.5, 4] },
          "labels": { "negative": "well", "positive": "ill" }
        }
        """;

    private const string Plain =
        """
        {
          "format": "vectorlr.logistic-regression", "version": 1, "precision": "f64", "features": null,
          "weights": [0.5, 3], "bias": -1, "preprocessing": { "scale": 2 }, "labels": { "negative": "0", "positive": "1" }
        }
        """;

    [Fact]
    public void Odds_ratios_are_of_original_units_and_of_deviations_the_largest_effect_first()
    {
        string[] lines = Explain(Scores);
        Assert.Equal(["feature", "weight", "odds", "ratio", "odds", "ratio", "per", "deviation"], Words(lines[0]));
        AssertRow(lines[2], "age", -0.5, Math.Exp(-0.5), Math.Exp(-2));
        AssertRow(lines[3], "dose", 2, Math.Exp(2), Math.Exp(1));
        Assert.Equal("intercept -7", lines[4]);
        Assert.Contains("The odds of 'ill' are multiplied", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_deviations_weights_are_of_a_unit_and_nameless_features_are_numbered()
    {
        string[] lines = Explain(Plain);
        Assert.Equal(["feature", "weight", "odds", "ratio"], Words(lines[0]));
        AssertRow(lines[2], "x1", 1.5, Math.Exp(1.5));
        AssertRow(lines[3], "x0", 0.25, Math.Exp(0.25));
        Assert.Equal("intercept -1", lines[4]);
    }

    [Theory]
    [InlineData("c.svg")]
    [InlineData("c.png")]
    public void The_chart_names_the_features_and_says_what_it_shows(string name)
    {
        using TempFolder folder = new();
        Tool.Outcome outcome = Tool.Run("explain", folder.Write("m.json", Scores), "--chart", folder.Path(name));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        if (name.EndsWith("svg", StringComparison.Ordinal))
        {
            string[] texts = [.. XDocument.Load(folder.Path(name)).Descendants()
                .Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())];
            Assert.All(
                (string[])["Log-odds of 'ill' per standard deviation: all weights", "dose", "age", "-2", "1"],
                text => Assert.Contains(text, texts));
        }
        else
        {
            using SKBitmap bitmap = SKBitmap.Decode(folder.Path(name));
            Assert.Contains(new SKColor(0xD5, 0x5E, 0x00), bitmap.Pixels);
            Assert.Contains(new SKColor(0x00, 0x72, 0xB2), bitmap.Pixels);
        }
    }

    [Fact]
    public void The_picture_has_a_scale_from_one_end_to_the_other()
    {
        using TempFolder folder = new();
        string model = folder.Write(
            "m.json",
            """
            {
              "format": "vectorlr.logistic-regression", "version": 1, "precision": "f64", "features": null,
              "weights": [0, 0, 0, 4], "bias": 0, "preprocessing": { "scale": 1 }, "labels": { "negative": "0", "positive": "1" }
            }
            """);
        Tool.Outcome outcome = Tool.Run("explain", model, "--image", folder.Path("w.png"));
        Assert.True(outcome.ExitCode == 0, outcome.Error);

        // No weight is below 0: the colour of the other end is in the scale and the key alone.
        using SKBitmap bitmap = SKBitmap.Decode(folder.Path("w.png"));
        int[] rows = [.. Enumerable.Range(0, bitmap.Height).Where(y =>
            Enumerable.Range(0, bitmap.Width).Select(x => bitmap.GetPixel(x, y)).Distinct().Count() > 200)];
        Assert.Equal(12, rows.Length);
        Assert.Equal(new SKColor(0x00, 0x72, 0xB2), bitmap.GetPixel(24, rows[0]));
        Assert.Equal(new SKColor(0xD5, 0x5E, 0x00), bitmap.GetPixel(24 + 319, rows[0]));
    }

    private static string[] Explain(string json)
    {
        using TempFolder folder = new();
        Tool.Outcome outcome = Tool.Run("explain", folder.Write("m.json", json));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return [.. outcome.Output.ReplaceLineEndings("\n").Split('\n').Where(line => line.Trim().Length > 0)];
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertRow(string line, string name, params double[] values)
    {
        string[] words = Words(line);
        Assert.Equal(name, words[0]);
        Assert.Equal(values.Length, words.Length - 1);
        for (int i = 0; i < values.Length; i++)
        {
            // Four digits are shown at least.
            double shown = double.Parse(words[i + 1], CultureInfo.InvariantCulture);
            Assert.InRange(shown / values[i], 1 - 5e-4, 1 + 5e-4);
        }
    }
}
