using System.Runtime.InteropServices;
using VectorLR.Training;

namespace VectorLR.Cli;

/// <summary>Ctrl-C and SIGTERM. The first ends the command within a second; another one ends the process at once.</summary>
/// <remarks>
/// The first cancels <see cref="Token"/>, saves what the command can save already (<see cref="Keep"/>), and lets the command end in its own
/// way. A command that is still computing after the grace period, in a pass that cannot be cancelled, is ended from here.
/// </remarks>
internal static class Interruption
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(0.6);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(2);
    private static readonly CancellationTokenSource s_cancellation = new();
    private static readonly ManualResetEventSlim s_ended = new();
    private static readonly Lock s_keeping = new();
    private static PosixSignalRegistration[] s_signals = [];
    private static Func<string?>? s_keep;
    private static string? s_kept;
    private static int s_received;
    private static int s_ending;
    private static volatile bool s_isWriting;

    /// <summary>Cancelled by the first signal.</summary>
    public static CancellationToken Token => s_cancellation.Token;

    /// <summary>Handles the signals until the process ends.</summary>
    public static void Listen() => s_signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>Says what the first signal saves at once.</summary>
    /// <param name="keep">
    /// Saves the result so far and returns what was saved, for the message; null for nothing. Called on another thread.
    /// </param>
    public static void Keep(Func<string?> keep)
    {
        lock (s_keeping)
        {
            s_keep = keep;
        }
    }

    /// <summary>Begins to write the results: the first signal saves nothing from now on, and waits for the end.</summary>
    public static void BeginWriting()
    {
        s_isWriting = true;
        lock (s_keeping)
        {
            s_keep = null;
        }
    }

    /// <summary>Ends the writing of the results: what follows is ended like any computation.</summary>
    /// <param name="kept">What was saved, for the message; null for nothing.</param>
    public static void EndWriting(string? kept)
    {
        lock (s_keeping)
        {
            s_kept = kept;
        }

        s_isWriting = false;
    }

    /// <summary>Ends the process's work. If a signal already ends it, this does not return.</summary>
    public static void End()
    {
        if (Interlocked.Exchange(ref s_ending, 1) != 0)
        {
            Thread.Sleep(Timeout.Infinite);
        }

        s_ended.Set();
    }

    private static void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        bool isFirst = Interlocked.Increment(ref s_received) == 1;
        if (isFirst)
        {
            s_cancellation.Cancel();
        }

        // A second signal waits until the first has saved the result so far, which takes milliseconds.
        bool isMine = s_keeping.TryEnter(s_longestWait);
        try
        {
            s_kept ??= isMine ? Save() : null;
        }
        finally
        {
            if (isMine)
            {
                s_keeping.Exit();
            }
        }

        while (isFirst)
        {
            if (s_ended.Wait(s_grace))
            {
                return;
            }

            isFirst = s_isWriting;
        }

        if (Interlocked.Exchange(ref s_ending, 1) == 0)
        {
            AtomicFile.Abandon();
            Terminal.Restore();
            Console.Error.WriteLine(
                $"vectorlr: interrupted{s_kept ?? (AtomicFile.HasWritten ? "" : "; nothing was written")}".ReplaceLineEndings(" "));
            Environment.Exit(ExitCode.Interrupted);
        }

        // The process ends already. If it cannot write its last line, it ends without.
        Thread.Sleep(s_longestWait);
        Environment.Exit(ExitCode.Interrupted);
    }

    private static string? Save()
    {
        try
        {
            return s_keep?.Invoke();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"; the model cannot be saved: {exception.Message}";
        }
    }
}
