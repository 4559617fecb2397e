namespace VectorLR.Benchmarks.Peers;

/// <summary>What a training step over rows of examples takes, from its shape, the stored type and how fast X alone is read.</summary>
/// <remarks>
/// A step pays for each example (sigmoid, residual, loss, the sums of a row), and for each value the dearer of its two products and its way into the core.
/// Where w and dw do not fit into the first-level cache together, both, and X a second time, come from the second-level cache for every four rows. The
/// constants are fitted to a Zen 4 at 3.7 GHz; docs/performance.md says what they are made of.
/// </remarks>
internal static class CostModel
{
    private const double FirstLevelCache = 32 * 1024;

    /// <summary>What the second-level cache delivers while the loops run, in bytes a second: half of what it could.</summary>
    private const double SecondLevelRate = 166e9;

    /// <summary>The stored type by the word in a work's name, with what a value and an example take, in seconds.</summary>
    private static readonly (string Word, int Stored, int Arithmetic, double Value, double Example)[] s_types =
    [
        ("float", sizeof(float), sizeof(float), 0.033e-9, 4.4e-9),
        ("double", sizeof(double), sizeof(double), 0.070e-9, 8.4e-9),
        ("byte", sizeof(byte), sizeof(float), 0.068e-9, 4.4e-9),
    ];

    /// <summary>Seconds for a step of that work on one thread; null for works that it is not for.</summary>
    /// <param name="item">A work item with the time to only read its X among its rows.</param>
    public static double? Predict(PeerItem item)
    {
        const string Steps = "LogisticGradient ";
        double[] reading = [.. item.Peers.Where(row => row.Kind == PeerKind.Limit).Select(row => row.Seconds)];
        if (!item.Work.StartsWith(Steps, StringComparison.Ordinal) || !item.Work.EndsWith(nameof(Layout.ExampleRows), StringComparison.Ordinal) || reading.Length == 0)
        {
            return null;
        }

        (string _, int stored, int arithmetic, double value, double example) = s_types.First(type =>
            item.Work.AsSpan(Steps.Length).StartsWith(type.Word, StringComparison.Ordinal));
        Shape shape = Shape.Parse(item.Size);
        double again = 2 * shape.Features * arithmetic <= FirstLevelCache ? 0 : shape.Features * (stored + (3 * arithmetic / 4.0));
        return (shape.Count * example) + Math.Max((double)shape.Length * value, reading.Min() + (shape.Count * again / SecondLevelRate));
    }
}
