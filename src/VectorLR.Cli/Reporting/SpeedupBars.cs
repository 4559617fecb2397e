using System.Globalization;
using System.Net;
using System.Text;
using VectorLR.Cli.Measuring;

namespace VectorLR.Cli.Reporting;

/// <summary>The speed-ups of one workload as horizontal bars, in SVG that inherits colours and font from the page.</summary>
internal static class SpeedupBars
{
    // In SVG units; one is about a pixel on a phone.
    private const int Width = 320;
    private const int RowHeight = 26;
    private const int BarHeight = 18;
    private const int Labels = 138;
    private const int Numbers = 52;

    public static void Append(StringBuilder page, WorkResult work)
    {
        double largest = work.Ways.Max(way => way.SpeedUp);
        string description = string.Join(", ", work.Ways.Select(way => $"{way.How} {way.Times}"));
        page.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {RowHeight * work.Ways.Count}\" role=\"img\""
            + $" aria-label=\"{WebUtility.HtmlEncode(description)}\">\n");
        for (int row = 0; row < work.Ways.Count; row++)
        {
            SpeedupTable.Line way = work.Ways[row];
            int middle = (row * RowHeight) + (RowHeight / 2);
            double length = Math.Max(1, (Width - Labels - Numbers) * way.SpeedUp / largest);
            page.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Labels - 8}\" y=\"{middle}\" text-anchor=\"end\" dominant-baseline=\"central\">"
                + $"{WebUtility.HtmlEncode(way.How)}</text>");
            page.Append(
                CultureInfo.InvariantCulture,
                $"<rect{(row == 0 || way.IsReference ? " class=\"base\"" : "")} x=\"{Labels}\" y=\"{middle - (BarHeight / 2)}\""
                + $" width=\"{length:F1}\" height=\"{BarHeight}\" rx=\"2\"/>");
            page.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Labels + length + 6:F1}\" y=\"{middle}\" dominant-baseline=\"central\">{way.Times}</text>\n");
        }

        page.Append("</svg>\n");
    }
}
