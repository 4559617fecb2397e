using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>Newton's method: the Hessian X D X^T, its Cholesky factor, and a line search that starts at the full step.</summary>
/// <remarks>
/// Also known as iteratively reweighted least squares. It makes few updates of m n_x^2 / 2 multiplications each, so it suits up to about a
/// thousand features. It is the only optimizer that provides standard errors. Results are bit-identical on every CPU and for every number
/// of threads.
/// </remarks>
public sealed class Newton : IOptimizer
{
    private const int MaxFeatures = 4096;

    /// <summary>The range of relative damping of the diagonal for dependent features.</summary>
    private const double MinDamping = 1e-12;
    private const double MaxDamping = 1;

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

        OptimizerRun run = new("newton", objective, start, options, progress, cancellation) { StopsWhenSeparated = true };
        _ = run.ResumedState(lengths => lengths.Length == 0);
        int size = run.Point.Length;
        double[] hessian = new double[size * size];
        double[] point = new double[size];
        double[] gradient = new double[size];
        while (true)
        {
            if (run.ReasonToStop() is StopReason reason)
            {
                return WithStandardErrors(run, hessian, reason);
            }

            Span2D<double> square = Evaluate(run, hessian);
            if (Direction(square, run.Gradient) is not double[] direction)
            {
                return run.Result(StopReason.Diverged);
            }

            double slope = Kernels.Dot(direction, run.Gradient);
            double cost = run.Cost;
            LineSearch.Outcome outcome = slope < 0
                ? LineSearch.Along(run, direction, slope, 1, point, gradient, out cost)
                : LineSearch.Outcome.Exhausted;
            if (outcome != LineSearch.Outcome.Found)
            {
                return outcome == LineSearch.Outcome.Cancelled
                    ? run.Result(StopReason.Cancelled)
                    : WithStandardErrors(run, hessian, StopReason.PrecisionLimit);
            }

            run.MoveTo(ref point, ref gradient, cost);
        }
    }

    /// <summary>
    /// -H^-1 g, with the smallest damping that makes the Hessian positive definite; null if no damping does (H is not finite).
    /// </summary>
    internal static double[]? Direction(ReadOnlySpan2D<double> hessian, ReadOnlySpan<double> gradient)
    {
        Cholesky? factor = Cholesky.Factor(hessian);
        for (double damping = MinDamping; factor is null && damping <= MaxDamping; damping *= 100)
        {
            factor = Cholesky.Factor(hessian, damping);
        }

        if (factor is null)
        {
            return null;
        }

        double[] direction = new double[gradient.Length];
        Kernels.Axpy(-1, gradient, direction);
        factor.Solve(direction);
        return direction;
    }

    private static Span2D<double> Evaluate(OptimizerRun run, double[] hessian)
    {
        int size = run.Point.Length;
        Span2D<double> square = new(hessian, size, size);
        run.Objective.Hessian(run.Point.AsSpan(..^1), run.Point[^1], square);
        run.Passes++;
        return square;
    }

    private static OptimizationResult WithStandardErrors(OptimizerRun run, double[] hessian, StopReason reason)
    {
        if (reason is not (StopReason.Converged or StopReason.PrecisionLimit))
        {
            return run.Result(reason);
        }

        double[]? variances = Cholesky.Factor(Evaluate(run, hessian))?.InverseDiagonal();
        OptimizationResult result = run.Result(reason);
        double[] errors = new double[run.Point.Length];
        for (int j = 0; j < errors.Length; j++)
        {
            errors[j] = variances is null ? double.NaN : Math.Sqrt(variances[j] / run.Objective.TotalWeight);
        }

        return result with { StandardErrors = errors };
    }
}
