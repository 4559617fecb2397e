namespace VectorLR.Training;

/// <summary>
/// Adam over mini-batches (Kingma and Ba 2015): many small updates per pass over X, for data on which full passes are expensive.
/// </summary>
/// <remarks>
/// An iteration is an epoch. It visits every example once, in an order determined by the seed and the epoch, and then makes one more pass
/// for the cost and gradient of the stopping rule: two passes over X. The rate is alpha / sqrt(epoch), epochs counted from 1, as the
/// method's proof of convergence requires. beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-8. Updates are elementwise in double and one thread
/// evaluates a batch, so results are bit-identical on every instruction set and for every number of threads. The result is the epoch with
/// the lowest cost. A run that ends above the start's cost has diverged. Cancelling within an epoch discards that epoch.
/// </remarks>
/// <example>
/// <code>
/// FitResult fit = LogisticRegression.Fit(x, y, new() { Optimizer = new Adam(0.01, batchSize: 64), L2 = 0.01 });
/// </code>
/// </example>
public sealed class Adam : IOptimizer
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double _learningRate;
    private readonly int _batchSize;
    private readonly int _seed;

    /// <summary>Creates an Adam optimizer.</summary>
    /// <param name="learningRate">
    /// alpha, the rate of the first epoch, a finite number above 0. One update changes each weight by about alpha log-odds per standard
    /// deviation of its feature.
    /// </param>
    /// <param name="batchSize">The number of examples per update, at least 1.</param>
    /// <param name="seed">The seed of the order of the examples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a finite number above 0, or the batch size is below 1.</exception>
    public Adam(double learningRate = 0.01, int batchSize = 256, int seed = 0)
    {
        if (!(learningRate > 0) || !double.IsFinite(learningRate))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "the learning rate must be a finite number above 0");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_learningRate, _batchSize, _seed) = (learningRate, batchSize, seed);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The objective does not support mini-batches.</exception>
    public OptimizationResult Minimize(
        IObjective objective,
        Parameters start,
        StoppingOptions? options = null,
        IProgress<Iteration>? progress = null,
        CancellationToken cancellation = default)
    {
        double[] mean = [];
        double[] variance = [];
        double first = 0;
        Iterate? lowest = null;
        OptimizerRun run = new("adam", objective, start, options, progress, cancellation, isScaled: true)
        {
            State = () => [mean, variance, new[] { first, lowest!.Cost }, lowest.Point, lowest.Gradient],
        };
        int length = run.Point.Length;
        IReadOnlyList<ReadOnlyMemory<double>> state = run.ResumedState(
            lengths => lengths.AsSpan().SequenceEqual([length, length, 2, length, length]));
        bool isNew = state.Count == 0;
        (mean, variance) = isNew ? (new double[length], new double[length]) : (state[0].ToArray(), state[1].ToArray());
        first = isNew ? run.Cost : state[2].Span[0];
        lowest = isNew ? run.Snapshot() : new(state[3].ToArray(), state[4].ToArray(), state[2].Span[1]);
        double[] point = new double[length];
        double[] gradient = new double[length];
        double[] nextMean = new double[length];
        double[] nextVariance = new double[length];
        int[] order = new int[objective.Count];
        while (true)
        {
            if (run.ReasonToStop(run.Gradient) is StopReason reason)
            {
                reason = reason == StopReason.IterationLimit && run.Cost > first ? StopReason.Diverged : reason;
                return run.Cost <= lowest.Cost ? run.Result(reason) : run.Result(reason, lowest);
            }

            run.Point.CopyTo(point.AsSpan());
            mean.CopyTo(nextMean.AsSpan());
            variance.CopyTo(nextVariance.AsSpan());
            if (!Epoch(run, order, point, gradient, nextMean, nextVariance, cancellation))
            {
                // A cancelled epoch is discarded: the iterate is the one before it.
                continue;
            }

            (mean, nextMean) = (nextMean, mean);
            (variance, nextVariance) = (nextVariance, variance);
            run.Passes++;
            run.MoveTo(ref point, ref gradient, run.Evaluate(point, gradient));
            if (run.Cost < lowest.Cost)
            {
                lowest = run.Snapshot(lowest);
            }
        }
    }

    /// <summary>Visits every example once. Returns false if cancelled.</summary>
    private bool Epoch(
        OptimizerRun run,
        int[] order,
        double[] point,
        double[] gradient,
        double[] mean,
        double[] variance,
        CancellationToken cancellation)
    {
        int epoch = run.Iterations;
        Shuffle(order, epoch);
        double rate = _learningRate / Math.Sqrt(epoch + 1);
        ReadOnlySpan<double> units = run.Coordinates.Units;
        int size = Math.Min(_batchSize, order.Length);
        long update = (long)epoch * (((order.Length - 1) / size) + 1);
        for (int first = 0, count; first < order.Length; first += count)
        {
            count = Math.Min(size, order.Length - first);
            if (cancellation.IsCancellationRequested)
            {
                return false;
            }

            ReadOnlySpan<int> batch = order.AsSpan(first, count);
            ReadOnlySpan<double> weights = run.Coordinates.ToParameters(point, out double bias);
            gradient[^1] = run.Objective.EvaluateBatch(batch, weights, bias, gradient.AsSpan(..^1)).BiasGradient;
            run.Coordinates.ScaleGradient(gradient);
            update++;
            double firstScale = 1 / (1 - Power(FirstDecay, update));
            double secondScale = 1 / (1 - Power(SecondDecay, update));
            for (int j = 0; j < point.Length; j++)
            {
                mean[j] = (FirstDecay * mean[j]) + ((1 - FirstDecay) * gradient[j]);
                variance[j] = (SecondDecay * variance[j]) + ((1 - SecondDecay) * gradient[j] * gradient[j]);
                point[j] -= rate / units[j] * (mean[j] * firstScale) / (Math.Sqrt(variance[j] * secondScale) + Epsilon);
            }
        }

        return true;
    }

    /// <summary>The epoch's order of examples: a Fisher-Yates shuffle of 0, 1, 2, ... with SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private void Shuffle(int[] order, int epoch)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        ulong random = ((ulong)(uint)_seed << 32) | (uint)epoch;
        for (int i = order.Length - 1; i > 0; i--)
        {
            random += 0x9E3779B97F4A7C15;
            ulong bits = (random ^ (random >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            int other = (int)Math.BigMul(bits ^ (bits >> 31), (ulong)i + 1, out _);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }

    /// <summary>x^n by squaring. Math.Pow may differ between systems.</summary>
    private static double Power(double x, long n)
    {
        double power = 1;
        for (; n > 0; n >>= 1, x *= x)
        {
            power = (n & 1) == 1 ? power * x : power;
        }

        return power;
    }
}
