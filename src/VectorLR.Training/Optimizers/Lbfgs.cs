namespace VectorLR.Training;

/// <summary>Limited-memory BFGS: a quasi-Newton direction from the changes of the gradient over the last steps.</summary>
/// <remarks>
/// The two-loop recursion over ten pairs and a strong Wolfe line search (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and
/// 3.5), in coordinates in which every feature has mean 0 and about the same curvature. Usually one pass over X per update. A run that is
/// slow to converge, as with correlated features, computes the Hessian now and then and starts the recursion from its inverse. All sums
/// use <see cref="Kernels.Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>, so results are bit-identical on every CPU and for every
/// number of threads.
/// </remarks>
/// <example>
/// <code>
/// FitResult fit = LogisticRegression.Fit(x, y, new() { Optimizer = new Lbfgs(), Stopping = new() { Tolerance = 1e-9 } });
/// </code>
/// </example>
public sealed class Lbfgs : IOptimizer
{
    private const int Memory = 10;

    /// <summary>The Hessian costs about as much as a quarter as many passes as there are features.</summary>
    private const int FeaturesPerPass = 4;
    private const int MinUpdatesPerHessian = 20;
    private const int MaxHessianFeatures = 1000;

    /// <summary>Where the penalty gives every direction this curvature, the gradient tells how far away the optimum is.</summary>
    private const double MinCurvature = 1d / 1024;

    /// <summary>The updates that a Hessian at the end may cost, beside those that were made.</summary>
    private const int UpdatesForCheck = 8;

