using ScottPlot;
using VectorLR.Training;

namespace VectorLR.Cli.Charts;

/// <summary>The largest effects of a model's features, as horizontal bars.</summary>
internal static class EffectChart
{
    private const int MaxBars = 20;
    private const int MaxNameLength = 40;
    private const int Width = 900;
    private const int RowHeight = 24;
    private const int Frame = 130;

    // The ends of the picture's colour scale.
    private static readonly Color s_for = Color.FromHex("#D55E00");
    private static readonly Color s_against = Color.FromHex("#0072B2");

    /// <summary>Draws the chart.</summary>
    /// <param name="path">A file name ending in .svg or .png.</param>
    /// <param name="model">The model.</param>
    /// <param name="effects">Its effects, the largest first.</param>
    /// <returns>The file's contents.</returns>
    public static byte[] Draw(string path, LogisticRegression model, IReadOnlyList<Effect> effects)
    {
        Effect[] shown = [.. effects.Take(MaxBars)];
        string unit = model.Standardization is null ? "unit of the feature" : "standard deviation";
        Plot plot = ChartFont.NewPlot();
        plot.Title($"Log-odds of '{model.PositiveLabel}' per {unit}: "
            + (shown.Length < effects.Count ? $"the {shown.Length} largest of {effects.Count} weights" : "all weights"));
        List<Bar> all = [.. shown.Select((effect, i) => new Bar
        {
            Position = -i,
            Value = effect.LogOdds,
            Label = NumberText.Of(effect.LogOdds, 3),
            FillColor = effect.LogOdds >= 0 ? s_for : s_against,
            LineWidth = 0,
            Size = 0.8,
            Orientation = Orientation.Horizontal,
        })];
        ScottPlot.Plottables.BarPlot bars = plot.Add.Bars(all);
        bars.ValueLabelStyle.FontSize = 11;
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. shown.Select((effect, i) => new Tick(-i, Short(effect.Name)))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.XLabel($"log-odds per {unit}");
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Add.VerticalLine(0, width: 1.5f, color: Colors.Black);
        double min = Math.Min(0, shown.Min(effect => effect.LogOdds));
        double max = Math.Max(0, shown.Max(effect => effect.LogOdds));
        double margin = Math.Max((max - min) * 0.12, double.Epsilon);
        plot.Axes.SetLimits(min - margin, max + margin, 0.6 - shown.Length, 0.6);
        return ChartFile.Draw(plot, path, Width, Frame + (RowHeight * shown.Length));
    }

    private static string Short(string name) => name.Length <= MaxNameLength ? name : $"{name[..MaxNameLength]}...";
}
