using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VectorLR.Data.Tests;
using VectorLR.Training;

namespace VectorLR.Cli.Tests;

/// <summary>The most memory that a process has while it reads pictures.</summary>
public sealed class PictureMemoryTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly TempFolder _folder = new();

    public PictureMemoryTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells the most memory that a process had");

    public void Dispose() => _folder.Dispose();

    /// <summary>A small file of 2^26 pixels: 256 MiB, were they decoded at once.</summary>
    [Fact]
    public void A_large_png_is_decoded_in_little_memory()
    {
        string file = Write("x.png", PictureBytes.Png(8192, 8192, depth: 8));
        (Tool.Outcome outcome, long most) = Run("predict", Model(), file);
        Assert.Equal((0, $"0.5,1,{file}\n"), (outcome.ExitCode, outcome.Output));
        Assert.InRange(most, MiB, 150 * MiB);
    }

    /// <summary>
    /// A stripe of a PNG takes 32 MiB; two of these pictures, were they decoded at once, 275 MiB. A BMP is decoded at once, in 244 MiB,
    /// and so alone: two take 488 MiB.
    /// </summary>
    [Theory]
    [InlineData("png", 250)]
    [InlineData("bmp", 400)]
    public void Large_pictures_share_a_bound_of_memory(string kind, int limit)
    {
        // Lines of white: 31 runs of 255 pixels and one of 95, then the end of the line.
        byte[] line = [.. Enumerable.Repeat<byte[]>([255, 255], 31).SelectMany(run => run), 95, 255, 0, 0];
        byte[] file = kind == "png"
            ? PictureBytes.Png(6000, 6000)
            : PictureBytes.RunLengthBmp(8000, 8000, [.. Enumerable.Repeat(line, 8000).SelectMany(bytes => bytes), 0, 1]);
        string[] files = [.. Enumerable.Range(0, 4).Select(i => Write($"images/a/{i}", file))];
        (Tool.Outcome outcome, long most) = Run("predict", Model(), _folder.Path("images"));
        Assert.Equal(
            (0, string.Concat(files.Select(path => $"0.5,1,{path}\n"))), (outcome.ExitCode, outcome.Output));
        Assert.InRange(most, MiB, limit * MiB);
    }

    [Fact]
    public void A_folder_of_small_files_that_claim_many_pixels_passes_with_skip_bad_in_little_memory()
    {
        byte[] animation = PictureBytes.WebpChunk("ANIM", new byte[6]);
        byte[] frame = PictureBytes.WebpFrame(20, 16, EncodedPictures.LosslessWebp);
        byte[] Animation(int width, int height) => PictureBytes.Webp(PictureBytes.WebpCanvas(2, width, height), animation, frame);
        byte[][] claims =
        [
            PictureBytes.Png(1, 1_000_000),
            PictureBytes.Png(1, 699_051),
            PictureBytes.Png(1_500_000, 1),
            PictureBytes.Png(50_000, 60_000, dataBytes: 1000),
            PictureBytes.Png(16_384, 16_384, depth: 8, dataBytes: 200_000),
            PictureBytes.JpegOfSize(EncodedPictures.ProgressiveJpeg, 16_000, 16_000),
            PictureBytes.JpegOfSize(EncodedPictures.ProgressiveJpeg, 8000, 8000),
            PictureBytes.RunLengthBmp(8000, 8000, new byte[1000]),
            Animation(24, 8_388_628),
            Animation(8, 16_777_216),
            Animation(8, 11_000_000),
            Animation(16_384, 16_384),
            PictureBytes.Png(8, 8),
        ];
        string[] files = [.. claims.Select((file, i) => Write($"images/{(i % 2 == 0 ? "a" : "b")}/{i}.png", file))];
        using (FileStream sparse = File.OpenWrite(files[^1]))
        {
            sparse.SetLength(3L << 30);
        }

        Write("images/a/good.png", PictureBytes.Png(8, 8));
        Write("images/b/good.png", PictureBytes.Png(8, 8));
        string images = _folder.Path("images");
        string[] train = ["train", images, "--size", "2048", "--l2", "1", "--iterations", "1", "--json"];
        Tool.Outcome refused = Tool.Run(train);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith($"vectorlr: {files[0]}: found 1 x 1000000 pixels, ", refused.ErrorLine, StringComparison.Ordinal);

        (Tool.Outcome outcome, long most) = Run("convert", images, _folder.Path("x.npy"), "--size", "8", "--skip-bad", "--json");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(2, JsonDocument.Parse(outcome.Output).RootElement.GetProperty("examples").GetInt32());
        Assert.All(files, file => Assert.Contains($"vectorlr: skipped: {file}: found ", outcome.Error, StringComparison.Ordinal));
        Assert.Contains($"vectorlr: {files.Length} bad files skipped", outcome.Error, StringComparison.Ordinal);
        Assert.InRange(most, MiB, 128 * MiB);
    }

    private static (Tool.Outcome Outcome, long Most) Run(params string[] arguments)
    {
        using Process process = Tool.Start(new Dictionary<string, string>(), arguments);
        using Tool.Child child = new(process);
        long most = 0;
        while (!process.WaitForExit(5))
        {
            most = Math.Max(most, MostMemory(process.Id));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"most memory: {most / MiB} MiB");
        return (Tool.Finish(process), most);
    }

    /// <summary>The most resident memory that a process has had, or 0 once it is gone.</summary>
    private static long MostMemory(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(
                line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) ?? "";
            return line.Length == 0 ? 0 : long.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>A model of pictures of one pixel that gives 0.5 to each, and so class 1.</summary>
    private string Model()
    {
        string path = _folder.Path("m.json");
        new LogisticRegression(Parameters.Zero(3)).Save(path);
        return path;
    }

    private string Write(string name, byte[] contents)
    {
        string path = Path.Combine([_folder.Name, .. name.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, contents);
        return path;
    }
}
