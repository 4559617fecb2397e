namespace VectorLR.Training;

/// <summary>How an objective over memory reads its examples. No option but <see cref="Scale"/> changes what is computed.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>Whether a row of the matrix is an example or a feature.</summary>
    public Layout Layout { get; init; }

    /// <summary>
    /// Every feature counts as its stored value divided by this (255 for pixels). Folded into the weights before a pass and into the
    /// gradient after it: the examples are neither changed nor copied.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>The most threads to use; 0 for all cores. The result has the same bits for every number.</summary>
    public int Threads { get; init; }

    /// <summary>The instruction set, for tests that compare them; null for the one chosen for the process.</summary>
    internal Isa? Isa { get; init; }
}
