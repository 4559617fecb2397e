namespace VectorLR.Training;

/// <summary>How an objective over memory reads its examples, and what each of them counts.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>Whether a row of the matrix is an example or a feature.</summary>
    public Layout Layout { get; init; }

    /// <summary>
    /// Every feature counts as its stored value divided by this (255 for pixels). Folded into the weights before a pass and into the
    /// gradient after it: the examples are neither changed nor copied.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>
    /// What each example counts, m finite numbers that are not negative and not all 0; empty for all alike. J becomes the weighted mean,
    /// sum_i s_i loss_i / sum_i s_i, and is computed in the same pass.
    /// </summary>
    public ReadOnlyMemory<double> SampleWeights { get; init; }

    /// <summary>
    /// Whether the two classes count alike however many examples they have: an example's weight is times m / (2 m_c), where m_c is the
    /// number of examples of its class. Labels must be 0 and 1, and both must occur.
    /// </summary>
    public bool BalancedClasses { get; init; }

    /// <summary>The most threads to use; 0 for all cores. The result has the same bits for every number.</summary>
    public int Threads { get; init; }

    /// <summary>The instruction set, for tests that compare them; null for the one chosen for the process.</summary>
    internal Isa? Isa { get; init; }
}
