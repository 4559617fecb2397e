using System.Text.Json;

namespace VectorLR.Cli.Tests;

public class ConvertTests
{
    [Fact]
    public void A_table_trains_to_the_same_weights_after_it_was_converted()
    {
        using TempFolder folder = new();
        string csv = folder.Copy("breast_cancer.csv");
        string npy = folder.Path("b.npy");
        Tool.Outcome outcome = Tool.Run("convert", csv, npy, "--label", "diagnosis", "--positive", "benign");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains($"569 examples in {npy}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("1 is 'benign', 0 is 'malignant'", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(
            Hash(csv, "--label", "diagnosis", "--positive", "benign"), Hash(npy, "--labels", folder.Path("b.labels.npy")));
    }

    [Fact]
    public void Images_train_to_the_same_weights_after_they_were_converted()
    {
        using TempFolder folder = new();
        string images = ImageTests.MakeImages(folder);
        string npy = folder.Path("i.npy");
        Assert.Equal(0, Tool.Run("convert", images, npy, "--size", "5", "--labels-output", folder.Path("l.npy")).ExitCode);
        Assert.Equal(Hash(images, "--size", "5"), Hash(npy, "--labels", folder.Path("l.npy"), "--scale", "255"));
    }

    [Fact]
    public void An_array_is_converted_to_what_it_is_read_as()
    {
        using TempFolder folder = new();
        string npy = folder.Path("x.npy");
        string labels = folder.Copy("digits_labels.npy");
        Assert.Equal(0, Tool.Run("convert", folder.Copy("digits_images.npy"), npy, "--labels", labels, "--positive", "3").ExitCode);
        Assert.Equal(
            Hash(folder.Path("digits_images.npy"), "--labels", labels, "--positive", "3"),
            Hash(npy, "--labels", folder.Path("x.labels.npy")));
    }

    private static string? Hash(params string[] arguments)
    {
        Tool.Outcome outcome = Tool.Run(["train", .. arguments, "--iterations", "5", "--standardize", "--json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output).RootElement.GetProperty("weights_hash").GetString();
    }
}
