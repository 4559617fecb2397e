using System.Runtime.CompilerServices;
using VectorLR.Tests;

namespace VectorLR.Accuracy;

/// <summary>All floats, or one of every so many bit patterns, through every function, on all cores.</summary>
internal static class SingleSweep
{
    private const int ChunkBits = 15;

    /// <summary>A rounded result cannot be told from others below this, so a smaller largest error is not looked for.</summary>
    private const double Least = 0.5;

    public static Pair[] Run(uint every)
    {
        Pair[] total = Pair.ForEach();
        Parallel.For(0, 1 << (32 - ChunkBits), chunk =>
        {
            Pair[] pairs = Measure((uint)chunk << ChunkBits, every, [.. total.Select(pair => pair.Ours.Largest)]);
            Pair.Merge(total, pairs);
        });
        return total;
    }

    private static Pair[] Measure(uint first, uint every, double[] largestSoFar)
    {
        Pair[] pairs = Pair.ForEach();
        float[] x = Inputs(first, every, out int count);
        double[] tails = new double[count];
        double[] logs = new double[count];
        for (int i = 0; i < count; i++)
        {
            tails[i] = SingleOracle.Tail(x[i]);
            logs[i] = SingleOracle.LogOnePlus(tails[i]);
        }

        float[] ours = new float[x.Length];
        float[] peers = new float[x.Length];
        foreach (Pair pair in pairs)
        {
            Function function = pair.Function;
            double near = Math.Max(largestSoFar[(int)function], Least) - SingleOracle.Near;
            Functions.Run(function, x, ours);
            Functions.RunPeer<float>(function, x, peers);
            for (int i = 1; i < x.Length; i++)
            {
                (int smaller, int larger) = x[i] < 0 ? (i, i - 1) : (i - 1, i);
                pair.Ours.AddNeighbours(ours[smaller], ours[larger], x[larger]);
                pair.Peer.AddNeighbours(peers[smaller], peers[larger], x[larger]);
            }

            for (int i = 0; i < count; i++)
            {
                if (Functions.IsExact(function, x[i], out double exact))
                {
                    AddExact(pair.Ours, x[i], exact, ours[i]);
                    AddExact(pair.Peer, x[i], exact, peers[i]);
                    continue;
                }

                double expected = SingleOracle.Expected(function, x[i], tails[i], logs[i]);
                double ulps = Ulps(expected, ours[i]);
                if (ulps > near)
                {
                    ulps = Bound.Ulps(Functions.Expected(function, x[i]), ours[i]);
                    near = Math.Max(near, ulps - SingleOracle.Near);
                }

                pair.Ours.Add(ulps, x[i], IsLost(expected, ours[i]));
                pair.Peer.Add(Ulps(expected, peers[i]), x[i], IsLost(expected, peers[i]));
            }
        }

        return pairs;
    }

    /// <summary>
    /// One random bit pattern of every so many, since patterns that end in zeros are not typical, and the next one or two of the same sign.
    /// </summary>
    /// <param name="first">The chunk's first bit pattern.</param>
    /// <param name="every">The size of a group.</param>
    /// <param name="count">How many are in the chunk; the others are only neighbours of these.</param>
    private static float[] Inputs(uint first, uint every, out int count)
    {
        // In 64 bits, where the end of the last chunk is not 0.
        ulong end = (ulong)first + (1u << ChunkBits);
        ulong endOfSign = ((ulong)first | int.MaxValue) + 1;
        List<float> x = new(3 + (int)((1u << ChunkBits) / every));
        count = 0;
        for (ulong group = first / every; group * every < end + every; group++)
        {
            ulong bits = (group * every) + (Randoms.Mix(group) % every);
            if (bits >= first && bits < endOfSign)
            {
                x.Add(BitConverter.UInt32BitsToSingle((uint)bits));
                count += bits < end ? 1 : 0;
            }
        }

        return [.. x];
    }

    /// <summary>
    /// The error in units in the last place of the expected value. It is 0 or infinite where the expected value or the result overflows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Ulps(double expected, float got)
    {
        // Just below a power of two, rounding may reach that power, where the unit is twice as large. Subtracting 8 units of double avoids
        // this.
        long bits = (BitConverter.DoubleToInt64Bits(expected) & long.MaxValue) - 8;
        int exponent = (int)(bits >> 52) - 1023;
        if (exponent >= 128)
        {
            return float.IsInfinity(got) && (got > 0) == (expected > 0) ? 0 : double.PositiveInfinity;
        }

        if (!float.IsFinite(got))
        {
            return double.PositiveInfinity;
        }

        int unit = Math.Max(exponent - 23, -149);
        return Math.Abs(got - expected) * BitConverter.Int64BitsToDouble((long)(1023 - unit) << 52);
    }

    private static bool IsLost(double expected, float got) => got == 0 && (float)expected != 0;

    private static void AddExact(Tally tally, float x, double exact, float got)
    {
        bool isRight = got.Equals((float)exact);
        tally.Add(isRight ? 0 : double.PositiveInfinity, x, !isRight);
    }
}
