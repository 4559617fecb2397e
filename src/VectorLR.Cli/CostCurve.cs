using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using VectorLR.Training;

namespace VectorLR.Cli;

/// <summary>The cost against the iteration. A terminal shows it live; other outputs get it once, after training.</summary>
internal sealed class CostCurve(int iterations) : IProgress<Iteration>
{
    private const int Columns = 72;
    private const int Height = 10;
    private const string Levels = " ▁▂▃▄▅▆▇█";
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);

    private readonly double?[] _costs = new double?[Columns];
    private Iteration _last;
    private long _drawn = Stopwatch.GetTimestamp();
    private Action _refresh = () => { };

    public void Report(Iteration value)
    {
        // A column shows the last cost of its range of iterations.
        _costs[(int)((long)value.Number * Columns / iterations)] = value.Cost;
        _last = value;
        if (Stopwatch.GetElapsedTime(_drawn) > s_frame)
        {
            _refresh();
            _drawn = Stopwatch.GetTimestamp();
        }
    }

    public OptimizationResult Watch(IAnsiConsole console, Func<IProgress<Iteration>, OptimizationResult> train)
    {
        OptimizationResult? result = null;
        if (console.Profile.Out.IsTerminal)
        {
            console.Live(Draw()).Start(context =>
            {
                _refresh = () => context.UpdateTarget(Draw());
                result = train(this);
                _refresh();
            });
        }
        else
        {
            result = train(this);
            console.Write(Draw());
            console.WriteLine();
        }

        return result!;
    }

    private Spectre.Console.Rows Draw()
    {
        double top = _costs.Max() ?? 1;
        List<IRenderable> lines = [];
        for (int row = Height - 1; row >= 0; row--)
        {
            string label = row == Height - 1 ? top.ToString("F3", CultureInfo.InvariantCulture) : row == 0 ? "0.000" : "";
            string bars = string.Concat(_costs.Select(cost => Levels[Level(cost, top, row)]));
            lines.Add(new Text($"{label,7} {bars}"));
        }

        lines.Add(new Text(string.Create(
            CultureInfo.InvariantCulture, $"{"",8}cost J, iterations 0 to {iterations}; at {_last.Number}: {_last.Cost:F6}")));
        return new Spectre.Console.Rows(lines);
    }

    /// <summary>Returns how much of a cell is filled, in eighths. A known cost fills at least one.</summary>
    private static int Level(double? cost, double top, int row)
    {
        if (cost is not double value)
        {
            return 0;
        }

        int eighths = Math.Max(1, (int)Math.Round(value / top * Height * 8));
        return Math.Clamp(eighths - (row * 8), 0, 8);
    }
}
