namespace VectorLR;

/// <summary>How the examples X are laid out in memory.</summary>
/// <remarks>The textbook's X has shape (n_x, m): one column for each example.</remarks>
public enum Layout
{
    /// <summary>Each example is contiguous, (m, n_x) row-major: what machine-learning libraries hold, and how images arrive.</summary>
    ExampleRows,

    /// <summary>Each feature is contiguous, (n_x, m) row-major: a table of columns.</summary>
    FeatureRows,
}
