namespace VectorLR.Training;

/// <summary>Finds a step along a direction that satisfies the strong Wolfe conditions (Nocedal and Wright, Numerical Optimization, section 3.5).</summary>
/// <remarks>
/// phi(t) = J(x + t d) is convex, so the sign of its slope says on which side of a trial step the minimum lies: an interval is kept that holds it,
/// and shrunk by the minimum of the cubic through its ends' costs and slopes. Only arithmetic and square roots: the same bits on every CPU.
/// </remarks>
internal static class LineSearch
{
    /// <summary>The share of the slope's promise by which the cost must fall.</summary>
    private const double SufficientDecrease = 1e-4;

    /// <summary>What may remain of the slope.</summary>
    private const double Curvature = 0.9;

    /// <summary>
    /// Below this promise relative to the cost, its fall cannot be told from rounding, in float at any rate, and the slopes alone decide: the
    /// approximate Wolfe conditions of Hager and Zhang (2005), with their epsilon and an upper slope of 0.8.
    /// </summary>
    private const double Resolution = 1e-6;
    private const double ApproximateUpper = 0.8;

    private const double LargestGrowth = 10;
    private const double Margin = 0.1;
    private const int MaxTrials = 25;

    internal enum Outcome
    {
        Found,
        Exhausted,
        Cancelled,
    }

    /// <summary>Searches from where a run stands, from the given step on.</summary>
    /// <param name="run">Where it stands, and its objective.</param>
    /// <param name="direction">d, with a slope below 0.</param>
    /// <param name="slope">phi'(0).</param>
    /// <param name="step">The first step to try.</param>
    /// <param name="point">Receives the point that was found.</param>
    /// <param name="gradient">Receives its gradient.</param>
    /// <param name="cost">Receives its cost.</param>
    public static Outcome Along(OptimizerRun run, double[] direction, double slope, double step, double[] point, double[] gradient, out double cost)
    {
        Trial low = new(0, run.Cost, slope);
        Trial? high = null;
        cost = run.Cost;
        for (int trials = 0; trials < MaxTrials; trials++)
        {
            if (run.IsCancelled)
            {
                return Outcome.Cancelled;
            }

            run.Point.CopyTo(point, 0);
            Kernels.Axpy(step, direction, point);
            cost = run.Evaluate(point, gradient);
            Trial here = new(step, cost, Kernels.Dot(gradient, direction));
            if (here.IsFinite && IsGoodEnough(here, run.Cost, slope))
            {
                return Outcome.Found;
            }

            // A convex function's minimum is before a point with a rising slope, and before one that is higher than where the slope falls.
            if (!here.IsFinite || here.Slope >= 0 || here.Cost > low.Cost)
            {
                high = here;
            }
            else
            {
                low = here;
            }

            double next = Next(low, high);
            if (next == step || next == low.Step)
            {
                break;
            }

            step = next;
        }

        return Outcome.Exhausted;
    }

    private static bool IsGoodEnough(Trial here, double cost, double slope)
    {
        if (Math.Abs(here.Slope) > Curvature * -slope)
        {
            return false;
        }

        double promise = here.Step * -slope;
        return here.Cost <= cost - (SufficientDecrease * promise)
            || (promise <= Resolution * cost && here.Cost <= cost + (Resolution * cost) && here.Slope <= ApproximateUpper * -slope);
    }

    private static double Next(Trial low, Trial? end)
    {
        if (end is not Trial high)
        {
            return low.Step * LargestGrowth;
        }

        double width = high.Step - low.Step;
        if (!high.IsFinite)
        {
            return low.Step + (Margin * width);
        }

        double minimum = CubicMinimum(low, high);
        double nearest = low.Step + (Margin * width);
        double furthest = high.Step - (Margin * width);
        return minimum >= nearest && minimum <= furthest ? minimum : minimum < nearest ? nearest : minimum > furthest ? furthest : low.Step + (0.5 * width);
    }

    /// <summary>Nocedal and Wright's (3.59); NaN where the cubic has no minimum.</summary>
    private static double CubicMinimum(Trial a, Trial b)
    {
        double d1 = a.Slope + b.Slope - (3 * (a.Cost - b.Cost) / (a.Step - b.Step));
        double d2 = Math.Sqrt((d1 * d1) - (a.Slope * b.Slope));
        return b.Step - ((b.Step - a.Step) * (b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2)));
    }

    private readonly record struct Trial(double Step, double Cost, double Slope)
    {
        public bool IsFinite => double.IsFinite(Cost) && double.IsFinite(Slope);
    }
}
