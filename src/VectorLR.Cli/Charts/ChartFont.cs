using ScottPlot;
using SkiaSharp;

namespace VectorLR.Cli.Charts;

/// <summary>The one typeface of all charts, inside the tool: they look the same everywhere, also where the system has no fonts.</summary>
internal sealed class ChartFont : IFontResolver
{
    /// <summary>Its name, in ScottPlot and in SVG.</summary>
    public const string Name = "Roboto";

    private static readonly byte[] s_bytes = Read();
    private static readonly Lazy<SKTypeface> s_typeface = new(() => SKTypeface.FromData(SKData.CreateCopy(s_bytes)));

    /// <summary>A style sheet's rule that carries the typeface, so that an SVG or HTML file needs nothing else.</summary>
    public static string FontFace => $"@font-face{{font-family:'{Name}';src:url(data:font/ttf;base64,{Convert.ToBase64String(s_bytes)})}}";

    /// <summary>The typeface itself.</summary>
    public static SKTypeface Typeface => s_typeface.Value;

    /// <summary>A plot that uses it for every text.</summary>
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
