namespace VectorLR.Benchmarks.Peers;

/// <summary>What bounds a work item, said where it falls short of a target: one table, the first that fits.</summary>
internal static class Notes
{
    /// <summary>What is said of a row that falls short and is not in the table.</summary>
    public const string Unknown = "not yet explained";

    // Seen on a Zen 4 with AVX-512 and on a Zen 3, on two virtual cores each; docs/performance.md says more.
    private static readonly Reason[] s_all =
    [
        new("Dot float", "1", "", "a cycle: two comparisons of the length, and a zero that is added so that -0 is 0 as in longer sums"),
        new("Dot float", "2", "", "a cycle, as for 1"),
        new("Dot float", "4", "", "some cycles: a Vector128 in TensorPrimitives, and here the sums in the order of longer ones"),
        new("Dot float", "7", "", "some cycles: a Vector128 in TensorPrimitives, and here the sums in the order of longer ones"),
        new("Dot float", "8", "", "a masked load of the whole register; half of one was not tried with AVX-512"),
        new(
            "Dot float", "64", "",
            "the definition's four registers of partial sums, which are added when there was only one block to share out among them"),
        new("Dot", "65,536", "", "reads from the second-level cache, as its peers do: a tie"),
        new("Dot", "1,000,000", "", "reads from the last cache, as its peers do: a tie within what the cache's speed varies"),
        new("Dot", "10,000,000", "", "reads from memory, as its peers do: a tie within what the memory's speed varies"),
        new("Dot", "", "", "two loads for each multiply-add, as in its peers; what is left of a block by masked loads"),
        new("Affine float, one row", "", "", "four checks that Dot plus b leaves out: of two lengths, and that z overlaps neither X nor w"),
        new(
            "Affine", "209x12288", "",
            "reads from the last cache; w, 48 KiB and more, comes from the second-level cache for every four rows"),
        new("Affine", "1000000x8", "", "z, 4 MB and more, is written, and where rows are features read again for every four of them"),
        new(
            "Affine byte", "", "",
            "a load that widens, a conversion and a multiply-add for 8 pixels, where reading is one addition for 32"),
        new("Affine", "", "", "where rows are features z goes through the first-level cache for every four of them"),
        new("MatrixVector", "", "", "as Affine, ExampleRows"),
        new("Sigmoid float", "", "", "14 multiplications and a division a register on two pipes"),
        new("Sigmoid double", "", "", "19 multiplications and a division a register on two pipes"),
        new("SigmoidFast float", "", "", "the division, which Sigmoid has too"),
        new(
            "LogisticGradient", "", PeerNames.Unsaturated,
            "a division with a subnormal result takes longer; a shared core varies by as much"),
        new(
            "LogisticGradient float, FeatureRows", "8192x12288", "",
            "X comes from memory twice: no cache keeps 4 KiB of each of 12288 rows"),
        new("LogisticGradient float, FeatureRows", "", "", "4 KiB of each feature's row at a time: each piece that is begun costs"),
        new(
            "LogisticGradient float", "209x12288", "",
            "w and dw, 96 KiB, come from the second-level cache for every four rows; two passes over the last cache cost little more"),
        new(
            "LogisticGradient float", "", PeerNames.OpenBlas,
            "in the caches a second pass costs little, and the loss, which the peer leaves out, is up to a quarter of the time"),
        new(
            "LogisticGradient float", "60000x784", PeerNames.TensorPrimitivesRows,
            "reads X at 0.8 to 0.9 of the speed of only reading it, so a peer that reads it twice cannot be far behind"),
        new(
            "LogisticGradient", "", PeerNames.Reading,
            "two products for each value, where reading is one addition; on Zen 3 the two times add up"),
        new("LogisticGradient byte", "", "", "two loads that widen, two conversions and two multiply-adds for 8 pixels, and reading"),
        new("LogisticObjective", "569x30", "", "one chunk, on the caller's thread: a tie with itself"),
        new("LogisticObjective", "1797x64", "", "one chunk, on the caller's thread: a tie with itself"),
        new(
            "LogisticObjective", "", "",
            "one thread adds the partial sums, both share the last cache and memory, and the host lends cores out"),
        new(
            "GradientDescent", "", "",
            "one thread adds the partial sums and moves the weights, 20 us and more of a step; the host lends the cores out"),
        new(
            "Prediction float", "", "",
            "sigmoid within one unit in the last place is a chain of some 90 cycles, of which a CPU's window holds two"),
        new("Prediction byte", "", "", "a row's sum is one register's chain of 768 fused multiply-adds, by its definition"),
    ];

    public static string For(string work, string size, string peer) => s_all
        .FirstOrDefault(reason =>
            work.StartsWith(reason.Work, StringComparison.Ordinal)
            && (reason.Size.Length == 0 || size == reason.Size)
            && peer.StartsWith(reason.Peer, StringComparison.Ordinal))?.Text ?? Unknown;

    /// <summary>A reason.</summary>
    /// <param name="Work">The beginning of the work's name.</param>
    /// <param name="Size">Its size, or empty for all.</param>
    /// <param name="Peer">The beginning of the peer's name, or empty for all.</param>
    /// <param name="Text">What bounds it, and what was tried.</param>
    private sealed record Reason(string Work, string Size, string Peer, string Text);
}
