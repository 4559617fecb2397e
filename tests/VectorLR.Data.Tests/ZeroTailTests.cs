using SkiaSharp;

namespace VectorLR.Data.Tests;

/// <summary>Files whose end was lost, so that it reads as zeros, and whole files that end in zeros.</summary>
public sealed class ZeroTailTests : IDisposable
{
    private const int Width = 300;
    private const int Height = 200;
    private const int Sector = 512;

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Kinds => PictureTests.Kinds;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_tail_of_zeros_is_refused_as_cut_short(string name, string kind)
    {
        byte[] whole = PictureTests.Picture(name);
        foreach (double share in (double[])[0.3, 0.5, 0.62, 0.8])
        {
            Refused(Zeroed(whole, (int)(share * whole.Length)), kind);
        }
    }

    [Theory]
    [InlineData("lossy")]
    [InlineData("lossless")]
    [InlineData("animated lossy")]
    [InlineData("animated lossless")]
    public void A_webp_whose_last_sectors_are_lost_is_refused(string name)
    {
        byte[] pixels = Pictures.Waves(Width, Height);
        byte[] lossy = Pictures.Encode(pixels, Width, Height, SKEncodedImageFormat.Webp, 80);
        byte[] lossless = Pictures.LosslessWebp(pixels, Width, Height);
        byte[] whole = name switch
        {
            "lossy" => lossy,
            "lossless" => lossless,
            "animated lossy" => PictureBytes.WebpAnimation(Width, Height, lossy, lossless, lossy),
            _ => PictureBytes.WebpAnimation(Width, Height, lossless, lossless),
        };
        Load(whole);
        for (int from = whole.Length / 8 / Sector * Sector; from < whole.Length - 32; from += Sector)
        {
            Refused(Zeroed(whole, from), "WEBP");
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(32)]
    public void A_bmp_whose_last_sectors_are_lost_is_refused(int bits)
    {
        byte[] whole = Pictures.Bmp(Pictures.Waves(Width, Height), Width, Height, bits);
        Load(whole);
        int row = Width * bits / 8;
        int pixels = whole.Length - (row * Height);
        int found = 0;

        // A row at least is before the lost part, and one is in it.
        for (int from = (pixels + row + Sector) / Sector * Sector; from < whole.Length - row; from += Sector)
        {
            // A part that begins where a row does is as a border.
            if ((from - pixels) % row is int place && place > 0 && place <= row - (bits / 8))
            {
                Refused(Zeroed(whole, from), "BMP");
                found++;
            }
        }

        Assert.InRange(found, 0.9 * whole.Length / Sector, double.PositiveInfinity);
    }

    [Fact]
    public void A_shape_on_black_in_a_bmp_whose_end_is_lost_is_refused()
    {
        byte[] whole = Pictures.Bmp(Drawn((x, y) => ((x - 150) * (x - 150)) + ((y - 100) * (y - 100)) < 90 * 90), Width, Height);
        Load(whole);

        // Through the middle of the disc, where the rows hardly differ.
        Refused(Zeroed(whole, 54 + (900 * 100) + 450), "BMP");
        Refused(Zeroed(whole, 54 + (900 * 95) + 500), "BMP");
    }

    [Fact]
    public void Black_pictures_and_black_borders_are_good_although_their_files_may_end_in_zeros()
    {
        byte[] black = new byte[1200 * 900 * 3];
        byte[] webp = Pictures.Encode(black, 1200, 900, SKEncodedImageFormat.Webp, quality: 99);
        Assert.True(webp.AsSpan().TrimEnd((byte)0).Length < webp.Length - 32, "the file must end in zeros");
        Assert.All(Load(webp), value => Assert.Equal(0, value));
        Assert.All(Load(Pictures.Bmp(black, 1200, 900)), value => Assert.Equal(0, value));

        // Rows are stored from the bottom up: the top of the picture is the end of the file.
        byte[] border = Pictures.Noise(40, 30, 1);
        border.AsSpan(0, 40 * 10 * 3).Clear();
        Load(Pictures.Bmp(border, 40, 30));
    }

    /// <summary>What is black at the top ends within rows, as what was lost does.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public void Shapes_on_black_are_good(int bits)
    {
        Func<int, int, bool>[] shapes =
        [
            (x, y) => x >= 10 && x < y + 10,
            (x, y) => x > 60 && x < 200 && y > 50,
            (x, y) => (x < 150 && y > 40) || y > 60,
            (x, y) => ((x - 150) * (x - 150)) + ((y - 100) * (y - 100)) < 90 * 90,

            // A page that is turned by a degree, and one by a tenth of it.
            (x, y) => y > 30 + (x / 57) && y < 180,
            (x, y) => y > 40 - (x / 100),

            // A round letter stands out above straight ones, and so does the left one of two towers.
            (x, y) => y > 51 && (x is (> 20 and < 25) or (> 40 and < 45) or (> 100 and < 105)) || (y > 50 && x is > 60 and < 66),
            (x, y) => (y > 50 && x is > 20 and < 60) || (y > 51 && x is > 60 and < 100),

            // Stars, a raster, and the same below a border.
            (x, y) => ((x * 7919) + (y * 104_729)) % 997 == 0,
            (x, y) => (x + y) % 2 == 0,
            (x, y) => y > 33 && ((x * 7919) + (y * 104_729)) % 97 > 1,
            (x, y) => y > 33 && ((x * x * 31) + (y * y * 17) + (x * y)) % 7 < 3,
        ];
        foreach (Func<int, int, bool> shape in shapes)
        {
            Load(Pictures.Bmp(Drawn(shape), Width, Height, bits));
        }
    }

    [Fact]
    public void Random_shapes_on_black_are_good()
    {
        Random random = new(1);
        for (int repeat = 0; repeat < 300; repeat++)
        {
            List<Func<int, int, bool>> shapes = [];
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                (int left, int top, int right, int bottom) = (random.Next(60), random.Next(40), random.Next(60), random.Next(40));
                shapes.Add(random.Next(3) switch
                {
                    0 => (x, y) => x >= left && x <= right && y >= top && y <= bottom,
                    1 => (x, y) => ((x - left) * (x - left)) + ((y - top) * (y - top)) <= right * bottom / 4,

                    // A border that falls by less than a pixel over the width looks like lost pixels.
                    _ => (x, y) => ((x - left) * (bottom + 8)) - ((y - top) * right) < 0,
                });
            }

            byte[] pixels = Drawn((x, y) => shapes.Exists(shape => shape(x, y)), 60, 40);
            Load(Pictures.Bmp(pixels, 60, 40));
        }
    }

