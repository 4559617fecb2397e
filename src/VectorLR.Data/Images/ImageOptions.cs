namespace VectorLR.Data;

/// <summary>How a folder of images becomes a matrix.</summary>
public sealed record ImageOptions
{
    /// <summary>Every image becomes this many pixels high and wide, from 1 to 4096. Images that are not square are squeezed.</summary>
    public int Size { get; init; } = 64;

    /// <summary>
    /// Told of every file that is broken or no image, in the files' order, each of which is then left out; null to stop at the first.
    /// </summary>
    public Action<DataException>? OnBad { get; init; }

    /// <summary>Told how many files are done, out of how many, from any thread; null for silence.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }
}
