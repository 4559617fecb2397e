using System.Text.Json;
using SkiaSharp;
using VectorLR.Data;
using VectorLR.Images;

namespace VectorLR.Cli.Tests;

public class ImageTests
{
    [Fact]
    public void A_folder_of_images_trains_as_the_array_of_their_bytes_does()
    {
        using TempFolder folder = new();
        string images = MakeImages(folder);
        JsonElement fromFolder = Train(folder, images, "--size", "8", "--iterations", "20");

        DataSet data = ImageFolder.Load(images, new() { Size = 8 }, cancellation: TestContext.Current.CancellationToken);
        byte[] pixels = [.. data.Features.Bytes.ToArray().Cast<byte>()];
        string x = folder.WriteNpy("x.npy", "|u1", "(12, 192)", pixels);
        string y = folder.WriteNpy("y.npy", "|u1", "(12,)", Array.ConvertAll(data.Labels.ToArray(), label => (byte)label));
        JsonElement fromArray = Train(folder, x, "--labels", y, "--scale", "255", "--iterations", "20");
        Assert.Equal(fromArray.GetProperty("weights_hash").GetString(), fromFolder.GetProperty("weights_hash").GetString());
        Assert.Equal("u8", fromFolder.GetProperty("precision").GetString());
        Assert.Equal(192, fromFolder.GetProperty("features").GetInt32());
    }

    [Fact]
    public void Bad_images_are_named_and_with_skip_bad_left_out_and_counted()
    {
        using TempFolder folder = new();
        string images = MakeImages(folder);
        string broken = Path.Combine(images, "dark", "broken.png");
        File.WriteAllText(broken, "no image");
        Tool.Outcome refused = Tool.Run("train", images);
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith($"vectorlr: {broken}: found a file that begins with", refused.ErrorLine, StringComparison.Ordinal);

        Tool.Outcome skipped = Tool.Run("train", images, "--skip-bad", "--iterations", "1", "--json");
        Assert.Equal(0, skipped.ExitCode);
        Assert.Equal(12, JsonDocument.Parse(skipped.Output).RootElement.GetProperty("examples").GetInt32());
        Assert.Contains($"vectorlr: skipped: {broken}", skipped.Error, StringComparison.Ordinal);
        Assert.Contains("vectorlr: 1 bad file skipped", skipped.Error, StringComparison.Ordinal);
    }

    private static JsonElement Train(TempFolder folder, params string[] arguments)
    {
        Tool.Outcome outcome = Tool.Run(["train", .. arguments, "--model", folder.Path("m.json"), "--json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }

    /// <summary>Six dark and six light images, 10 x 10.</summary>
    internal static string MakeImages(TempFolder folder)
    {
        Random random = new(1);
        foreach (string name in (string[])["dark", "light"])
        {
            Directory.CreateDirectory(folder.Path($"images/{name}"));
            for (int i = 0; i < 6; i++)
            {
                using SKBitmap bitmap = new(10, 10, SKColorType.Rgba8888, SKAlphaType.Opaque);
                for (int pixel = 0; pixel < 100; pixel++)
                {
                    byte Value() => (byte)(random.Next(100) + (name == "dark" ? 0 : 120));
                    bitmap.SetPixel(pixel % 10, pixel / 10, new SKColor(Value(), Value(), Value()));
                }

                using FileStream file = File.Create(folder.Path($"images/{name}/{i}.png"));
                bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
            }
        }

        return folder.Path("images");
    }
}