    /// <inheritdoc/>
    public OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        List<Pair> pairs = [];
        HessianInverse inverse = new();
        OptimizerRun run = new("lbfgs", objective, start, options, progress, cancellation, isScaled: true)
        {
            StopsWhenSeparated = true,
            State = () => [inverse.Point, .. pairs.SelectMany(pair => (ReadOnlyMemory<double>[])[pair.Step, pair.Change])],
        };
        int updatesPerHessian = Math.Max(MinUpdatesPerHessian, objective.Features / 2);
        bool hasHessian = objective.Features <= MaxHessianFeatures;
        Restore(run, pairs, inverse);
        double[] point = new double[run.Point.Length];
        double[] gradient = new double[run.Point.Length];
        double[] direction = new double[run.Point.Length];
        while (true)
        {
            if (hasHessian && run.Iterations > 0 && run.Iterations % updatesPerHessian == 0 && inverse.ComputedAt != run.Iterations)
            {
                hasHessian = inverse.TryCompute(run, run.Point);
            }

            // The step of the quadratic model is the estimated error of the iterate.
            SetDirection(direction, run.Gradient, pairs, inverse);
            if (hasHessian && inverse.ComputedAt != run.Iterations && run.Coordinates.CurvatureOfPenalty < MinCurvature
                && run.Coordinates.Largest(direction) <= run.Tolerance
                && objective.Features <= FeaturesPerPass * (run.Iterations + UpdatesForCheck))
            {
                // Along features that are nearly collinear, and where losses vanish, the gradient is small far from the optimum: neither
                // the pairs nor the Hessian of an earlier iterate show it.
                hasHessian = inverse.TryCompute(run, run.Point);
                pairs.Clear();
                SetDirection(direction, run.Gradient, pairs, inverse);
            }

            if (run.ReasonToStop(direction) is StopReason reason)
            {
                return run.Result(reason);
            }

            LineSearch.Outcome outcome = Step(run, pairs, inverse, direction, point, gradient, out double cost);
            if (outcome == LineSearch.Outcome.Exhausted && pairs.Count > 0)
            {
                // In a flat region the pairs may be rounding error: retry without them.
                pairs.Clear();
                SetDirection(direction, run.Gradient, pairs, inverse);
                outcome = Step(run, pairs, inverse, direction, point, gradient, out cost);
            }

            if (outcome != LineSearch.Outcome.Found)
            {
                return run.Result(outcome == LineSearch.Outcome.Cancelled ? StopReason.Cancelled : run.ReasonWithoutProgress);
            }

            run.MoveTo(ref point, ref gradient, cost);
            Remember(pairs, run, point, gradient);
        }
    }

    private static LineSearch.Outcome Step(
        OptimizerRun run,
        List<Pair> pairs,
        HessianInverse inverse,
        double[] direction,
        double[] point,
        double[] gradient,
        out double cost)
    {
        double slope = Kernels.Dot(direction, run.Gradient);
        if (!(slope < 0))
        {
            cost = run.Cost;
            return LineSearch.Outcome.Exhausted;
        }

        // Without pairs the curvature is unknown: the first step has length 1 at most.
        double first = pairs.Count > 0 || inverse.IsKnown ? 1 : 1 / Math.Max(1, Math.Sqrt(-slope));
        return LineSearch.Along(run, direction, slope, first, point, gradient, out cost);
    }

    /// <summary>The two-loop recursion: direction = -H gradient.</summary>
    private static void SetDirection(double[] direction, double[] gradient, List<Pair> pairs, HessianInverse inverse)
    {
        for (int j = 0; j < direction.Length; j++)
        {
            direction[j] = -gradient[j];
        }

        Span<double> alphas = stackalloc double[Memory];
        for (int k = pairs.Count - 1; k >= 0; k--)
        {
            alphas[k] = Kernels.Dot(pairs[k].Step, direction) / pairs[k].Product;
            Kernels.Axpy(-alphas[k], pairs[k].Change, direction);
        }

        // The initial matrix, scaled to the curvature along the newest step.
        inverse.Multiply(direction);
        if (pairs.Count > 0)
        {
            Pair newest = pairs[^1];
            double[] change = (double[])newest.Change.Clone();
            inverse.Multiply(change);
            double scale = newest.Product / Kernels.Dot(newest.Change, change);
            foreach (ref double component in direction.AsSpan())
            {
                component *= scale;
            }
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

    private static void Restore(OptimizerRun run, List<Pair> pairs, HessianInverse inverse)
    {
        IReadOnlyList<ReadOnlyMemory<double>> state = run.ResumedState(lengths =>
            lengths.Length <= (2 * Memory) + 1 && lengths.Length % 2 == 1
            && (lengths[0] == 0 || lengths[0] == run.Point.Length) && lengths.Skip(1).All(length => length == run.Point.Length));
        if (state.Count > 0 && state[0].Length > 0)
        {
            inverse.TryCompute(run, state[0].ToArray());
            run.Passes--;
        }

        for (int k = 1; k < state.Count; k += 2)
        {
            double[] step = state[k].ToArray();
            double[] change = state[k + 1].ToArray();
            pairs.Add(new(step, change, Kernels.Dot(step, change)));
        }
    }

    private readonly record struct Pair(double[] Step, double[] Change, double Product);

    /// <summary>The inverse of the Hessian at an earlier iterate; the identity before the first.</summary>
    private sealed class HessianInverse
    {
        private Cholesky? _factor;

        public bool IsKnown => _factor is not null;

        /// <summary>The number of the iterate at which it was computed; -1 for none.</summary>
        public int ComputedAt { get; private set; } = -1;

        public double[] Point { get; private set; } = [];

        /// <summary>Computes the Hessian at a point. Returns false if the objective has none.</summary>
        public bool TryCompute(OptimizerRun run, double[] point)
        {
            int size = point.Length;
            try
            {
                _factor = Newton.Factor(run, point, new double[size * size]);
            }
            catch (NotSupportedException)
            {
                return false;
            }
            catch (OperationCanceledException)
            {
                // The run notices it next.
                return true;
            }

            Point = (double[])point.Clone();
            ComputedAt = run.Iterations;
            return true;
        }

        public void Multiply(double[] vector)
        {
            if (_factor is null)
            {
                return;
            }

            double[] original = (double[])vector.Clone();
            _factor.Solve(vector);
            for (int j = 0; j < vector.Length; j++)
            {
                // What depends on others keeps the curvature 1 of its coordinate.
                vector[j] = _factor.IsSkipped[j] ? original[j] : vector[j];
            }
        }
    }
}
