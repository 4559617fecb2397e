using System.Diagnostics;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>The file of --checkpoint. If it cannot be written, that is a warning, given once, and the fit goes on.</summary>
internal sealed class CheckpointOutput(string path)
{
    // A checkpoint is flushed to the disk. A short pass must not wait for that every time.
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    // An update copies the optimizer's state, some twenty times the weights: little beside a pass over as many examples as this.
    private const int ManyExamples = 20_000;

    private readonly Lock _saving = new();
    private Checkpoint? _saved;
    private long _savedAt;
    private bool _hasWarned;

    /// <summary>The number of updates between two checkpoints.</summary>
    /// <param name="examples">m, the number of examples.</param>
    public static int Every(int examples) => examples >= ManyExamples ? 1 : 100;

    /// <summary>Writes a checkpoint, if the last one is not too recent.</summary>
    public void SaveAtIntervals(Checkpoint checkpoint)
    {
        if (_savedAt == 0 || Stopwatch.GetElapsedTime(_savedAt) > s_interval)
        {
            Save(checkpoint);
        }
    }

    /// <summary>Writes a checkpoint, unless it is there already.</summary>
    public void Save(Checkpoint? checkpoint)
    {
        lock (_saving)
        {
            if (checkpoint is null || ReferenceEquals(checkpoint, _saved))
            {
                return;
            }

            try
            {
                checkpoint.Save(path);
                _saved = checkpoint;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Warn(exception.Message.ReplaceLineEndings(" "));
            }

            _savedAt = Stopwatch.GetTimestamp();
        }
    }

    private void Warn(string message)
    {
        if (_hasWarned)
        {
            return;
        }

        _hasWarned = true;
        Terminal.Warn($"the checkpoint cannot be written, training goes on: {message}");
    }
}
