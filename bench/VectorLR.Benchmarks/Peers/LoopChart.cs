using System.Globalization;
using System.Text;
using ScottPlot;
using VectorLR.Cli.Charts;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The README's picture: a selection of stored results over the time of the for-loop, on a logarithmic axis.</summary>
internal static class LoopChart
{
    private const int Width = 1000;
    private const int Height = 440;

    private static readonly (string Work, string Size, string Name)[] s_selection =
    [
        ("Dot float", "8", "dot, 8"),
        ("Dot float", "1,024", "dot, 1024"),
        ("Dot float", "10,000,000", "dot, 10 million"),
        ("Sigmoid float", "4,096", "sigmoid, 4096"),
        ("Prediction float", "1x30", "one prediction\n30 features"),
        ("LogisticGradient float, ExampleRows", "569x30", "training step\n569 x 30"),
        ("LogisticGradient float, ExampleRows", "209x12288", "training step\n209 x 12288"),
        ("LogisticGradient float, ExampleRows", "8192x12288", "training step\n8192 x 12288"),
        ("GradientDescent float, all threads", "209x12288", "training step\n209 x 12288\nall threads"),
    ];

    /// <summary>Draws the chart as SVG. A work that the results lack is left out.</summary>
    /// <exception cref="InvalidDataException">The results have none of the works beside a for-loop.</exception>
    public static string Draw(PeerResults results)
    {
        (string Name, double Ratio)[] bars =
        [
            .. s_selection.SelectMany(
                chosen => results.Items.Where(item => item.Work == chosen.Work && item.Size == chosen.Size)
                    .SelectMany(item => item.Peers.Where(row => row.Kind == PeerKind.Loop)),
                (chosen, row) => (chosen.Name, row.Ratio)),
        ];
        if (bars.Length == 0)
        {
            throw new InvalidDataException("the results have no for-loop of the works in the chart");
        }

        Plot plot = ChartFont.NewPlot();
        MachineSheet sheet = results.Sheet;
        plot.Title($"Times as fast as the plain for-loop, floats: {sheet.Processor} {sheet.Family}, {sheet.Isa}, {sheet.Date}");
        List<Bar> drawn =
        [
            .. bars.Select((bar, index) => new Bar
            {
                Position = index,
                Value = Math.Log2(bar.Ratio),
                Label = bar.Ratio.ToString(bar.Ratio < 2 ? "0.00x" : "0.0x", CultureInfo.InvariantCulture),
                FillColor = Color.FromHex("#0072B2"),
                LineWidth = 0,
                Size = 0.7,
            }),
        ];
        ScottPlot.Plottables.BarPlot series = plot.Add.Bars(drawn);
        series.ValueLabelStyle.FontSize = 13;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. bars.Select((bar, index) => new Tick(index, bar.Name))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. Enumerable.Range(-2, 10).Select(power => new Tick(
                power, string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(2, power)}x")))]);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Add.HorizontalLine(0, width: 1.5f, color: Colors.Black);
        double[] heights = [.. bars.Select(bar => Math.Log2(bar.Ratio)), 0];
        plot.Axes.SetLimits(-0.7, bars.Length - 0.3, heights.Min() - 0.5, heights.Max() + 0.7);
        return Encoding.UTF8.GetString(ChartFile.Draw(plot, ".svg", Width, Height));
    }
}
