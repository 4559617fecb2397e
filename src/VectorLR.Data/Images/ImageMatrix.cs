namespace VectorLR.Data;

/// <summary>Images as examples, and where each came from.</summary>
/// <param name="Features">m images of n_x = 3 size^2 bytes, pixel-interleaved R G B rows, <see cref="Layout.ExampleRows"/>.</param>
/// <param name="Files">The m files' paths, in the order of the examples.</param>
/// <param name="Classes">The m names of the sub-folders that hold the files; empty for a file that is in none.</param>
public sealed record ImageMatrix(FeatureMatrix Features, IReadOnlyList<string> Files, IReadOnlyList<string> Classes);
