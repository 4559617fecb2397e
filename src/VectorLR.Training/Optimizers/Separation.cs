using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>Tells an optimum from a valley without an end.</summary>
internal static class Separation
{
    /// <summary>Beyond this the Hessian costs more than it can tell.</summary>
    private const int MaxFeatures = 1000;

    /// <summary>How many Newton steps to look ahead, and how large a step must be, relative to the parameters, to mean anything.</summary>
    private const double StepsAhead = 4;
    private const double MinStep = 1e-3;

    /// <summary>Whether, where the gradient is within its tolerance, the cost goes on falling as the parameters grow.</summary>
    /// <remarks>
    /// Near an optimum the cost is a parabola, and one Newton step leads to its bottom: four lead as far up the other side, where the slope is
    /// reversed. Where the classes are separable in some direction the cost falls like e^-t along it: its gradient vanishes and with it the
    /// Hessian, so that Newton's step keeps its length, and after four the slope still points down.
    /// </remarks>
    public static bool IsLeftUnbounded(OptimizerRun run)
    {
        if (run.Objective.SeparableCostBound == 0 || run.Objective.Features > MaxFeatures)
        {
            return false;
        }

        int size = run.Point.Length;
        double[] hessian = new double[size * size];
        Span2D<double> square = new(hessian, size, size);
        try
        {
            run.Objective.Hessian(run.Point.AsSpan(..^1), run.Point[^1], square);
        }
        catch (NotSupportedException)
        {
            // What has no Hessian, or examples beyond one view, has only the cost to go by.
            return false;
        }

        run.Passes++;
        if (Newton.Direction(square, run.Gradient) is not double[] direction
            || Kernels.Dot(direction, direction) < MinStep * MinStep * Kernels.Dot(run.Point, run.Point))
        {
            return false;
        }

        double[] ahead = (double[])run.Point.Clone();
        double[] gradient = new double[size];
        Kernels.Axpy(StepsAhead, direction, ahead);
        run.Evaluate(ahead, gradient);
        return Kernels.Dot(gradient, direction) < 0;
    }
}
