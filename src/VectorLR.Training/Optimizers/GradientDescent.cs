namespace VectorLR.Training;

/// <summary>The notes' gradient descent: w := w - alpha dw, b := b - alpha db, over all examples at a time.</summary>
public sealed class GradientDescent : IOptimizer
{
    private readonly double _learningRate;

    /// <summary>Makes gradient descent with a fixed rate.</summary>
    /// <param name="learningRate">alpha, a finite number above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a finite number above 0.</exception>
    public GradientDescent(double learningRate)
    {
        if (!(learningRate > 0) || !double.IsFinite(learningRate))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "the learning rate must be a finite number above 0");
        }

        _learningRate = learningRate;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// One pass over X for each update, and one more for the cost and gradient at the end. Each update is a product and a difference,
    /// both rounded, in double: the same bits on every CPU. A rate that is too large makes the cost jump about; where it ends above the
    /// start's, the run has diverged and the parameters are those with the lowest cost on the way.
    /// </remarks>
    public OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        Descent run = new("gd", objective, start, options, progress, cancellation);
        double[] point = new double[run.Point.Length];
        double[] gradient = new double[run.Point.Length];
        double first = run.Cost;
        double previous = first;
        (double[] Point, double[] Gradient, double Cost)? lowest = null;
        while (true)
        {
            StopReason? reason = run.ReasonToStop();
            if (reason == StopReason.Diverged && run.Iterations > (options?.Resume?.Iterations ?? 0))
            {
                // The step that led here was the bad one: go back over it.
                run.GoBackTo(point, gradient, previous);
            }
            else if (reason == StopReason.IterationLimit && run.Cost > first && lowest is { } best)
            {
                run.GoTo(best.Point, best.Gradient, best.Cost);
                reason = StopReason.Diverged;
            }

            if (reason is StopReason stop)
            {
                return run.Result(stop);
            }

            if (run.Cost > previous && !(lowest?.Cost <= previous))
            {
                // Uphill: what was before the step may be the best there will be. A rate that is too large goes uphill every other step.
                lowest = (lowest?.Point ?? new double[point.Length], lowest?.Gradient ?? new double[point.Length], previous);
                point.CopyTo(lowest.Value.Point.AsSpan());
                gradient.CopyTo(lowest.Value.Gradient.AsSpan());
            }

            previous = run.Cost;
            Vectors.SubtractScaled(run.Point, _learningRate, run.Gradient, point);
            double cost = run.Evaluate(point, gradient);
            run.MoveTo(ref point, ref gradient, cost);
        }
    }
}
