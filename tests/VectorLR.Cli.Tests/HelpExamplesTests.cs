using System.Text.Json;
using System.Xml.Linq;
using SkiaSharp;
using VectorLR.Data;
using VectorLR.Images;
using VectorLR.Training;

namespace VectorLR.Cli.Tests;

/// <summary>The lines that help shows are typed as they stand, in a folder that has the files they name.</summary>
public class HelpExamplesTests
{
    [Fact]
    public void Every_example_of_the_help_works()
    {
        using TempFolder folder = new();
        MakeFiles(folder);
        Dictionary<string, string> outputs = [];
        foreach (string command in (string[])["speedup", "train", "evaluate", "predict", "export", "explain", "convert", "completion"])
        {
            string shown = Tool.Run(command, "--help").Output.ReplaceLineEndings("\n");
            int begin = shown.IndexOf("Examples:", StringComparison.Ordinal);
            Assert.All(shown[begin..].Split('\n'), line => Assert.InRange(line.Length, 0, 80));

            // A backslash at the end goes on with the next line, as a shell reads it.
            string[] help = shown.Replace(" \\\n      ", " ", StringComparison.Ordinal).Split('\n');
            string[] examples = [.. help.SkipWhile(line => line != "Examples:").Skip(1).Where(line => line.Length > 0)];
            Assert.NotEmpty(examples);
            foreach (string example in examples)
            {
                Assert.StartsWith($"  vectorlr {command}", example, StringComparison.Ordinal);
                string typed = example.Trim()["vectorlr ".Length..];
                Tool.Outcome outcome = Tool.RunIn(folder.Name, typed.Split(' '));
                Assert.True(outcome.ExitCode == 0, $"{typed}: {outcome.Error}");
                outputs[typed] = outcome.Output;
            }
        }

        string[] patients = Lines(outputs["predict patients.json patients.csv"]);
        Assert.Equal(569, patients.Length);
        Assert.All(patients, line => Assert.Matches("^[0-9.E-]+,(benign|malignant)$", line));

        // The pictures, each under its own name: the model of the first two examples has learnt them all.
        string[][] photos = [.. Lines(outputs["predict cats.json photos"]).Select(line => line.Split(','))];
        IReadOnlyList<string> files = ImageFolder.LoadMatrix(
            folder.Path("photos"), cancellation: TestContext.Current.CancellationToken).Files;
        Assert.Equal(files.Select(file => Path.GetRelativePath(folder.Name, file)), photos.Select(line => line[2]));
        Assert.All(photos, line => Assert.Equal(Path.GetFileName(Path.GetDirectoryName(line[2])), line[1]));

        // One alone has the line that it has among all.
        Assert.Equal(
            outputs["predict cats.json photos"].Split('\n').Single(line => line.EndsWith(",photos/cat/1.png", StringComparison.Ordinal)),
            outputs["predict cats.json photos/cat/1.png"].TrimEnd('\n'));
        JsonElement evaluated = JsonDocument.Parse(outputs["evaluate cats.json photos --json"]).RootElement;
        Assert.Equal((12, 1.0), (evaluated.GetProperty("examples").GetInt32(), evaluated.GetProperty("accuracy").GetDouble()));

        Assert.Equal(2000 + 1, File.ReadLines(folder.Path("cost.csv")).Count());
        Assert.Equal("svg", XDocument.Load(folder.Path("cost.svg")).Root!.Name.LocalName);
        Assert.Equal((12, 12_288), Shape(NpyFile.LoadMatrix(folder.Path("photos.npy"))));
        Assert.Equal((569, 30), Shape(NpyFile.LoadMatrix(folder.Path("patients.npy"))));
        Assert.True(new FileInfo(folder.Path("patients.onnx")).Length > 0);
        Assert.Equal("8", LogisticRegression.Load(folder.Path("eight.json")).PositiveLabel);
        Assert.Contains("worst_texture", outputs["explain patients.json"], StringComparison.Ordinal);
        Assert.Contains("worst_texture", File.ReadAllText(folder.Path("odds.svg")), StringComparison.Ordinal);
        foreach (string picture in (string[])["speedup.png", "weights.png"])
        {
            using SKBitmap bitmap = SKBitmap.Decode(folder.Path(picture));
            Assert.True(bitmap.Pixels.Distinct().Skip(2).Any(), $"{picture} is of one colour or two");
        }

        // The weights favour the cats, whose pictures are lighter, so most weights of each colour are above 0.
        LogisticRegression cats = LogisticRegression.Load(folder.Path("cats.json"));
        Assert.Equal(("cat", "other"), (cats.PositiveLabel, cats.NegativeLabel));
        Assert.True(cats.Parameters.Weights.ToArray().Count(weight => weight > 0) > 12_288 / 2);
    }

    [Fact]
    public void Json_of_predict_and_convert_says_what_the_lines_say()
    {
        using TempFolder folder = new();
        MakeFiles(folder);
        JsonElement converted = Json(folder, "convert", "photos", "p.npy", "--size", "5", "--json");
        Assert.Equal(
            "{\"examples\":12,\"output\":\"p.npy\",\"labels\":\"p.labels.npy\",\"negative\":\"cat\",\"positive\":\"other\"}",
            converted.GetRawText());
        Json(folder, "train", "photos", "--size", "5", "--model", "m.json", "--json");
        foreach (string[] data in (string[][])[["photos", "--size", "5"], ["p.npy"]])
        {
            JsonElement report = Json(folder, ["predict", "m.json", .. data, "--json"]);
            string[] lines = Lines(Tool.RunIn(folder.Name, ["predict", "m.json", .. data]).Output);
            Assert.Equal(12, report.GetProperty("examples").GetInt32());
            string[] probabilities = [.. report.GetProperty("probability").EnumerateArray().Select(value => value.GetRawText())];
            string[] labels = [.. report.GetProperty("label").EnumerateArray().Select(value => value.GetString()!)];
            string[] files = report.TryGetProperty("file", out JsonElement named)
                ? [.. named.EnumerateArray().Select(value => "," + value.GetString())]
                : [.. labels.Select(_ => "")];
            Assert.Equal(data[0] == "photos", named.ValueKind == JsonValueKind.Array);
            Assert.Equal(lines, Enumerable.Range(0, 12).Select(i => $"{probabilities[i]},{labels[i]}{files[i]}"));
        }
    }

    private static void MakeFiles(TempFolder folder)
    {
        Directory.Move(ImageTests.MakeImages(folder), folder.Path("photos"));
        Directory.Move(folder.Path("photos/light"), folder.Path("photos/cat"));
        Directory.Move(folder.Path("photos/dark"), folder.Path("photos/other"));
        File.Move(folder.Copy("breast_cancer.csv"), folder.Path("patients.csv"));
        File.Move(folder.Copy("digits_images.npy"), folder.Path("digits.npy"));
        File.Move(folder.Copy("digits_labels.npy"), folder.Path("which.npy"));
    }

    private static JsonElement Json(TempFolder folder, params string[] arguments)
    {
        Tool.Outcome outcome = Tool.RunIn(folder.Name, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(Assert.Single(Lines(outcome.Output))).RootElement;
    }

    private static (int Count, int Features) Shape(FeatureMatrix matrix) => (matrix.Count, matrix.Features);

    private static string[] Lines(string output) => output.TrimEnd('\n').Split('\n');
}
