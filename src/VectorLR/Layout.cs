namespace VectorLR;

/// <summary>How the examples X are laid out in memory.</summary>
/// <remarks>The notes write X of shape (n_x, m): one column per example, n_x features.</remarks>
public enum Layout
{
    /// <summary>
    /// Each example is contiguous: (m, n_x) row-major, which is the notes' X in column-major memory.
    /// What machine-learning libraries hold, and how images arrive.
    /// </summary>
    ExampleRows,

    /// <summary>Each feature is contiguous: (n_x, m) row-major. What NumPy holds when it is given the notes' X.</summary>
    FeatureRows,
}