    [Fact]
    public void Metadata_at_the_end_of_a_webp_that_are_lost_are_noticed()
    {
        byte[] image = EncodedPictures.LosslessWebp[12..];
        byte[] canvas = PictureBytes.WebpCanvas(8 + 4, 20, 16);
        byte[] exif = PictureBytes.Exif(6, isLittle: true);
        byte[] text = [.. Enumerable.Repeat((byte)'<', 100)];
        byte[] turned = PictureBytes.Webp(canvas, image, PictureBytes.WebpChunk("EXIF", exif));
        byte[] described = PictureBytes.Webp(canvas, image, PictureBytes.WebpChunk("XMP ", text));
        Load(turned);
        Load(described);
        Refused(Zeroed(turned, turned.Length - exif.Length), "WEBP");
        Refused(Zeroed(turned, turned.Length - 17), "WEBP");
        Refused(Zeroed(described, described.Length - 50), "WEBP");
    }

    private static byte[] Zeroed(byte[] whole, int from) => [.. whole[..from], .. new byte[whole.Length - from]];

    /// <summary>A picture that is black where the shape is not, and of no black pixel in the shape.</summary>
    private static byte[] Drawn(Func<int, int, bool> shape, int width = Width, int height = Height)
    {
        byte[] pixels = Pictures.Waves(width, height);
        for (int i = 0; i < width * height; i++)
        {
            if (!shape(i % width, i / width))
            {
                pixels.AsSpan(3 * i, 3).Clear();
            }
        }

        return pixels;
    }

    private byte[] Load(byte[] contents)
    {
        string path = _folder.Write("x", contents);
        return [.. ImageFolder.LoadMatrix(path, new() { Size = 8 }, cancellation: Stop).Features.Bytes.ToArray().Cast<byte>()];
    }

    private void Refused(byte[] contents, string kind)
    {
        string path = _folder.Write("x", contents);
        Refusal.Is(path, PictureTests.Cut(kind), () => ImageFolder.LoadMatrix(path, new() { Size = 8 }, cancellation: Stop));
    }
}
