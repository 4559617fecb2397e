namespace VectorLR.Data;

/// <summary>Images as examples, with their files and classes.</summary>
/// <param name="Features">m images of n_x = 3 size^2 bytes, pixel-interleaved R G B rows, <see cref="Layout.ExampleRows"/>.</param>
/// <param name="Files">The m files' paths, in the order of the examples.</param>
/// <param name="Classes">The m sub-folder names of the files; empty for a file outside the sub-folders.</param>
public sealed record ImageMatrix(FeatureMatrix Features, IReadOnlyList<string> Files, IReadOnlyList<string> Classes);
