using SkiaSharp;

namespace VectorLR.Data.Tests;

/// <summary>Files that are cut, overwritten, enormous or turned.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Kinds => new()
    {
        { "progressive", "JPEG" }, { "baseline", "JPEG" }, { "lossy", "WEBP" }, { "lossless", "WEBP" }, { "png", "PNG" }, { "bmp", "BMP" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_cut_of_a_picture_is_refused_as_cut_short(string name, string kind)
    {
        byte[] whole = Picture(name);
        Load(whole);
        for (int length = whole.Length / 8; length < whole.Length; length++)
        {
            RefusedHeader(whole[..length], Cut(kind));
        }
    }

    [Fact]
    public void A_progressive_jpeg_without_its_last_scans_is_refused_although_it_ends_as_a_whole_one_does()
    {
        byte[] whole = EncodedPictures.ProgressiveJpeg;
        int last = whole.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]);
        int table = whole.AsSpan(0, last).LastIndexOf<byte>([0xFF, 0xC4]);
        Refused([.. whole[..table], 0xFF, 0xD9], Cut("JPEG"));
    }

    [Fact]
    public void What_follows_a_whole_jpeg_is_ignored() =>
        Assert.Equal(Load(EncodedPictures.ProgressiveJpeg), Load([.. EncodedPictures.ProgressiveJpeg, .. new byte[5000], 1, 2, 0xFF, 3]));

    [Theory]
    [InlineData("progressive")]
    [InlineData("baseline")]
    [InlineData("grey")]
    public void Rows_of_a_jpeg_are_the_pixels_that_decoding_it_at_once_gives(string name)
    {
        byte[] file = Picture(name);
        using SKBitmap whole = SKBitmap.Decode(file, new SKImageInfo(40, 24, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        byte[] rgb = [.. whole.Bytes.Where((_, i) => i % 4 < 3)];
        Assert.Equal(Load(Pictures.Encode(rgb, 40, 24, SKEncodedImageFormat.Png), 24), Load(file, 24));
    }

    [Theory]
    [InlineData(1, 1_000_000, "too large an image, expected at most 65535 on each side")]
    [InlineData(1, 699_051, "too large an image, expected at most 65535 on each side")]
    [InlineData(2_000_000, 3, "too large an image, expected at most 65535 on each side")]
    [InlineData(50_000, 60_000, "too large an image, expected at most 268435456 in all")]
    public void A_png_that_is_too_large_is_refused_with_the_limit(uint width, uint height, string says)
    {
        byte[] png = PictureBytes.Png(width, height, dataBytes: Math.Min(1 << 20, width * (long)height / 8));
        Refused(png, $": found {width} x {height} pixels, {says}", size: 2048);
    }

    [Theory]
    [InlineData(24, 8_388_628, "65535 on each side")]
    [InlineData(8, 16_777_216, "65535 on each side")]
    [InlineData(8, 11_000_000, "65535 on each side")]
    [InlineData(16_383, 16_383, "16777216 in all for an animated WebP")]
    [InlineData(4096, 4097, "16777216 in all for an animated WebP")]
    public void An_animation_with_a_canvas_that_is_too_large_is_refused_with_the_limit(int width, int height, string limit)
    {
        byte[] frame = PictureBytes.WebpFrame(20, 16, EncodedPictures.LosslessWebp);
        byte[] animation = PictureBytes.WebpChunk("ANIM", new byte[6]);
        Refused(
            PictureBytes.Webp(PictureBytes.WebpCanvas(2, width, height), animation, frame),
            $": found {width} x {height} pixels, too large an image, expected at most {limit}");
        Assert.Equal(24 * 24 * 3, Load(PictureBytes.Webp(PictureBytes.WebpCanvas(2, 24, 24), animation, frame), 24).Length);
    }

    [Fact]
    public void A_small_file_that_claims_many_pixels_is_refused_before_it_is_decoded()
    {
        string[] messages = [Cut("PNG"), Cut("JPEG"), Cut("JPEG"), Cut("WEBP"), Cut("BMP")];
        byte[][] files =
        [
            PictureBytes.Png(16384, 16384, depth: 8, dataBytes: 600_000),
            PictureBytes.JpegOfSize(Picture("baseline"), 16000, 16000),
            PictureBytes.JpegOfSize(Picture("progressive"), 8000, 8000),
            LossyWebpOfSize(8000, 8000),
            PictureBytes.RunLengthBmp(8000, 8000, new byte[1000]),
        ];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < files.Length; i++)
        {
            RefusedHeader(files[i], messages[i]);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    /// <summary>Each scan costs the decoder a pass over the picture, and may be of a few bytes.</summary>
    [Fact]
    public void A_jpeg_of_too_many_scans_is_refused_before_it_is_decoded()
    {
        byte[] whole = Picture("progressive");
        int last = whole.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]);
        byte[] scan = whole[last..^2];
        byte[] Repeated(int count) => [.. whole[..last], .. Enumerable.Repeat(scan, count).SelectMany(bytes => bytes), .. whole[^2..]];
        using MemoryStream few = new(Repeated(100));
        Assert.Equal((40, 24), (PictureHeader.Read(few, "f").Width, PictureHeader.Read(few, "f").Height));
        RefusedHeader(Repeated(257), ": found more than 256 scans, expected a complete JPEG image");
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_and_a_sparse_one_read_quickly()
    {
        string path = _folder.Write("x.png", Pictures.Encode([1, 2, 3], 1, 1, SKEncodedImageFormat.Png));
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(3L << 30);
        }

        Refusal.Is(
            path, ": found 3221225472 bytes, too large an image, expected at most 268435456",
            () => ImageFolder.LoadMatrix(path, cancellation: Stop));
        string zeros = _folder.Write("y.png", []);
        using (FileStream file = File.OpenWrite(zeros))
        {
            file.SetLength(3L << 30);
        }

        Refusal.Is(
            zeros, ": found a file that begins with the bytes 0000000000000000, expected a PNG, JPEG, WebP or BMP image",
            () => ImageFolder.LoadMatrix(zeros, cancellation: Stop));
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
    public void A_png_and_a_webp_are_put_upright_as_a_jpeg_is(byte orientation, string expected)
    {
        // One pixel of each shade: a b over c d.
        byte[] shades = [0, 0, 0, 80, 80, 80, 160, 160, 160, 240, 240, 240];
        byte[] png = Pictures.Encode(shades, 2, 2, SKEncodedImageFormat.Png);
        using SKBitmap bitmap = SKBitmap.Decode(png);
        using SKPixmap pixels = bitmap.PeekPixels()!;
        using SKData webp = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))!;
        byte[] image = webp.ToArray()[12..];
        image = image.AsSpan().StartsWith("VP8X"u8) ? image[18..] : image;
        byte[][] tags = [PictureBytes.Exif(orientation, true), PictureBytes.Exif(orientation, false), PictureBytes.ExifBehind(orientation)];
        foreach (byte[] exif in tags)
        {
            byte[] chunk = PictureBytes.PngChunk("eXIf", exif);
            byte[] canvas = PictureBytes.WebpCanvas(8, 2, 2);
            byte[][] files =
            [
                [.. png[..33], .. chunk, .. png[33..]],
                [.. png[..^12], .. chunk, .. png[^12..]],
                PictureBytes.PngWith(png, PictureBytes.PngChunk("eXIf", [.. "Exif\0\0"u8, .. exif])),
                PictureBytes.Webp(canvas, image, PictureBytes.WebpChunk("EXIF", exif)),
                PictureBytes.Webp(canvas, image, PictureBytes.WebpChunk("EXIF", [.. "Exif\0\0"u8, .. exif])),
            ];
            Assert.All(files, file => Assert.Equal(
                expected, string.Concat(Load(file, 2).Where((_, i) => i % 3 == 0).Select(value => "abcd"[value / 80]))));
        }
    }

    [Fact]
    public void Damaged_files_are_decoded_or_refused_in_a_second()
    {
        Random random = new(1);
        foreach (string name in Kinds.Select(row => row.Data.Item1))
        {
            byte[] whole = Picture(name);
            for (int repeat = 0; repeat < 100; repeat++)
            {
                byte[] damaged = [.. whole];
                for (int changes = random.Next(1, 6); changes > 0; changes--)
                {
                    damaged[random.Next(random.Next(2) == 0 ? whole.Length : 64)] = (byte)random.Next(256);
                }

                long start = Environment.TickCount64;
                try
                {
                    Load(damaged);
                }
                catch (DataException refused)
                {
                    Assert.StartsWith(Path.Combine(_folder.FullName, "x") + ": found ", refused.Message, StringComparison.Ordinal);
                }

                // A second, and one more for a busy machine.
                Assert.InRange(Environment.TickCount64 - start, 0, 2000);
            }
        }
    }

    [Fact]
    public void Pictures_that_are_decoded_at_the_same_time_share_a_bound_of_memory()
    {
        MemoryBudget budget = new(100);
        int used = 0;
        int most = 0;
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, i =>
        {
            int cost = i % 10 == 0 ? 500 : 30;
            budget.Run(cost, () =>
            {
                int now = Interlocked.Add(ref used, cost);
                InterlockedMax(ref most, now);
                Assert.True(now <= 100 || now == 500, $"{now} in use");
                Thread.Yield();
                Interlocked.Add(ref used, -cost);
            });
        });
        Assert.Equal(500, most);

        static void InterlockedMax(ref int target, int value)
        {
            for (int seen = target; seen < value; seen = target)
            {
                Interlocked.CompareExchange(ref target, value, seen);
            }
        }
    }

    [Fact]
    public void An_image_is_known_by_its_contents()
    {
        Assert.True(ImageFolder.IsImage(_folder.Write("a", EncodedPictures.ProgressiveJpeg)));
        Assert.True(ImageFolder.IsImage(_folder.Write("b.jfif", Pictures.Bmp(new byte[12], 2, 2))));
        Assert.False(ImageFolder.IsImage(_folder.Write("c", "BMI,age\n20,30\n21,40\n")));
        Assert.False(ImageFolder.IsImage(_folder.Write("d", "")));
        Assert.False(ImageFolder.IsImage(Path.Combine(_folder.FullName, "missing")));
    }

    internal static string Cut(string kind) => $": found a truncated image, expected a complete {kind} image";

    internal static byte[] Picture(string name) => name switch
    {
        "progressive" => EncodedPictures.ProgressiveJpeg,
        "lossy" => EncodedPictures.LossyWebp,
        "lossless" => EncodedPictures.LosslessWebp,
        "baseline" => Pictures.Encode(Pictures.Noise(40, 24, 5), 40, 24, SKEncodedImageFormat.Jpeg, 80),
        "grey" => Pictures.Encode([.. Enumerable.Repeat((byte)77, 40 * 24 * 3)], 40, 24, SKEncodedImageFormat.Jpeg, 80),
        "png" => Pictures.Encode(Pictures.Noise(40, 24, 5), 40, 24, SKEncodedImageFormat.Png),
        _ => Pictures.Bmp([.. Pictures.Noise(41, 24, 5).Select(value => (byte)(value | 1))], 41, 24),
    };

    private static byte[] LossyWebpOfSize(short width, short height)
    {
        byte[] file = Picture("lossy");
        BitConverter.TryWriteBytes(file.AsSpan(26), width);
        BitConverter.TryWriteBytes(file.AsSpan(28), height);
        return file;
    }

    private byte[] Load(byte[] contents, int size = 8)
    {
        string path = _folder.Write("x", contents);
        return [.. ImageFolder.LoadMatrix(path, new() { Size = size }, cancellation: Stop).Features.Bytes.ToArray().Cast<byte>()];
    }

    private void Refused(byte[] contents, string message, int size = 8)
    {
        string path = _folder.Write("x", contents);
        Refusal.Is(path, message, () => ImageFolder.LoadMatrix(path, new() { Size = size }, cancellation: Stop));
    }

    /// <summary>Refused by what the headers say.</summary>
    private static void RefusedHeader(byte[] contents, string message)
    {
        using MemoryStream stream = new(contents);
        Refusal.Is("f", message, () => PictureHeader.Read(stream, "f"));
    }
}
