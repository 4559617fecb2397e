using System.Globalization;
using ScottPlot;
using VectorLR.Training;

namespace VectorLR.Cli.Charts;

/// <summary>Cost and gradient norm against the iteration, each on its own axis.</summary>
internal static class CostChart
{
    private const int Width = 900;
    private const int Height = 500;

    // From the colour-blind-safe palette of Okabe and Ito.
    private static readonly Color s_costColor = Color.FromHex("#0072B2");
    private static readonly Color s_gradientColor = Color.FromHex("#D55E00");

    /// <summary>Draws the chart.</summary>
    /// <param name="path">A file name ending in .svg or .png.</param>
    /// <param name="title">The title: the data and the optimizer.</param>
    /// <param name="result">The history, and the final iterate as the last point.</param>
    /// <returns>The file's contents.</returns>
    public static byte[] Draw(string path, string title, OptimizationResult result)
    {
        double[] iterations = [.. result.History.Select(at => (double)at.Number), result.Iterations];
        double[] costs = [.. result.History.Select(at => at.Cost), result.Cost];

        // The axis is logarithmic: log10 is plotted, and a gradient of zero is clamped.
        IEnumerable<double> norms = result.History.Select(at => at.GradientNorm).Append(result.GradientNorm);
        double[] gradients = [.. norms.Select(norm => Math.Log10(Math.Max(norm, double.Epsilon)))];
        Plot plot = ChartFont.NewPlot();
        plot.Title(title);
        plot.XLabel("iteration");
        Line(plot, iterations, costs, s_costColor, "cost J", plot.Axes.Left);
        Line(plot, iterations, gradients, s_gradientColor, "largest gradient component", plot.Axes.Right);
        ScottPlot.TickGenerators.NumericAutomatic decades = new()
        {
            IntegerTicksOnly = true,
            LabelFormatter = power => power is >= -3 and <= 3
                ? Math.Pow(10, power).ToString("0.###", CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"1e{power:0}"),
        };
        plot.Axes.Right.TickGenerator = decades;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, Math.Max(costs.Max() * 1.05, double.Epsilon), plot.Axes.Left);
        plot.Axes.SetLimitsX(0, Math.Max(1, result.Iterations));
        plot.HideLegend();
        return ChartFile.Draw(plot, path, Width, Height);
    }

    private static void Line(Plot plot, double[] x, double[] y, Color color, string label, IYAxis axis)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(x, y, color);
        line.LineWidth = 2;
        line.MarkerSize = x.Length > 1 ? 0 : 8;
        line.Axes.YAxis = axis;
        axis.Label.Text = label;
        axis.Label.ForeColor = color;
        axis.TickLabelStyle.ForeColor = color;
    }
}
