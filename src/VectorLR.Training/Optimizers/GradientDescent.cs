namespace VectorLR.Training;

/// <summary>Batch gradient descent: w := w - alpha dw, b := b - alpha db, over all examples.</summary>
/// <example>
/// <code>
/// IObjective objective = LogisticObjective.Create(x, y);
/// OptimizationResult result = new GradientDescent(0.1).Minimize(objective, Parameters.Zero(n), new() { Iterations = 2000 });
/// </code>
/// </example>
public sealed class GradientDescent : IOptimizer
{
    private readonly double _learningRate;

    /// <summary>Creates gradient descent with a fixed rate.</summary>
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
    /// One pass over X per update, and one more for the cost and gradient at the end. Each update is a product and a difference in double,
    /// both rounded, so results are bit-identical on every CPU. If the rate is too large, the cost oscillates. A run that ends above the
    /// start's cost has diverged. It returns the parameters of the lowest cost, as a cancelled run does.
    /// </remarks>
    public OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        double first = 0;
        Iterate? lowest = null;
        OptimizerRun run = new("gd", objective, start, options, progress, cancellation)
        {
            State = () => lowest is null ? [new[] { first }] : [new[] { first, lowest.Cost }, lowest.Point, lowest.Gradient],
        };
        int length = run.Point.Length;
        IReadOnlyList<ReadOnlyMemory<double>> state = run.ResumedState(
            lengths => lengths is [1] || lengths is [2, int one, int other] && one == length && other == length);
        first = state.Count == 0 ? run.Cost : state[0].Span[0];
        lowest = state.Count == 3 ? new(state[1].ToArray(), state[2].ToArray(), state[0].Span[1]) : null;
        double[] point = new double[length];
        double[] gradient = new double[length];
        double previous = run.Cost;
        while (true)
        {
            StopReason? reason = run.ReasonToStop();
            if (reason == StopReason.Diverged && run.Iterations > (options?.Resume?.Iterations ?? 0))
            {
                // The last update made a value non-finite: undo it.
                run.Undo(point, gradient, previous);
            }
            else if (reason == StopReason.IterationLimit && run.Cost > first && lowest is not null)
            {
                return run.Result(StopReason.Diverged, lowest);
            }
            else if (reason == StopReason.Cancelled && lowest?.Cost < run.Cost)
            {
                return run.Result(StopReason.Cancelled, lowest);
            }

            if (reason is StopReason stop)
            {
                return run.Result(stop);
            }

            previous = run.Cost;
            Vectors.SubtractScaled(run.Point, _learningRate, run.Gradient, point);
            if (point.AsSpan().SequenceEqual(run.Point))
            {
                return run.Result(StopReason.PrecisionLimit, lowest?.Cost < run.Cost ? lowest : null);
            }

            double cost = run.Evaluate(point, gradient);
            if (cost > previous && !(lowest?.Cost <= previous))
            {
                // The cost rises, so the current iterate may be the best one. If the rate is too large, this happens in every other step.
                lowest = run.Snapshot(lowest);
            }

            run.MoveTo(ref point, ref gradient, cost);
        }
    }
}
