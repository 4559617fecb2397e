namespace VectorLR.Benchmarks.Peers;

/// <summary>What a run of the peers command measures.</summary>
/// <param name="Only">Parts of names of works with their sizes; nothing for all.</param>
/// <param name="Quick">A few short rounds, to see where one stands.</param>
/// <param name="Python">Whether NumPy, SciPy and scikit-learn take part.</param>
internal sealed record MeasuringOptions(IReadOnlyList<string> Only, bool Quick, bool Python)
{
    /// <summary>Why the results are not the whole table with all rounds; null where they are.</summary>
    public string? Partial => Only.Count > 0 ? $"only what is named {string.Join(" or ", Only)}" : Quick ? "a quick run of few rounds" : null;

    public bool Includes(string work, string size) =>
        Only.Count == 0 || Only.Any(part => $"{work} {size}".Contains(part, StringComparison.OrdinalIgnoreCase));
}
