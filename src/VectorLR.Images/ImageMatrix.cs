using VectorLR.Training;

namespace VectorLR.Images;

/// <summary>Images as examples, with their files and classes.</summary>
/// <param name="Features">m images of n_x = 3 size^2 bytes, pixel-interleaved R G B rows, <see cref="Layout.ExampleRows"/>.</param>
/// <param name="Files">The m files' paths, in the order of the examples.</param>
/// <param name="Classes">The m sub-folder names of the files; empty for a file outside the sub-folders.</param>
/// <remarks>Equality compares the names of files and classes; the features are the same object.</remarks>
public sealed record ImageMatrix(FeatureMatrix Features, IReadOnlyList<string> Files, IReadOnlyList<string> Classes)
{
    private readonly ListContents<string> _files = new(Files);
    private readonly ListContents<string> _classes = new(Classes);

    /// <summary>The m files' paths, in the order of the examples.</summary>
    public IReadOnlyList<string> Files
    {
        get => _files.List;
        init => _files = new(value);
    }

    /// <summary>The m sub-folder names of the files; empty for a file outside the sub-folders.</summary>
    public IReadOnlyList<string> Classes
    {
        get => _classes.List;
        init => _classes = new(value);
    }
}
