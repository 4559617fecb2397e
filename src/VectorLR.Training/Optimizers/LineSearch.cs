namespace VectorLR.Training;

/// <summary>
/// Finds a step along a direction that satisfies the strong Wolfe conditions (Nocedal and Wright, Numerical Optimization, section 3.5).
/// </summary>
/// <remarks>
/// phi(t) = J(x + t d) is convex, so the sign of its slope at a trial step says on which side the minimum lies. The search keeps an
/// interval that contains the minimum, and shrinks it to the minimum of the cubic through the costs and slopes of its ends. It uses only
/// arithmetic and square roots, so results are bit-identical on every CPU.
/// </remarks>
internal static class LineSearch
{
    /// <summary>c_1: the cost must fall by at least this fraction of step * |phi'(0)|.</summary>
    private const double SufficientDecrease = 1e-4;

    /// <summary>c_2: the slope must shrink to this fraction of |phi'(0)|.</summary>
    private const double Curvature = 0.9;

    /// <summary>
    /// If step * |phi'(0)| is below this fraction of the cost, rounding in float hides the decrease, and the slopes alone decide: the
    /// approximate Wolfe conditions of Hager and Zhang (2005), with their epsilon and an upper slope of 0.8.
    /// </summary>
    private const double Resolution = 1e-6;
    private const double ApproximateUpper = 0.8;

    private const double MaxGrowth = 10;
    private const double Margin = 0.1;
    private const int MaxTrials = 25;

    internal enum Outcome
    {
        Found,
        Exhausted,
        Cancelled,
    }

    /// <summary>Searches along a direction from the current iterate of a run.</summary>
    /// <param name="run">The run: its iterate and its objective.</param>
    /// <param name="direction">d, a descent direction.</param>
    /// <param name="slope">phi'(0).</param>
    /// <param name="step">The first step to try.</param>
    /// <param name="point">Receives the point found.</param>
    /// <param name="gradient">Receives the gradient there.</param>
    /// <param name="cost">Receives the cost there.</param>
    public static Outcome Along(
        OptimizerRun run, double[] direction, double slope, double step, double[] point, double[] gradient, out double cost)
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
            Trial trial = new(step, cost, Kernels.Dot(gradient, direction));
            if (trial.IsFinite && SatisfiesWolfe(trial, run.Cost, slope))
            {
                return Outcome.Found;
            }

            // By convexity the minimum is before a trial with a positive slope, and before one whose cost is above that of the low end.
            if (!trial.IsFinite || trial.Slope >= 0 || trial.Cost > low.Cost)
            {
                high = trial;
            }
            else
            {
                low = trial;
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

    private static bool SatisfiesWolfe(Trial trial, double cost, double slope)
    {
        if (Math.Abs(trial.Slope) > Curvature * -slope)
        {
            return false;
        }

        double linearDecrease = trial.Step * -slope;
        return trial.Cost <= cost - (SufficientDecrease * linearDecrease)
            || (linearDecrease <= Resolution * cost
                && trial.Cost <= cost + (Resolution * cost)
                && trial.Slope <= ApproximateUpper * -slope);
    }

    private static double Next(Trial low, Trial? end)
    {
        if (end is not Trial high)
        {
            return low.Step * MaxGrowth;
        }

        double width = high.Step - low.Step;
        if (!high.IsFinite)
        {
            return low.Step + (Margin * width);
        }

        double minimum = CubicMinimum(low, high);
        double lower = low.Step + (Margin * width);
        double upper = high.Step - (Margin * width);
        return minimum >= lower && minimum <= upper ? minimum
            : minimum < lower ? lower
            : minimum > upper ? upper
            : low.Step + (0.5 * width);
    }

    /// <summary>Nocedal and Wright, (3.59). NaN if the cubic has no minimum.</summary>
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
