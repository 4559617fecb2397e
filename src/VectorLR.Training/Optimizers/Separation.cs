using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>Tells an optimum from a cost that has no minimum.</summary>
internal static class Separation
{
    /// <summary>With more features the Hessian is too expensive for this check.</summary>
    private const int MaxFeatures = 1000;

    /// <summary>The number of Newton steps to look ahead.</summary>
    private const double StepsAhead = 4;

    /// <summary>The smallest Newton step, relative to the parameters, that indicates separation.</summary>
    private const double MinStep = 1e-3;

    /// <summary>Whether the cost still falls as the parameters grow, at a point whose gradient is within the tolerance.</summary>
    /// <remarks>
    /// Near an optimum the cost is close to a parabola, and one Newton step leads to its minimum. Four steps pass the minimum, and the
    /// slope there is positive. If the classes are separable in some direction, the cost falls like e^-t along it. Gradient and Hessian
    /// vanish together, so the Newton step keeps its length, and the slope after four steps is still negative.
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
            // Without a Hessian only the cost can prove separation.
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
