using System.Runtime.CompilerServices;

namespace VectorLR.Accuracy;

/// <summary>The errors of one implementation of one function over the inputs so far.</summary>
internal sealed class Tally
{
    /// <summary>Above this error a result counts as wrong: ten bits, or three digits, are lost.</summary>
    public const double Wrong = 1e3;

    public double Largest { get; private set; }

    public double At { get; private set; }

    public long Count { get; private set; }

    /// <summary>Results with an error above <see cref="Wrong"/>, a wrong 0, or a missing infinity or NaN.</summary>
    public long WrongCount { get; private set; }

    /// <summary>Neighbours of which the larger has the smaller value, though all functions here increase.</summary>
    public long FallCount { get; private set; }

    /// <summary>The larger of the two neighbours of the first fall found.</summary>
    public double FallAt { get; private set; } = double.NaN;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double ulps, double at, bool isLost)
    {
        Count++;
        if (isLost || ulps > Wrong)
        {
            WrongCount++;
        }

        if (ulps > Largest)
        {
            (Largest, At) = (ulps, at);
        }
    }

    /// <summary>The values at two neighbours; a NaN is not a fall.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddNeighbours(double smaller, double larger, double at)
    {
        if (larger < smaller)
        {
            (FallCount, FallAt) = (FallCount + 1, at);
        }
    }

    public void Add(Tally other)
    {
        FallCount += other.FallCount;
        FallAt = double.IsNaN(FallAt) || IsBefore(other.FallAt, FallAt) ? other.FallAt : FallAt;
        Count += other.Count;
        WrongCount += other.WrongCount;

        // Chunks end in any order; the first of several inputs with the largest error is reported in all runs.
        if (other.Largest > Largest || (other.Largest == Largest && IsBefore(other.At, At)))
        {
            (Largest, At) = (other.Largest, other.At);
        }
    }

    private static bool IsBefore(double left, double right) =>
        (ulong)BitConverter.DoubleToInt64Bits(left) < (ulong)BitConverter.DoubleToInt64Bits(right);
}

/// <summary>Ours and the peer's, side by side.</summary>
internal sealed record Pair(Function Function)
{
    public Tally Ours { get; } = new();

    public Tally Peer { get; } = new();

    public static Pair[] ForEach() => [.. Functions.All.Select(function => new Pair(function))];

    /// <summary>Adds one chunk's tallies, from whatever thread.</summary>
    public static void Merge(Pair[] total, Pair[] chunk)
    {
        lock (total)
        {
            for (int i = 0; i < total.Length; i++)
            {
                total[i].Ours.Add(chunk[i].Ours);
                total[i].Peer.Add(chunk[i].Peer);
            }
        }
    }
}
