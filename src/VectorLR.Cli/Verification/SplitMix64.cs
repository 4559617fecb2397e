namespace VectorLR.Cli.Verification;

/// <summary>The SplitMix64 generator. It uses integers only, so its sequence is the same on every machine.</summary>
/// <remarks>
/// <see cref="Random"/> is not suitable: its sequence for a seed may change between runtimes.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
/// </remarks>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong bits = _state += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
