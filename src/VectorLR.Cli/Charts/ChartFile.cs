using System.Text;
using ScottPlot;
using VectorLR.Training;

namespace VectorLR.Cli.Charts;

/// <summary>Writes charts as SVG or PNG, by the file name extension.</summary>
internal static class ChartFile
{
    // Pixels per point on a high-density screen.
    private const int PngScale = 2;

    /// <summary>The extensions that a chart file may have.</summary>
    public static readonly string[] Extensions = [".svg", ".png"];

    /// <summary>Writes a chart.</summary>
    /// <param name="plot">The chart.</param>
    /// <param name="path">A name that ends in .svg or .png.</param>
    /// <param name="width">The width in points; a PNG has two pixels per point.</param>
    /// <param name="height">The height in points.</param>
    public static void Save(Plot plot, string path, int width, int height) =>
        AtomicFile.WriteAllBytes(path, Draw(plot, path, width, height));

    /// <summary>Draws a chart. The parameters are those of <see cref="Save"/>.</summary>
    /// <returns>The file's contents.</returns>
    public static byte[] Draw(Plot plot, string path, int width, int height)
    {
        if (Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            string svg = plot.GetSvgXml(width, height);
            int end = svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal));
            svg = svg.Insert(end + 1, $"<style>{ChartFont.FontFace}</style>").Insert(end, $" viewBox=\"0 0 {width} {height}\"");
            return Encoding.UTF8.GetBytes(svg);
        }

        plot.ScaleFactor = PngScale;
        return plot.GetImageBytes(width * PngScale, height * PngScale, ImageFormat.Png);
    }
}
