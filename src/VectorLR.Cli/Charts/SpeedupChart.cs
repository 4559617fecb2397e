using System.Globalization;
using ScottPlot;
using VectorLR.Cli.Measuring;

namespace VectorLR.Cli.Charts;

/// <summary>The speed-up over the for-loop: a group of bars for each workload and a colour for each implementation.</summary>
/// <remarks>The axis is logarithmic. Bars go up from the time of the for-loop when faster and down when slower.</remarks>
internal static class SpeedupChart
{
    private const int Width = 1100;
    private const int Height = 600;

    // The colour-blind-safe palette of Okabe and Ito; the reference implementation is grey.
    private static readonly string[] s_colors = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"];

    public static void Save(string path, SpeedupResult result)
    {
        Plot plot = ChartFont.NewPlot();
        plot.Title($"Speed-up over the for-loop on {result.Cpu}");

        // The for-loop is left out: its speed-up is 1 by definition.
        string[] ways = [.. result.Works[0].Ways.Skip(1).Select(way => way.How)];
        const double Gap = 1.5;
        double group = ways.Length + Gap;
        for (int way = 0; way < ways.Length; way++)
        {
            bool isReference = result.Works[0].Ways[way + 1].IsReference;
            Color color = Color.FromHex(isReference ? "#9AA5B1" : s_colors[way % s_colors.Length]);
            List<Bar> bars = [.. result.Works.Select((work, index) => new Bar
            {
                Position = (index * group) + way,
                Value = Math.Log10(work.Ways[way + 1].SpeedUp),
                Label = work.Ways[way + 1].Times,
                FillColor = color,
                LineWidth = 0,
                Size = 0.9,
            })];
            ScottPlot.Plottables.BarPlot series = plot.Add.Bars(bars);
            series.LegendText = isReference ? "scalar, the reference" : ways[way];
            series.ValueLabelStyle.FontSize = 11;
        }

        double middle = (ways.Length - 1) / 2d;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. result.Works.Select((work, index) => new Tick((index * group) + middle, $"{work.Name}\n{work.Size}"))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.YLabel("times as fast as the for-loop");
        double[] speedUps = [.. result.Works.SelectMany(work => work.Ways).Select(way => way.SpeedUp)];
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. Enumerable.Range(-3, 8).SelectMany(power => (int[])[1, 2, 5], (power, digit) => digit * Math.Pow(10, power))
                .Select(value => new Tick(Math.Log10(value), string.Create(CultureInfo.InvariantCulture, $"{value:0.###}x")))]);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Add.HorizontalLine(0, width: 1.5f, color: Colors.Black);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.Axes.SetLimits(
            -Gap,
            (group * result.Works.Count) - Gap + 0.5,
            Math.Log10(Math.Min(1, speedUps.Min())) - 0.15,
            Math.Log10(Math.Max(1, speedUps.Max())) + 0.35);
        ChartFile.Save(plot, path, Width, Height);
    }
}
