namespace VectorLR.Images;

/// <summary>Options for turning a folder of images into a matrix.</summary>
public sealed record ImageOptions
{
    /// <summary>The height and width of every image in pixels, from 1 to 4096. Images that are not square are stretched.</summary>
    public int Size { get; init; } = 64;

    /// <summary>
    /// Called in file order for every file that is corrupt or not an image. The file is left out. Null to stop at the first.
    /// </summary>
    public Action<DataException>? OnBad { get; init; }

    /// <summary>Receives the number of files done and the total, on any thread; null for no progress.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }
}
