using System.Numerics;

namespace VectorLR.Training;

/// <summary>Tells an optimum from a cost that has no minimum, by a certificate that the classes are separable.</summary>
internal sealed class Separation
{
    /// <summary>Weights up to this, in log-odds per standard deviation, are no sign of separable classes.</summary>
    private const double FirstSize = 16;

    /// <summary>
    /// The iterates whose numbers are powers of two. Between two of them the weights that have an optimum hardly move and those that have
    /// none grow, also where rounding hides the movement of the last step.
    /// </summary>
    private readonly List<double[]> _milestones = [];

    private double _nextSize = FirstSize;
    private double[]? _former;

    /// <summary>The state, for a checkpoint: the size at which to look next, the number of vectors that follow, and those.</summary>
    public IReadOnlyList<double[]> State
    {
        get
        {
            double[][] former = _former is null ? [] : [_former];
            return [[_nextSize, _milestones.Count + former.Length], .. former, .. _milestones];
        }

        set
        {
            _nextSize = value[0][0];
            _former = value.Count > 1 ? value[1] : null;
            _milestones.Clear();
            _milestones.AddRange(value.Skip(2));
        }
    }

    /// <summary>Whether the cost alone proves that every example is on its right side.</summary>
    public static bool IsCertain(OptimizerRun run) => run.StopsWhenSeparated && run.Cost < run.Objective.SeparableCostBound;

    /// <summary>
    /// Whether a direction near the iterate, or near its movement, is a certificate. It is looked for whenever the weights have doubled
    /// and, if this is the last iterate, once more.
    /// </summary>
    public bool IsFound(OptimizerRun run, bool isLast)
    {
        // With labels between 0 and 1 there is no bound on the cost, but there may be a certificate, in z-scores.
        if (run.Objective.SeparableCostBound == 0 && (run.Objective.L2 > 0 || run.Objective.Moments is null))
        {
            return false;
        }

        if (isLast)
        {
            // Without a trace: a run that is resumed here goes on as if it had not ended.
            return IsFound(run);
        }

        double size = run.Coordinates.Largest(run.Point);
        bool isFound = size >= _nextSize && IsFound(run);
        _nextSize = size >= _nextSize ? 2 * size : _nextSize;
        Remember(run);
        return isFound;
    }

    private bool IsFound(OptimizerRun run)
    {
        bool isFound = IsFoundSince(run, _former ?? new double[run.Point.Length]);
        for (int k = _milestones.Count - 2; k >= 0 && !isFound; k -= 2)
        {
            isFound = IsFoundSince(run, _milestones[k]);
        }

        return isFound;
    }

    private static bool IsFoundSince(OptimizerRun run, double[] former)
    {
        double[] movement = (double[])run.Point.Clone();
        Kernels.Axpy(-1, former, movement);
        run.Passes++;
        return run.Objective.IsSeparableAlong(Parameters(run, run.Point), Parameters(run, movement), isBiasFixed: false);
    }

    private void Remember(OptimizerRun run)
    {
        if (BitOperations.IsPow2(run.Iterations) && _milestones.Count <= BitOperations.Log2((uint)run.Iterations))
        {
            _milestones.Add([.. run.Point]);
        }

        _former ??= new double[run.Point.Length];
        run.Point.CopyTo(_former, 0);
    }

    private static double[] Parameters(OptimizerRun run, double[] point) =>
        [.. run.Coordinates.ToParameters(point, out double bias), bias];
}
