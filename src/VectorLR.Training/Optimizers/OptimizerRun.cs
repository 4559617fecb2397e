using System.Diagnostics;

namespace VectorLR.Training;

/// <summary>One run of an optimizer: its iterate, its counters, and the stopping rules that all optimizers share.</summary>
/// <remarks>Points and gradients have length n_x + 1, in the run's coordinates. The bias is last.</remarks>
internal sealed class OptimizerRun
{
    /// <summary>A step below this fraction of the point changes it by its rounding only.</summary>
    private const double RoundingOfPoint = 8d / (1L << 53);

    private readonly string _optimizer;
    private readonly StoppingOptions _options;
    private readonly IProgress<Iteration>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<Iteration> _history = [];
    private readonly Separation _separation = new();
    private readonly Stagnation _stagnation = new();
    private readonly long _begin = Stopwatch.GetTimestamp();
    private double? _error;

    public OptimizerRun(
        string optimizer,
        IObjective objective,
        Parameters start,
        StoppingOptions? options,
        IProgress<Iteration>? progress,
        CancellationToken cancellation,
        bool isScaled = false)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(start);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Iterations, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CheckpointEvery, 1, nameof(options));
        if (!(options.Tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "the tolerance must not be negative or NaN");
        }

        start = options.Resume?.Parameters ?? start;
        if (start.Weights.Length != objective.Features)
        {
            throw new ArgumentException($"the start has {start.Weights.Length} weights for {objective.Features} features", nameof(start));
        }

        (_optimizer, Objective, _options, _progress, _cancellation) = (optimizer, objective, options, progress, cancellation);
        Coordinates = isScaled ? Coordinates.For(objective, start) : Coordinates.Identity(objective.Features);
        Point = Coordinates.ToPoint(start.Weights.Span, start.Bias);
        Gradient = new double[Point.Length];
        Resume(options.Resume);
        Cost = Evaluate(Point, Gradient);
        if (options.Resume is Checkpoint resume && BitConverter.DoubleToInt64Bits(resume.Cost) != BitConverter.DoubleToInt64Bits(Cost))
        {
            throw new ArgumentException(
                $"the checkpoint's cost is {resume.Cost:R}, but its parameters have cost {Cost:R} here: "
                + "it was written with other data or other options",
                nameof(options));
        }
    }

    public IObjective Objective { get; }

    public Coordinates Coordinates { get; }

    public CancellationToken Cancellation => _cancellation;

    public double[] Point { get; private set; }

    public double[] Gradient { get; private set; }

    public double Cost { get; private set; }

    public int Iterations { get; private set; }

    public int Passes { get; set; }

    /// <summary>The largest component of the gradient with respect to w and b.</summary>
    public double GradientNorm => NormOf(Gradient);

    public bool IsCancelled => _cancellation.IsCancellationRequested;

    /// <summary>The optimizer's state besides the point, for a checkpoint.</summary>
    public Func<IReadOnlyList<ReadOnlyMemory<double>>> State { get; init; } = () => [];

    /// <summary>Whether to stop as soon as the classes are found separable. Otherwise only a converged run is checked.</summary>
    public bool StopsWhenSeparated { get; init; }

    /// <summary>The largest estimated error, or gradient component, of a converged run.</summary>
    public double Tolerance => _options.Tolerance;

    /// <summary>Why a run ends that cannot lower the cost any further.</summary>
    public StopReason ReasonWithoutProgress =>
        StopsWhenSeparated && _separation.IsFound(this, isLast: true) ? StopReason.Separable : StopReason.PrecisionLimit;

    /// <summary>Computes J and its gradient at any point, in one pass.</summary>
    public double Evaluate(double[] point, double[] gradient)
    {
        Passes++;
        ReadOnlySpan<double> weights = Coordinates.ToParameters(point, out double bias);
        LogisticGradientResult cost = Objective.Evaluate(weights, bias, gradient.AsSpan(..^1));
        gradient[^1] = cost.BiasGradient;
        Coordinates.ScaleGradient(gradient);
        return cost.Cost;
    }

    /// <summary>Makes an evaluated point the next iterate. The arrays of the old one are handed back for reuse.</summary>
    public void MoveTo(ref double[] point, ref double[] gradient, double cost)
    {
        (Point, point) = (point, Point);
        (Gradient, gradient) = (gradient, Gradient);
        Cost = cost;
        Iterations++;
    }

    /// <summary>Undoes the last update.</summary>
    public void Undo(double[] point, double[] gradient, double cost)
    {
        (Point, Gradient, Cost) = (point, gradient, cost);
        Iterations--;
    }

    /// <summary>
    /// A copy of the current iterate. It reuses the arrays of an earlier snapshot, since allocating them is slow for many features.
    /// </summary>
    public Iterate Snapshot(Iterate? former = null)
    {
        if (former is null)
        {
            return new([.. Point], [.. Gradient], Cost);
        }

        Point.CopyTo(former.Point, 0);
        Gradient.CopyTo(former.Gradient, 0);
        return former with { Cost = Cost };
    }

    /// <summary>The state of the checkpoint that the run resumes, besides the run's own; empty for a new run.</summary>
    /// <exception cref="ArgumentException">The lengths of the state's vectors are not as expected; the message names them.</exception>
    public IReadOnlyList<ReadOnlyMemory<double>> ResumedState(Func<int[], bool> isExpected)
    {
        if (_options.Resume is not Checkpoint resume)
        {
            return [];
        }

        int[] lengths = [.. resume.State.Select(vector => vector.Length)];
        int own = OwnVectors(resume.State, lengths);
        if (own < 0 || !isExpected(lengths[own..]))
        {
            throw new ArgumentException(
                $"the checkpoint's state has vectors of lengths [{string.Join(", ", lengths)}], "
                + $"which do not match the optimizer '{_optimizer}' with {Objective.Features} features");
        }

        if (own > 0)
        {
            _stagnation.State = resume.State[1].ToArray();
            _separation.State = [.. resume.State.Take(own).Skip(2).Select(vector => vector.ToArray())];
        }

        return [.. resume.State.Skip(own)];
    }

    /// <summary>The number of vectors at the begin of a checkpoint's state that are the run's own; -1 if they are not as expected.</summary>
    private int OwnVectors(IReadOnlyList<ReadOnlyMemory<double>> state, int[] lengths)
    {
        if (Coordinates.IsIdentity)
        {
            return 0;
        }

        // The point, the stagnation, and the separation with the number of its vectors.
        if (lengths.Length < 3 || lengths[0] != Point.Length || lengths[1] is not (0 or 3) || lengths[2] != 2)
        {
            return -1;
        }

        double own = 3 + state[2].Span[1];
        return own >= 3 && own <= lengths.Length && own == Math.Floor(own) && lengths[3..(int)own].All(length => length == Point.Length)
            ? (int)own
            : -1;
    }

    /// <summary>
    /// The reason to stop at the current iterate, or null to continue. To continue also records and reports the iteration.
    /// </summary>
    /// <param name="error">
    /// The estimated error of every component of the point, by which convergence is judged; null to judge by the gradient.
    /// </param>
    public StopReason? ReasonToStop(double[]? error = null)
    {
        double norm = GradientNorm;
        _error = error is null ? null : Coordinates.Largest(error);
        if (!double.IsFinite(Cost) || !double.IsFinite(norm) || !Vectors.AreFinite(Point))
        {
            return StopReason.Diverged;
        }

        if (Separation.IsCertain(this))
        {
            return StopReason.Separable;
        }

        if ((_error ?? norm) <= Tolerance)
        {
            return _separation.IsFound(this, isLast: true) ? StopReason.Separable : StopReason.Converged;
        }

        if (_error <= RoundingOfPoint * Coordinates.Largest(Point))
        {
            return ReasonWithoutProgress;
        }

        // Only where every step that counts lowers the cost.
        if (error is not null && StopsWhenSeparated && _stagnation.IsReached(Iterations, Cost, Coordinates.Largest(error)))
        {
            return ReasonWithoutProgress;
        }

        if (Iterations >= _options.Iterations)
        {
            return StopsWhenSeparated && _separation.IsFound(this, isLast: true) ? StopReason.Separable : StopReason.IterationLimit;
        }

        if (StopsWhenSeparated && _separation.IsFound(this, isLast: false))
        {
            return StopReason.Separable;
        }

        if (IsCancelled)
        {
            return StopReason.Cancelled;
        }

        if (_options.OnCheckpoint is Action<Checkpoint> save && _history.Count > 0 && Iterations % _options.CheckpointEvery == 0)
        {
            save(Checkpoint());
        }

        Iteration iteration = new(Iterations, Cost, norm, Passes, Stopwatch.GetElapsedTime(_begin));
        _history.Add(iteration);
        _progress?.Report(iteration);
        return null;
    }

    /// <summary>The result at the current iterate, or at a better earlier one. The checkpoint always holds the current iterate.</summary>
    public OptimizationResult Result(StopReason reason, Iterate? better = null)
    {
        Checkpoint? checkpoint = reason == StopReason.Diverged ? null : Checkpoint();
        (double[] point, double[] gradient, double cost) = better ?? new(Point, Gradient, Cost);
        double? gap = null;
        if (Objective is L2Regularized penalised && reason != StopReason.Diverged)
        {
            Passes++;
            double[] unscaled = Coordinates.UnscaledGradient(gradient);
            ReadOnlySpan<double> weights = Coordinates.ToParameters(point, out double bias);
            gap = penalised.GapAt(weights, bias, new(cost, unscaled[^1]), unscaled.AsSpan(..^1));
        }

        return new(
            ParametersAt(point),
            cost,
            NormOf(gradient),
            Iterations,
            Passes,
            reason,
            Stopwatch.GetElapsedTime(_begin),
            _history)
        {
            DualityGap = gap,
            EstimatedError = better is null ? _error : null,
            Checkpoint = checkpoint,
        };
    }

    private double NormOf(double[] gradient) =>
        Vectors.LargestComponent(Coordinates.IsIdentity ? gradient : Coordinates.UnscaledGradient(gradient));

    private Parameters ParametersAt(double[] point) => new(Coordinates.ToParameters(point, out double bias).ToArray(), bias);

    private Checkpoint Checkpoint() =>
        new(
            _optimizer,
            Iterations,
            Passes,
            ParametersAt(Point),
            Cost,
            [
                .. Coordinates.IsIdentity
                    ? []
                    : (ReadOnlyMemory<double>[])[
                        Point.ToArray(), _stagnation.State, .. _separation.State.Select(vector => (ReadOnlyMemory<double>)vector.ToArray())],
                .. State().Select(vector => (ReadOnlyMemory<double>)vector.ToArray()),
            ]);

    private void Resume(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
        {
            return;
        }

        if (checkpoint.Optimizer != _optimizer)
        {
            throw new ArgumentException(
                $"the checkpoint was written by the optimizer '{checkpoint.Optimizer}', not by '{_optimizer}'", nameof(checkpoint));
        }

        // To the bit: the parameters of the checkpoint are the point's, rounded.
        if (!Coordinates.IsIdentity && checkpoint.State.Count > 0 && checkpoint.State[0].Length == Point.Length)
        {
            Point = checkpoint.State[0].ToArray();
        }

        (Iterations, Passes) = (checkpoint.Iterations, checkpoint.Passes);
    }
}

/// <summary>A point, the gradient there and the cost.</summary>
internal sealed record Iterate(double[] Point, double[] Gradient, double Cost);
