namespace VectorLR.Accuracy;

/// <summary>The same random bits in every run.</summary>
internal static class Randoms
{
    /// <summary>SplitMix64's output function (Steele, Lea, Flood 2014).</summary>
    public static ulong Mix(ulong state)
    {
        state = (state + 1) * 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
