namespace VectorLR.Accuracy;

/// <summary>The same random bits in every run with the same seed.</summary>
internal static class Randoms
{
    /// <summary>Which of the inputs a sparse run takes.</summary>
    public static uint Seed { get; set; }

    /// <summary>SplitMix64's output function (Steele, Lea, Flood 2014).</summary>
    public static ulong Mix(ulong state)
    {
        state = (state + 1 + ((ulong)Seed << 40)) * 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
