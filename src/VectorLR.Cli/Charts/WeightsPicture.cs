using SkiaSharp;
using VectorLR.Training;

namespace VectorLR.Cli.Charts;

/// <summary>The weights of an image model as a picture: pixels that favour class 1, and pixels that favour class 0.</summary>
internal static class WeightsPicture
{
    private const int PanelSize = 320;
    private const int Gap = 24;
    private const int TextSize = 20;

    // The ends of a scale that is white in the middle, from the colour-blind-safe palette of Okabe and Ito.
    private static readonly SKColor s_for = new(0xD5, 0x5E, 0x00);
    private static readonly SKColor s_against = new(0x00, 0x72, 0xB2);

    /// <summary>Draws one panel per colour channel. Returns null when the weights are not those of a square image.</summary>
    public static byte[]? Draw(LogisticRegression model)
    {
        ReadOnlySpan<double> weights = model.Parameters.Weights.Span;
        (int size, int channels) = Shape(weights.Length);
        if (size == 0)
        {
            return null;
        }

        string[] names = channels == 1 ? [""] : ["red", "green", "blue"];
        int top = Gap + TextSize + (Gap / 2) + (channels == 1 ? 0 : TextSize + (Gap / 2));
        int width = Math.Max(2, channels) * (PanelSize + Gap) + Gap;
        using SKBitmap bitmap = new(width, top + PanelSize + (6 * Gap), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using SKCanvas canvas = new(bitmap);
        using SKPaint paint = new() { IsAntialias = true };
        using SKFont font = new(ChartFont.Typeface, TextSize);
        canvas.Clear(SKColors.White);
        double largest = 0;
        foreach (double weight in weights)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        paint.Color = SKColors.Black;
        canvas.DrawText($"Weight of each pixel: log-odds of '{model.PositiveLabel}'", Gap, Gap + TextSize, SKTextAlign.Left, font, paint);
        for (int channel = 0; channel < channels; channel++)
        {
            int left = Gap + (channel * (PanelSize + Gap));
            paint.Color = SKColors.Black;
            canvas.DrawText(names[channel], left, top - (Gap / 2), SKTextAlign.Left, font, paint);
            using SKBitmap panel = new(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque);
            for (int pixel = 0; pixel < size * size; pixel++)
            {
                panel.SetPixel(pixel % size, pixel / size, Color(weights[(pixel * channels) + channel], largest));
            }

            using SKImage image = SKImage.FromBitmap(panel);
            SKRect area = SKRect.Create(left, top, PanelSize, PanelSize);
            canvas.DrawImage(image, area, new SKSamplingOptions(SKFilterMode.Nearest), paint);
            paint.Style = SKPaintStyle.Stroke;
            canvas.DrawRect(area, paint);
            paint.Style = SKPaintStyle.Fill;
        }

        Scale(top + PanelSize + Gap);
        int key = top + PanelSize + (4 * Gap);
        Key(Gap, key, s_for, $"bright pixels here favour '{model.PositiveLabel}'");
        Key(Gap, key + (Gap * 3 / 2), s_against, $"bright pixels here favour '{model.NegativeLabel}'");
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();

        // The colours from the least weight that a colour can stand for to the largest.
        void Scale(int y)
        {
            for (int x = 0; x < PanelSize; x++)
            {
                paint.Color = Color(largest * ((2.0 * x / (PanelSize - 1)) - 1), largest);
                canvas.DrawRect(Gap + x, y, 1, Gap / 2, paint);
            }

            paint.Color = SKColors.Black;
            int below = y + (Gap / 2) + TextSize;
            canvas.DrawText(NumberText.Of(-largest, 3), Gap, below, SKTextAlign.Left, font, paint);
            canvas.DrawText("0", Gap + (PanelSize / 2), below, SKTextAlign.Center, font, paint);
            canvas.DrawText(NumberText.Of(largest, 3), Gap + PanelSize, below, SKTextAlign.Right, font, paint);
        }

        void Key(int x, int y, SKColor color, string text)
        {
            paint.Color = color;
            canvas.DrawRect(x, y - TextSize + 3, TextSize, TextSize, paint);
            paint.Color = SKColors.Black;
            canvas.DrawText(text, x + TextSize + 10, y, SKTextAlign.Left, font, paint);
        }
    }

    /// <summary>Returns the size and the channels: s^2 weights are a grey image, 3 s^2 a colour image. No number is both.</summary>
    private static (int Size, int Channels) Shape(int weights)
    {
        foreach (int channels in (ReadOnlySpan<int>)[1, 3])
        {
            int size = (int)Math.Round(Math.Sqrt(weights / (double)channels));
            if (weights > 0 && (long)size * size * channels == weights)
            {
                return (size, channels);
            }
        }

        return (0, 0);
    }

    private static SKColor Color(double weight, double largest)
    {
        double share = largest == 0 ? 0 : Math.Abs(weight) / largest;
        SKColor end = weight >= 0 ? s_for : s_against;
        byte Mix(byte value) => (byte)Math.Round(255 - (share * (255 - value)));
        return new SKColor(Mix(end.Red), Mix(end.Green), Mix(end.Blue));
    }
}
