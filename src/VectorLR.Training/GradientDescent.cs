using System.Diagnostics;

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
    /// both rounded, in double: the same bits on every CPU.
    /// </remarks>
    public OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(start);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Iterations, nameof(options));
        if (!(options.Tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "the tolerance must not be negative or NaN");
        }

        if (start.Weights.Length != objective.Features)
        {
            throw new ArgumentException($"the start has {start.Weights.Length} weights for {objective.Features} features", nameof(start));
        }

        long begin = Stopwatch.GetTimestamp();
        double[] weights = start.Weights.ToArray();
        double bias = start.Bias;
        double[] gradient = new double[weights.Length];
        double[] previousWeights = new double[weights.Length];
        double previousBias = bias;
        List<Iteration> history = new(Math.Min(options.Iterations, 1 << 20));
        Iteration last = default;
        for (int k = 0; ; k++)
        {
            LogisticCost cost = objective.Evaluate(weights, bias, gradient);
            Iteration here = new(k, cost.Cost, LargestComponent(gradient, cost.BiasGradient), k + 1, Stopwatch.GetElapsedTime(begin));
            if (!double.IsFinite(here.Cost) || !double.IsFinite(here.GradientNorm) || !AreFinite(weights, bias))
            {
                // The step that led here was the bad one: go back over it.
                return k == 0 ? Result(weights, bias, here, StopReason.Diverged) : Result(previousWeights, previousBias, last, StopReason.Diverged);
            }

            if (here.GradientNorm <= options.Tolerance)
            {
                return Result(weights, bias, here, StopReason.Converged);
            }

            if (k == options.Iterations)
            {
                return Result(weights, bias, here, StopReason.IterationLimit);
            }

            if (cancellation.IsCancellationRequested)
            {
                return Result(weights, bias, here, StopReason.Cancelled);
            }

            history.Add(here);
            progress?.Report(here);
            last = here;
            weights.CopyTo(previousWeights, 0);
            previousBias = bias;
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] -= _learningRate * gradient[j];
            }

            bias -= _learningRate * cost.BiasGradient;
        }

        OptimizationResult Result(double[] w, double b, Iteration at, StopReason reason) => new(
            new(w, b), at.Cost, at.GradientNorm, at.Number, Math.Max(history.Count + 1, at.Passes), reason, Stopwatch.GetElapsedTime(begin), history);
    }

    private static bool AreFinite(ReadOnlySpan<double> weights, double bias)
    {
        // A sum of zeros unless there is an infinity or a NaN, which times zero is NaN.
        double sum = bias * 0;
        foreach (double weight in weights)
        {
            sum += weight * 0;
        }

        return sum == 0;
    }

    private static double LargestComponent(ReadOnlySpan<double> gradient, double biasGradient)
    {
        double largest = Math.Abs(biasGradient);
        foreach (double component in gradient)
        {
            // Math.Max keeps a NaN, which must be seen.
            largest = Math.Max(largest, Math.Abs(component));
        }

        return largest;
    }
}
