namespace VectorLR.Benchmarks.Peers;

/// <summary>What a run of the peers command measures.</summary>
/// <param name="Only">Texts to find in "work size"; empty for all cases.</param>
/// <param name="Quick">Whether to run a few short rounds only.</param>
/// <param name="Python">Whether NumPy, SciPy and scikit-learn take part.</param>
internal sealed record MeasuringOptions(IReadOnlyList<string> Only, bool Quick, bool Python)
{
    /// <summary>Why the results are not the whole table with all rounds; null if they are.</summary>
    public string? Partial =>
        Only.Count > 0 ? $"only what is named {string.Join(" or ", Only)}"
        : Quick ? "a quick run of few rounds"
        : null;

    public bool Includes(string work, string size) =>
        Only.Count == 0 || Only.Any(text => $"{work} {size}".Contains(text, StringComparison.OrdinalIgnoreCase));
}
