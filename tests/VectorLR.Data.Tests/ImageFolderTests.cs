using CommunityToolkit.HighPerformance;
using SkiaSharp;

namespace VectorLR.Data.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_of_the_size_arrive_byte_for_byte_in_the_textbook_order_whatever_their_lossless_format()
    {
        byte[] a = Pictures.Noise(4, 4, 1);
        byte[] b = Pictures.Noise(4, 4, 2);
        byte[] c = Pictures.Noise(4, 4, 3);
        Write("no/1.png", Pictures.Encode(a, 4, 4, SKEncodedImageFormat.Png));
        Write("yes/2.bmp", Pictures.Bmp(b, 4, 4));
        Write("yes/3.webp", Lossless(c));

        DataSet data = ImageFolder.Load(_folder.FullName, new() { Size = 4 }, cancellation: Stop);
        Assert.Equal([.. a, .. b, .. c], data.Features.Bytes.ToArray().Cast<byte>());
        Assert.Equal((3, 48, Layout.ExampleRows), (data.Features.Count, data.Features.Features, data.Features.Layout));
        Assert.Equal([0.0, 1, 1], data.Labels.ToArray());
        Assert.Equal(("no", "yes", true), (data.LabelNames.Negative, data.LabelNames.Positive, data.LabelNamesInferred));
    }

    [Fact]
    public void A_jpeg_of_one_colour_arrives_with_it()
    {
        byte[] grey = [.. Enumerable.Repeat((byte)128, 16 * 16 * 3)];
        Write("a/1.jpg", Pictures.Encode(grey, 16, 16, SKEncodedImageFormat.Jpeg));
        Assert.All(
            ImageFolder.LoadMatrix(_folder.FullName, new() { Size = 5 }, cancellation: Stop).Features.Bytes.ToArray().Cast<byte>(),
            value => Assert.Equal(128, value));
    }

    [Fact]
    public void Folders_and_files_are_taken_in_ordinal_order_and_the_positive_one_may_be_chosen()
    {
        byte[] pixel = [1, 2, 3];
        foreach (string name in (string[])["b/z.png", "b/a.png", "C/q.png", "a/x.png", ".git/config", "b/.DS_Store"])
        {
            bool hidden = name.Contains("/.", StringComparison.Ordinal) || name[0] == '.';
            Write(name, hidden ? [0] : Pictures.Encode(pixel, 1, 1, SKEncodedImageFormat.Png));
        }

        ImageMatrix images = ImageFolder.LoadMatrix(_folder.FullName, new() { Size = 1 }, cancellation: Stop);
        Assert.Equal(["C", "a", "b", "b"], images.Classes);
        Assert.Equal(["q.png", "x.png", "a.png", "z.png"], images.Files.Select(Path.GetFileName));
        DataSet data = ImageFolder.Load(_folder.FullName, new() { Size = 1 }, positive: "b", cancellation: Stop);
        Assert.Equal([0.0, 0, 1, 1], data.Labels.ToArray());
        Assert.Equal("not b", data.LabelNames.Negative);
    }

    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(64, 48, 16)]
    [InlineData(3, 2, 8)]
    [InlineData(1, 9, 4)]
    [InlineData(100, 100, 1)]
    public void Resizing_is_the_triangle_filter_to_the_nearest_byte(int width, int height, int size)
    {
        byte[] pixels = Pictures.Noise(width, height, width);
        Write("x.png", Pictures.Encode(pixels, width, height, SKEncodedImageFormat.Png));
        byte[] got =
            [.. ImageFolder.LoadMatrix(_folder.FullName, new() { Size = size }, cancellation: Stop).Features.Bytes.ToArray().Cast<byte>()];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    double exact = Triangle(pixels, width, height, size, x, y, channel);

                    // Two roundings: to 1/256 between the passes (an error of 1/512) and to the byte. 1e-9 covers the oracle's own.
                    Assert.InRange(
                        got[(((y * size) + x) * 3) + channel], exact - 0.5 - (0.5 / 256) - 1e-9, exact + 0.5 + (0.5 / 256) + 1e-9);
                }
            }
        }
    }

    [Fact]
    public void What_is_transparent_shows_white()
    {
        byte[] rgba = [200, 100, 0, 255, 200, 100, 0, 0, 200, 100, 0, 51, 0, 0, 0, 255];
        Write("x.png", Pictures.EncodeRgba(rgba, 2, 2, SKEncodedImageFormat.Png));

        // A fifth of the colour and four fifths of white.
        Assert.Equal(
            [200, 100, 0, 255, 255, 255, 244, 224, 204, 0, 0, 0],
            ImageFolder.LoadMatrix(_folder.FullName, new() { Size = 2 }, cancellation: Stop).Features.Bytes.ToArray().Cast<byte>());
    }

    [Theory]
    [InlineData(1, "abcd")]
    [InlineData(2, "badc")]
    [InlineData(3, "dcba")]
    [InlineData(4, "cdab")]
    [InlineData(5, "acbd")]
    [InlineData(6, "cadb")]
    [InlineData(7, "dbca")]
    [InlineData(8, "bdac")]
    public void A_photograph_is_put_upright(byte orientation, string expected)
    {
        // Quarters of 16 x 16 pixels, whole blocks of JPEG, each of one shade: a b over c d.
        byte[] pixels = new byte[32 * 32 * 3];
        for (int i = 0; i < 32 * 32; i++)
        {
            int quarter = (i / 32 / 16 * 2) + (i % 32 / 16);
            pixels.AsSpan(3 * i, 3).Fill((byte)(quarter * 80));
        }

        Write("x.jpg", Pictures.Turned(Pictures.Encode(pixels, 32, 32, SKEncodedImageFormat.Jpeg), orientation));
        byte[] got =
            [.. ImageFolder.LoadMatrix(_folder.FullName, new() { Size = 2 }, cancellation: Stop).Features.Bytes.ToArray().Cast<byte>()];
        Assert.Equal(expected, string.Concat(got.Where((_, i) => i % 3 == 0).Select(value => "abcd"[(value + 40) / 80])));
    }

    [Fact]
    public void A_bad_file_is_named_the_first_one_always()
    {
        byte[] good = Pictures.Encode(Pictures.Noise(8, 8, 1), 8, 8, SKEncodedImageFormat.Png);
        for (int i = 0; i < 40; i++)
        {
            Write($"a/{i:00}.png", i is 17 or 18 or 39 ? good[..60] : good);
        }

        for (int repeat = 0; repeat < 5; repeat++)
        {
            string path = Path.Combine(_folder.FullName, "a", "17.png");
            Refusal.Is(
                path,
                ": found a truncated image, expected a complete PNG image",
                () => ImageFolder.LoadMatrix(_folder.FullName, cancellation: Stop));
        }
    }

    [Fact]
    public void Every_kind_of_bad_file_is_named_or_left_out_and_counted()
    {
        byte[] good = Pictures.Encode(Pictures.Noise(8, 8, 1), 8, 8, SKEncodedImageFormat.Png);
        byte[] jpeg = Pictures.Encode(Pictures.Noise(8, 8, 1), 8, 8, SKEncodedImageFormat.Jpeg);
        Write("a/good.png", good);
        Write("b/good.jpg", jpeg);
        (string Name, byte[] Contents, string Message)[] bad =
        [
            ("a/empty.png", [], ": found an empty file, expected a PNG, JPEG, WebP or BMP image"),
            (
                "a/text.jpg",
                "hello, world"u8.ToArray(),
                ": found a file that begins with the bytes 68656C6C6F2C2077, expected a PNG, JPEG, WebP or BMP image"),
            ("b/cut.jpg", jpeg[..^20], ": found a truncated image, expected a complete JPEG image"),
            ("b/gif.png", Gif, ": found a GIF image, expected a PNG, JPEG, WebP or BMP image"),
        ];
        foreach ((string name, byte[] contents, string message) in bad)
        {
            string path = Write(name, contents);
            Refusal.Is(path, message, () => ImageFolder.Load(_folder.FullName, cancellation: Stop));
            File.Delete(path);
        }

        foreach ((string name, byte[] contents, _) in bad)
        {
            Write(name, contents);
        }

        Write("stray.png", good);
        Write("b/deeper/x.png", good);
        List<string> skipped = [];
        DataSet data = ImageFolder.Load(
            _folder.FullName, new() { OnBad = exception => skipped.Add(exception.Message) }, cancellation: Stop);
        Assert.Equal(2, data.Features.Count);
        Assert.Equal([0.0, 1], data.Labels.ToArray());
        Assert.Equal(6, skipped.Count);
        Assert.StartsWith(
            Path.Combine(_folder.FullName, "stray.png") + ": found a file outside the class sub-folders", skipped[0],
            StringComparison.Ordinal);
        Assert.Contains(skipped, message => message.Contains("deeper: found a folder", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_without_what_is_needed_are_refused()
    {
        string missing = Path.Combine(_folder.FullName, "missing");
        Refusal.Is(missing, ": found no such folder, expected a folder of images", () => ImageFolder.Load(missing, cancellation: Stop));
        Refusal.Is(
            _folder.FullName,
            ": found no files, expected images in one sub-folder per class",
            () => ImageFolder.Load(_folder.FullName, cancellation: Stop));
        Write("only/1.png", Pictures.Encode([1, 2, 3], 1, 1, SKEncodedImageFormat.Png));
        Assert.Contains(
            "found only one class, 'only'",
            Assert.Throws<DataException>(() => ImageFolder.Load(_folder.FullName, cancellation: Stop)).Message,
            StringComparison.Ordinal);
        Write("only/1.png", [1]);
        Refusal.Is(
            _folder.FullName,
            ": found no usable image among 1 files, expected at least one",
            () => ImageFolder.LoadMatrix(_folder.FullName, new() { OnBad = _ => { } }, cancellation: Stop));
        Assert.Throws<ArgumentOutOfRangeException>(
            "size", () => ImageFolder.LoadMatrix(_folder.FullName, new() { Size = 0 }, cancellation: Stop));
        Assert.Throws<ArgumentOutOfRangeException>(
            "size", () => ImageFolder.LoadMatrix(_folder.FullName, new() { Size = 4097 }, cancellation: Stop));
        Assert.Throws<ArgumentNullException>("folder", () => ImageFolder.LoadMatrix(null!, cancellation: Stop));
    }

    [Fact]
    public void It_stops_when_asked_and_tells_how_far_it_is()
    {
        byte[] good = Pictures.Encode([1, 2, 3], 1, 1, SKEncodedImageFormat.Png);
        for (int i = 0; i < 10; i++)
        {
            Write($"a/{i}.png", good);
        }

        Counter counter = new();
        ImageFolder.LoadMatrix(_folder.FullName, new() { Progress = counter }, cancellation: Stop);
        Assert.Equal(Enumerable.Range(1, 10), counter.Seen.Order());
        Assert.Throws<OperationCanceledException>(
            () => ImageFolder.LoadMatrix(_folder.FullName, cancellation: new CancellationToken(canceled: true)));
    }

    // The smallest GIF: one pixel.
    private static byte[] Gif => Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static byte[] Lossless(byte[] rgb)
    {
        using SKBitmap bitmap = new(new SKImageInfo(4, 4, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int i = 0; i < 16; i++)
        {
            bitmap.SetPixel(i % 4, i / 4, new SKColor(rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]));
        }

        using SKPixmap pixels = bitmap.PeekPixels()!;
        using SKData data = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))!;
        return data.ToArray();
    }

    /// <summary>The filter's definition, in double and in one pass.</summary>
    private static double Triangle(byte[] pixels, int width, int height, int size, int x, int y, int channel)
    {
        static double Weight(int j, int i, int from, int to)
        {
            double ratio = from / (double)to;
            return Math.Max(0, 1 - (Math.Abs(j + 0.5 - ((i + 0.5) * ratio)) / Math.Max(1, ratio)));
        }

        double sum = 0;
        double weights = 0;
        for (int v = 0; v < height; v++)
        {
            for (int u = 0; u < width; u++)
            {
                double weight = Weight(u, x, width, size) * Weight(v, y, height, size);
                sum += weight * pixels[(((v * width) + u) * 3) + channel];
                weights += weight;
            }
        }

        return sum / weights;
    }

    private string Write(string name, byte[] contents)
    {
        string path = Path.Combine([_folder.FullName, .. name.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, contents);
        return path;
    }

    private sealed class Counter : IProgress<(int Done, int Total)>
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Seen { get; } = [];

        public void Report((int Done, int Total) value)
        {
            Assert.Equal(10, value.Total);
            Seen.Add(value.Done);
        }
    }
}
