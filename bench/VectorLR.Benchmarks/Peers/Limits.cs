namespace VectorLR.Benchmarks.Peers;

/// <summary>The limit that memory bandwidth sets.</summary>
internal static class Limits
{
    /// <summary>The reason why a row has no percentage of the memory limit.</summary>
    public const string Cached = "its data stays in the caches";

    /// <summary>
    /// Whether each run reads its data from memory: at 1.5 times the largest cache, at least half is evicted between two runs.
    /// </summary>
    public static bool InMemory(long bytes) => bytes >= MachineSheet.LargestCache * 3 / 2;
}
