namespace VectorLR.Benchmarks.Peers;

/// <summary>The speed that the project aims at, as the least ratio of a peer's time to ours.</summary>
internal static class Targets
{
    private static readonly Target[] s_all =
    [
        new("Dot", PeerNames.TensorPrimitives, 1),
        new("Dot", PeerNames.OpenBlas, 1),
        new("Dot", PeerNames.Reading, 0.97) { When = setting => setting.InMemory },
        new("Affine float, one row", PeerNames.TensorPrimitives, 1),
        new("Affine byte", PeerNames.Streams(4), 0.7) { When = IsWide },
        new("Affine float, ExampleRows", PeerNames.Streams(4), 0.9) { When = IsWide },
        new("Affine double, ExampleRows", PeerNames.Streams(4), 0.9) { When = IsWide },
        new("Affine", PeerNames.OpenBlas, 1),
        new("MatrixVector", PeerNames.OpenBlas, 1),
        new("Sigmoid float", PeerNames.TensorPrimitives, 2.5),
        new("Sigmoid double", PeerNames.TensorPrimitives, 1.7),
        new("SigmoidFast", PeerNames.AccurateSigmoid, 1.5),

        // Products over rows of examples from memory, as shares of only reading X as four streams.
        new("LogisticGradient float, ExampleRows", PeerNames.Streams(4), 0.8) { When = setting => setting.Size == "8192x12288" },
        new("LogisticGradient float, ExampleRows", PeerNames.Streams(4), 0.75) { When = IsWide },
        new("LogisticGradient double, ExampleRows", PeerNames.Streams(4), 0.8) { When = setting => setting.Size == "8192x12288" },
        new("LogisticGradient double, ExampleRows", PeerNames.Streams(4), 0.75) { When = IsWide },
        new("LogisticGradient float, ExampleRows", PeerNames.OpenBlas, 2) { When = setting => setting.Size == "60000x784" },
        new("LogisticGradient float, ExampleRows", PeerNames.TensorPrimitives, 1.6) { When = setting => setting.Size == "60000x784" },
        new("LogisticGradient float, ExampleRows", PeerNames.OpenBlas, 1.7) { When = setting => setting.Size == "8192x12288" },
        new("LogisticGradient float, FeatureRows", PeerNames.OpenBlas, 1.8) { When = setting => setting.InMemory },
        new("LogisticGradient float", PeerNames.OpenBlas, 1.3),
        new("LogisticGradient", PeerNames.Unsaturated, 1 / 1.1),
        new("LogisticGradient byte, ExampleRows", PeerNames.OpenBlas, 4) { When = setting => setting.Size is "60000x784" or "8192x12288" },

        // Twice the threads are not worth 1.8 where reading alone would take longer than that.
        new("LogisticObjective", PeerNames.OneThread, 1.8)
        {
            When = setting => setting.Threads == 2 && !setting.IsSmall && !setting.AtMemoryLimit(1.8),
        },
        new("LogisticObjective", PeerNames.OneThread, 1),
        new("GradientDescent", PeerNames.TheTarget, 1),
        new("Prediction", PeerNames.TheTarget, 1),
        new("Prediction float", PeerNames.ForLoop, 1),
        new("Prediction", $"{PeerNames.TensorPrimitives}, Dot and Sigmoid", 1),
        new("Fit byte", PeerNames.ScikitLearn, 10) { When = setting => setting.Size == "60000x784" },
        new("Fit", PeerNames.ScikitLearn, 5),
    ];

    public static double? For(string work, string peer, Setting setting) => s_all
        .FirstOrDefault(target =>
            work.StartsWith(target.Work, StringComparison.Ordinal)
            && peer.StartsWith(target.Peer, StringComparison.Ordinal)
            && target.When(setting))?.LeastRatio;

    /// <summary>Whether X is in memory and its rows are longer than a few values.</summary>
    private static bool IsWide(Setting setting) => setting.InMemory && setting.Size != "1000000x8";

    /// <summary>What a target may depend on.</summary>
    /// <param name="Size">The work's size.</param>
    /// <param name="Bytes">The bytes it reads.</param>
    /// <param name="Threads">The threads that ours uses.</param>
    /// <param name="OneThreadSeconds">Our time on one thread, where that is measured.</param>
    /// <param name="ReadingSeconds">The time to only read the data by as many threads, where that is measured.</param>
    internal readonly record struct Setting(string Size, long Bytes, int Threads, double? OneThreadSeconds, double? ReadingSeconds)
    {
        public bool InMemory => Limits.InMemory(Bytes);

        /// <summary>Whether the work is over sooner than a thread is woken and done: below 50 us.</summary>
        public bool IsSmall => OneThreadSeconds < 50e-6;

        /// <summary>Whether even only reading is less than so many times as fast as our one thread.</summary>
        public bool AtMemoryLimit(double speedUp) => ReadingSeconds * speedUp > OneThreadSeconds;
    }

    private sealed record Target(string Work, string Peer, double LeastRatio)
    {
        public Func<Setting, bool> When { get; init; } = _ => true;
    }
}
