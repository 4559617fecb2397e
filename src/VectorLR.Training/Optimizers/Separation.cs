namespace VectorLR.Training;

/// <summary>Tells an optimum from a cost that has no minimum, by a certificate that the classes are separable.</summary>
internal sealed class Separation
{
    /// <summary>Weights up to this, in log-odds per standard deviation, are no sign of separable classes.</summary>
    private const double FirstSize = 16;

    private double _nextSize = FirstSize;
    private double[]? _former;

    /// <summary>Whether the cost alone proves that every example is on its right side.</summary>
    public static bool IsCertain(OptimizerRun run) => run.StopsWhenSeparated && run.Cost < run.Objective.SeparableCostBound;

    /// <summary>
    /// Whether a direction near the iterate, or near its movement, is a certificate. It is looked for whenever the weights have doubled
    /// and, if this is the last iterate, once more.
    /// </summary>
    public bool IsFound(OptimizerRun run, bool isLast)
    {
        if (run.Objective.SeparableCostBound == 0)
        {
            return false;
        }

        double size = run.Coordinates.Largest(run.Point);
        if (!isLast && size < _nextSize)
        {
            Remember(run.Point);
            return false;
        }

        _nextSize = Math.Max(_nextSize, 2 * size);
        double[] movement = (double[])run.Point.Clone();
        if (_former is not null)
        {
            Kernels.Axpy(-1, _former, movement);
        }

        Remember(run.Point);
        run.Passes++;
        return run.Objective.IsSeparableAlong(Parameters(run, run.Point), Parameters(run, movement), isBiasFixed: false);
    }

    private void Remember(double[] point)
    {
        _former ??= new double[point.Length];
        point.CopyTo(_former, 0);
    }

    private static double[] Parameters(OptimizerRun run, double[] point) =>
        [.. run.Coordinates.ToParameters(point, out double bias), bias];
}
