using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>Newton's method: the Hessian X D X^T, its Cholesky factor, and a line search that starts at the full step.</summary>
/// <remarks>
/// Also known as iteratively reweighted least squares. It makes few updates of m n_x^2 / 2 multiplications each, so it suits up to about a
/// thousand features. It is the only optimizer that provides standard errors. Results are bit-identical on every CPU and for every number
/// of threads.
/// </remarks>
/// <example>
/// <code>
/// FitResult fit = LogisticRegression.Fit(x, y, new() { Optimizer = new Newton() });
/// Console.WriteLine(fit.Coefficients()[0].StandardError);
/// </code>
/// </example>
public sealed class Newton : IOptimizer
{
    private const int MaxFeatures = 4096;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The objective has no Hessian.</exception>
    public OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (objective.Features > MaxFeatures)
        {
            throw new ArgumentException(
                $"the objective has {objective.Features} features; Newton's method stores n_x^2 values and supports at most {MaxFeatures}",
                nameof(objective));
        }

        OptimizerRun run = new("newton", objective, start, options, progress, cancellation, isScaled: true) { StopsWhenSeparated = true };
        _ = run.ResumedState(lengths => lengths.Length == 0);
        int size = run.Point.Length;
        double[] hessian = new double[size * size];
        double[] point = new double[size];
        double[] gradient = new double[size];
        double[] direction = new double[size];
        while (true)
        {
            Cholesky? factor;
            try
            {
                factor = Factor(run, run.Point, hessian);
            }
            catch (OperationCanceledException)
            {
                return run.Result(StopReason.Cancelled);
            }

            if (factor is null)
            {
                return run.Result(StopReason.Diverged);
            }

            // -H^-1 g is the step to the minimum of the parabola, and so the estimated error of the iterate.
            direction.AsSpan().Clear();
            Kernels.Axpy(-1, run.Gradient, direction);
            factor.Solve(direction);
            if (run.ReasonToStop(direction) is StopReason reason)
            {
                return Conclude(run, factor, reason);
            }

            double slope = Kernels.Dot(direction, run.Gradient);
            double cost = run.Cost;
            LineSearch.Outcome outcome = slope < 0
                ? LineSearch.Along(run, direction, slope, 1, point, gradient, out cost)
                : LineSearch.Outcome.Exhausted;
            if (outcome != LineSearch.Outcome.Found)
            {
                return Conclude(run, factor, outcome == LineSearch.Outcome.Cancelled ? StopReason.Cancelled : run.ReasonWithoutProgress);
            }

            run.MoveTo(ref point, ref gradient, cost);
        }
    }

    /// <summary>The factor of the Hessian at a point, in the run's coordinates; null if it is not finite.</summary>
    internal static Cholesky? Factor(OptimizerRun run, double[] point, double[] hessian)
    {
        int size = point.Length;
        Span2D<double> square = new(hessian, size, size);
        Coordinates coordinates = run.Coordinates;
        ReadOnlySpan<double> weights = coordinates.ToParameters(point, out double bias);
        run.Objective.Hessian(weights, bias, coordinates.Centers, coordinates.WeightScales, square, run.Cancellation);
        run.Passes++;
        for (int j = 0; j < size; j++)
        {
            double scale = coordinates.BiasScale;
            square[size - 1, j] /= scale;
            square[j, size - 1] /= scale;
        }

        for (int j = 0; j < size - 1; j++)
        {
            if (coordinates.IsFixed[j])
            {
                // A constant but for rounding: what curvature it has beside the penalty's is rounding too.
                square.GetRowSpan(j).Clear();
                square.GetColumn(j).Clear();
                square[j, j] = run.Objective.L2;
            }
        }

        return Cholesky.Factor(square);
    }

    /// <summary>The result, with standard errors and dependent features at an optimum.</summary>
    private static OptimizationResult Conclude(OptimizerRun run, Cholesky factor, StopReason reason)
    {
        OptimizationResult result = run.Result(reason);
        if (reason is not (StopReason.Converged or StopReason.PrecisionLimit))
        {
            return result;
        }

        int features = run.Point.Length - 1;
        List<FeatureDependence> dependences = [];
        for (int j = 0; j < features; j++)
        {
            if (factor.IsSkipped[j])
            {
                dependences.Add(new(j, Array.FindAll(factor.DependsOn(j), k => k < features)));
            }
        }

        return result with
        {
            StandardErrors = run.Coordinates.StandardErrors(factor, run.Objective.TotalWeight),
            DependentFeatures = dependences,
        };
    }
}
