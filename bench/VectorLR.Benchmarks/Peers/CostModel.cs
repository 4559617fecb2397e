namespace VectorLR.Benchmarks.Peers;

/// <summary>What a training step over rows of examples takes, from its shape, the stored type and how fast X alone is read.</summary>
/// <remarks>
/// A step pays for each example (sigmoid, residual, loss, the sums of a row), for each value (its two products), and for reading X. On
/// AVX-512, where w and dw do not fit into the first-level cache together, both, and X a second time, come from the second-level cache
/// for every four rows.
/// docs/performance.md says what the constants are made of.
/// </remarks>
internal static class CostModel
{
    private const double FirstLevelCache = 32 * 1024;

    /// <summary>
    /// A Zen 4 with AVX-512 at 3.7 GHz, fitted to loops before four streams: the cheaper of products and reading hides behind the other.
    /// </summary>
    private static readonly Core s_avx512 = new(
        SecondLevelRate: 166e9,
        new(0.033e-9, 4.4e-9, Hidden: 1),
        new(0.070e-9, 8.4e-9, Hidden: 1),
        new(0.068e-9, 4.4e-9, Hidden: 1));

    /// <summary>A Zen 3 at 3.4 GHz, fitted to one run. What the second-level cache adds is lost in the rest.</summary>
    private static readonly Core s_avx2 = new(
        SecondLevelRate: double.PositiveInfinity,
        new(0.056e-9, 4.5e-9, Hidden: 0),
        new(0.088e-9, 10.5e-9, Hidden: 0),
        new(0.082e-9, 7.0e-9, Hidden: 0.25));

    /// <summary>Seconds for a step of that work on one thread; null for works, and instruction sets, that it is not for.</summary>
    /// <param name="item">A work item with the time to only read its X among its rows.</param>
    /// <param name="isa">The instruction set that it was measured on.</param>
    public static double? Predict(PeerItem item, string isa)
    {
        const string Steps = "LogisticGradient ";
        double[] reading = [.. item.Peers.Where(row => row.Kind == PeerKind.Limit).Select(row => row.Seconds)];
        Core? core = isa == nameof(Isa.Avx512) ? s_avx512 : isa == nameof(Isa.Avx2) ? s_avx2 : null;
        if (core is null || reading.Length == 0
            || !item.Work.StartsWith(Steps, StringComparison.Ordinal)
            || !item.Work.EndsWith(nameof(Layout.ExampleRows), StringComparison.Ordinal))
        {
            return null;
        }

        (Costs costs, int stored, int arithmetic) = item.Work[Steps.Length..].Split(',')[0] switch
        {
            "float" => (core.Float, sizeof(float), sizeof(float)),
            "double" => (core.Double, sizeof(double), sizeof(double)),
            _ => (core.Byte, sizeof(byte), sizeof(float)),
        };
        Shape shape = Shape.Parse(item.Size);
        double again = 2 * shape.Features * arithmetic <= FirstLevelCache ? 0 : shape.Features * (stored + (3 * arithmetic / 4.0));
        double read = reading.Min() + (shape.Count * again / core.SecondLevelRate);
        double products = (double)shape.Length * costs.Value;
        return (shape.Count * costs.Example) + Math.Max(products, read) + ((1 - costs.Hidden) * Math.Min(products, read));
    }

    /// <summary>
    /// Seconds for a value and for an example, and which part of the cheaper of products and reading passes while the other goes on.
    /// </summary>
    private sealed record Costs(double Value, double Example, double Hidden);

    /// <summary>What a kind of core takes.</summary>
    /// <param name="SecondLevelRate">What its second-level cache delivers while the loops run, in bytes a second.</param>
    /// <param name="Float">X of floats.</param>
    /// <param name="Double">X of doubles.</param>
    /// <param name="Byte">X of bytes, in float.</param>
    private sealed record Core(double SecondLevelRate, Costs Float, Costs Double, Costs Byte);
}
