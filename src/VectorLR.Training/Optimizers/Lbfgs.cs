namespace VectorLR.Training;

/// <summary>Limited-memory BFGS: a quasi-Newton direction from the changes of the gradient over the last steps.</summary>
/// <remarks>
/// The two-loop recursion over ten pairs and a strong Wolfe line search (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and
/// 3.5). Usually one pass over X per update. All sums use <see cref="Kernels.Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>, so results
/// are bit-identical on every CPU and for every number of threads.
/// </remarks>
public sealed class Lbfgs : IOptimizer
{
    private const int Memory = 10;

    /// <inheritdoc/>
    public OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        List<Pair> pairs = [];
        OptimizerRun run = new("lbfgs", objective, start, options, progress, cancellation)
        {
            StopsWhenSeparated = true,
            State = () => [.. pairs.SelectMany(pair => (ReadOnlyMemory<double>[])[pair.Step, pair.Change])],
        };
        pairs.AddRange(Restore(run));
        double[] point = new double[run.Point.Length];
        double[] gradient = new double[run.Point.Length];
        double[] direction = new double[run.Point.Length];
        while (true)
        {
            if (run.ReasonToStop() is StopReason reason)
            {
                return run.Result(reason);
            }

            LineSearch.Outcome outcome = Step(run, pairs, direction, point, gradient, out double cost);
            if (outcome == LineSearch.Outcome.Exhausted && pairs.Count > 0)
            {
                // In a flat region the pairs may be rounding error: retry without them.
                pairs.Clear();
                outcome = Step(run, pairs, direction, point, gradient, out cost);
            }

            if (outcome != LineSearch.Outcome.Found)
            {
                return run.Result(outcome == LineSearch.Outcome.Cancelled ? StopReason.Cancelled : StopReason.PrecisionLimit);
            }

            run.MoveTo(ref point, ref gradient, cost);
            Remember(pairs, run, point, gradient);
        }
    }

    private static LineSearch.Outcome Step(
        OptimizerRun run, List<Pair> pairs, double[] direction, double[] point, double[] gradient, out double cost)
    {
        SetDirection(direction, run.Gradient, pairs);
        double slope = Kernels.Dot(direction, run.Gradient);
        if (!(slope < 0))
        {
            cost = run.Cost;
            return LineSearch.Outcome.Exhausted;
        }

        // Without pairs the curvature is unknown: the first step has length 1 at most.
        double first = pairs.Count > 0 ? 1 : 1 / Math.Max(1, Math.Sqrt(-slope));
        return LineSearch.Along(run, direction, slope, first, point, gradient, out cost);
    }

    /// <summary>The two-loop recursion: direction = -H gradient.</summary>
    private static void SetDirection(double[] direction, double[] gradient, List<Pair> pairs)
    {
        for (int j = 0; j < direction.Length; j++)
        {
            direction[j] = -gradient[j];
        }

        if (pairs.Count == 0)
        {
            return;
        }

        Span<double> alphas = stackalloc double[Memory];
        for (int k = pairs.Count - 1; k >= 0; k--)
        {
            alphas[k] = Kernels.Dot(pairs[k].Step, direction) / pairs[k].Product;
            Kernels.Axpy(-alphas[k], pairs[k].Change, direction);
        }

        Pair newest = pairs[^1];
        double scale = newest.Product / Kernels.Dot(newest.Change, newest.Change);
        foreach (ref double component in direction.AsSpan())
        {
            component *= scale;
        }

        for (int k = 0; k < pairs.Count; k++)
        {
            double beta = Kernels.Dot(pairs[k].Change, direction) / pairs[k].Product;
            Kernels.Axpy(alphas[k] - beta, pairs[k].Step, direction);
        }
    }

    /// <summary>
    /// Stores the last step and the gradient's change over it. The arguments hold the point and gradient before the step.
    /// </summary>
    private static void Remember(List<Pair> pairs, OptimizerRun run, double[] point, double[] gradient)
    {
        double[] step = (double[])run.Point.Clone();
        double[] change = (double[])run.Gradient.Clone();
        Kernels.Axpy(-1, point, step);
        Kernels.Axpy(-1, gradient, change);
        Pair pair = new(step, change, Kernels.Dot(step, change));

        // Convexity makes the product positive up to rounding. A pair without a positive product would make the approximation indefinite.
        if (!(pair.Product > 0))
        {
            return;
        }

        if (pairs.Count == Memory)
        {
            pairs.RemoveAt(0);
        }

        pairs.Add(pair);
    }

    private static IEnumerable<Pair> Restore(OptimizerRun run)
    {
        IReadOnlyList<ReadOnlyMemory<double>> state = run.ResumedState(
            lengths => lengths.Length <= 2 * Memory && lengths.Length % 2 == 0 && lengths.All(length => length == run.Point.Length));
        for (int k = 0; k < state.Count; k += 2)
        {
            double[] step = state[k].ToArray();
            double[] change = state[k + 1].ToArray();
            yield return new(step, change, Kernels.Dot(step, change));
        }
    }

    private readonly record struct Pair(double[] Step, double[] Change, double Product);
}
