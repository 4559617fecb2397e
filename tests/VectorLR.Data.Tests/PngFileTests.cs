using System.Text;
using SkiaSharp;

namespace VectorLR.Data.Tests;

/// <summary>The chunks of PNG files, and pictures that are decoded in stripes.</summary>
public sealed class PngFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static byte[] Png => Pictures.Encode(Pictures.Noise(40, 24, 5), 40, 24, SKEncodedImageFormat.Png);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("IHDR", 16)]
    [InlineData("IDAT", 8)]
    [InlineData("IDAT", 700)]
    [InlineData("IEND", 8)]
    public void A_wrong_checksum_is_refused_by_the_name_of_the_chunk(string chunk, int at)
    {
        byte[] damaged = Png;
        damaged[damaged.AsSpan().IndexOf(Encoding.ASCII.GetBytes(chunk)) - 4 + at] ^= 1;
        using MemoryStream stream = new(damaged);
        Refusal.Is(
            "f",
            $": found a corrupt image (a wrong checksum of the chunk {chunk}), expected a complete PNG image",
            () => PictureHeader.Read(stream, "f"));
    }

    /// <summary>The decoder takes minutes for a chunk of tens of megabytes that is no pixels.</summary>
    [Theory]
    [InlineData("tEXt")]
    [InlineData("eXIf")]
    [InlineData("iCCP")]
    [InlineData("zTXt")]
    [InlineData("fdAT")]
    [InlineData("prVt")]
    public void The_decoder_is_given_the_pixels_and_nothing_else(string chunk)
    {
        byte[] png = Png;
        byte[] others = PictureBytes.PngChunk(chunk, new byte[1 << 20]);
        byte[] before = PictureBytes.PngWith(png, others);
        byte[] after = [.. png[..^12], .. others, .. png[^12..], .. new byte[1 << 20]];
        foreach (byte[] file in (byte[][])[png, before, after])
        {
            using MemoryStream stream = new(file);
            PictureHeader header = PictureHeader.Read(stream, "f");
            byte[] parts = new byte[header.Length];
            header.ReadParts(stream, parts);
            Assert.Equal(WithoutOthers(png), parts);
        }

        Assert.Equal(Load(png), Load(before));
        Assert.Equal(Load(png), Load(after));
    }

    [Fact]
    public void A_palette_that_is_too_othersis_refused_before_the_decoder_has_it()
    {
        byte[] palette = PictureBytes.PngWith(PictureBytes.Png(8, 8), PictureBytes.PngChunk("PLTE", new byte[3 << 20]));
        using MemoryStream stream = new(palette);
        Refusal.Is(
            "f", ": found a corrupt image (a chunk PLTE of 3145728 bytes), expected a complete PNG image",
            () => PictureHeader.Read(stream, "f"));
    }

    /// <summary>A BMP is decoded at once, and so shows what a PNG of several stripes must give.</summary>
    [Theory]
    [InlineData(3000, 3000)]
    [InlineData(60_000, 150)]
    [InlineData(150, 60_000)]
    public void A_png_of_several_stripes_gives_the_pixels_of_a_bmp(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i / 3, width);
            pixels[i] = (byte)(1 | ((x * (1 + (i % 3))) + (y * 7) + (x * y / 512)));
        }

        Assert.Equal(
            Load(Pictures.Bmp(pixels, width, height), 64),
            Load(Pictures.Encode(pixels, width, height, SKEncodedImageFormat.Png, quality: 10), 64));
    }

    /// <summary>The signature and the chunks of a header, of pixels and of the end.</summary>
    private static byte[] WithoutOthers(byte[] png)
    {
        List<byte> kept = [.. png[..8]];
        for (int at = 8; at < png.Length;)
        {
            int length = 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (Encoding.ASCII.GetString(png, at + 4, 4) is "IHDR" or "IDAT" or "IEND")
            {
                kept.AddRange(png.AsSpan(at, length));
            }

            at += length;
        }

        return [.. kept];
    }

    private byte[] Load(byte[] contents, int size = 8)
    {
        string path = _folder.Write("x", contents);
        return [.. ImageFolder.LoadMatrix(path, new() { Size = size }, cancellation: Stop).Features.Bytes.ToArray().Cast<byte>()];
    }
}
