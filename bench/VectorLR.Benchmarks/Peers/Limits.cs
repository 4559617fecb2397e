namespace VectorLR.Benchmarks.Peers;

/// <summary>Which work the memory limits.</summary>
internal static class Limits
{
    /// <summary>Why there is no percentage of the memory's speed.</summary>
    public const string Cached = "its data stays in the caches";

    /// <summary>Whether data is read from memory every time: at least half of what is read last time is gone from the largest cache by now.</summary>
    public static bool InMemory(long bytes) => bytes >= MachineSheet.LargestCache * 3 / 2;
}
