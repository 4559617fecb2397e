using ScottPlot;
using SkiaSharp;

namespace VectorLR.Cli.Charts;

/// <summary>The typeface of all charts, embedded in the tool. Charts look the same on every system, even without fonts.</summary>
internal sealed class ChartFont : IFontResolver
{
    /// <summary>The name of the typeface, in ScottPlot and in SVG.</summary>
    public const string Name = "Roboto";

    private static readonly byte[] s_bytes = Read();
    private static readonly Lazy<SKTypeface> s_typeface = new(() => SKTypeface.FromData(SKData.CreateCopy(s_bytes)));

    /// <summary>A CSS rule with the embedded typeface, so that an SVG or HTML file is self-contained.</summary>
    public static string FontFace => $"@font-face{{font-family:'{Name}';src:url(data:font/ttf;base64,{Convert.ToBase64String(s_bytes)})}}";

    /// <summary>The typeface.</summary>
    public static SKTypeface Typeface => s_typeface.Value;

    /// <summary>Creates a plot that uses the typeface for all text.</summary>
    public static Plot NewPlot()
    {
        if (!Fonts.FontResolvers.OfType<ChartFont>().Any())
        {
            Fonts.FontResolvers.Insert(0, new ChartFont());
            Fonts.Default = Name;
        }

        Plot plot = new();
        plot.Font.Set(Name);
        return plot;
    }

    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => s_typeface.Value;

    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => s_typeface.Value;

    private static byte[] Read()
    {
        using Stream stream = typeof(ChartFont).Assembly.GetManifestResourceStream("Roboto-Latin.ttf")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
