using System.Diagnostics;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>A fit on its own thread, which a signal ends without waiting for a long pass.</summary>
/// <param name="keepsHistory">Whether an interrupted fit needs all iterations, not only the last.</param>
/// <param name="progress">Receives every iteration; null for none.</param>
internal sealed class RunningFit(bool keepsHistory, IProgress<Iteration>? progress) : IProgress<Iteration>
{
    // A fit of short passes ends by itself in this time.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(0.25);

    private readonly List<Iteration> _history = [];
    private readonly long _begin = Stopwatch.GetTimestamp();

    /// <summary>The best parameters so far, for <see cref="FitOptions.Best"/>.</summary>
    public BestSoFar Best { get; } = new();

    /// <summary>The last checkpoint, or null.</summary>
    public Checkpoint? LastCheckpoint { get; set; }

    public void Report(Iteration value)
    {
        lock (_history)
        {
            if (!keepsHistory)
            {
                _history.Clear();
            }

            _history.Add(value);
        }

        progress?.Report(value);
    }

    /// <summary>Runs a fit. If it is cancelled in a long pass, returns the best model before that pass.</summary>
    /// <param name="fit">The fit, which stops after the current pass when it is cancelled.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before the first pass was complete.</exception>
    public FitResult Run(Func<FitResult> fit, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new();
        using CancellationTokenRegistration registration = cancellation.Register(() => late.CancelAfter(s_grace));
        Task<FitResult> running = Task.Factory.StartNew(
            fit, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return running.WaitAsync(late.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && Interrupted() is FitResult result)
        {
            // The pass still runs, and ends with the process.
            return result;
        }
    }

    private FitResult? Interrupted()
    {
        if (Best.Found is not (LogisticRegression model, double cost, double norm))
        {
            return null;
        }

        Iteration[] history;
        lock (_history)
        {
            history = [.. _history];
        }

        (int iterations, int passes) = history.Length == 0 ? (0, 1) : (history[^1].Number, history[^1].Passes);
        return new(model, new(
            model.Parameters, cost, norm, iterations, passes, StopReason.Cancelled, Stopwatch.GetElapsedTime(_begin), history)
        {
            Checkpoint = LastCheckpoint,
        });
    }
}
