using VectorLR.Tests;

namespace VectorLR.Accuracy;

/// <summary>
/// Measures every function over a dense set of doubles, on all cores. The set is denser where formulas change. Each double is followed by
/// its next larger neighbour. The oracle is double-double.
/// </summary>
internal static class DoubleSweep
{
    private const int Chunk = 1 << 12;
    private const double Ln2 = 0.69314718055994531;

    public static Pair[] Run(uint every)
    {
        double[] x = Inputs(every);
        Pair[] total = Pair.ForEach();
        Parallel.For(0, (x.Length + Chunk - 1) / Chunk, chunk =>
        {
            int start = chunk * Chunk;
            Pair.Merge(total, Measure(x.AsSpan(start, Math.Min(Chunk, x.Length - start))));
        });
        return total;
    }

    private static Pair[] Measure(ReadOnlySpan<double> x)
    {
        Pair[] pairs = Pair.ForEach();
        double[] ours = new double[x.Length];
        double[] peers = new double[x.Length];
        double[] next = [.. x];
        foreach (ref double value in next.AsSpan())
        {
            value = double.BitIncrement(value);
        }

        double[] oursNext = new double[x.Length];
        double[] peersNext = new double[x.Length];
        foreach (Pair pair in pairs)
        {
            Functions.Run(pair.Function, x, ours);
            Functions.RunPeer(pair.Function, x, peers);
            Functions.Run(pair.Function, next, oursNext);
            Functions.RunPeer<double>(pair.Function, next, peersNext);
            for (int i = 0; i < x.Length; i++)
            {
                pair.Ours.AddNeighbours(ours[i], oursNext[i], next[i]);
                pair.Peer.AddNeighbours(peers[i], peersNext[i], next[i]);
                if (Functions.IsExact(pair.Function, x[i], out double exact))
                {
                    AddExact(pair.Ours, x[i], exact, ours[i]);
                    AddExact(pair.Peer, x[i], exact, peers[i]);
                }
                else
                {
                    Real expected = Functions.Expected(pair.Function, x[i]);
                    Add(pair.Ours, x[i], expected, ours[i]);
                    Add(pair.Peer, x[i], expected, peers[i]);
                }
            }
        }

        return pairs;
    }

    private static void Add(Tally tally, double x, Real expected, double got)
    {
        // Half of the smallest number and less rounds to 0.
        bool isLost = got == 0 && expected.Exponent >= -1075 && Bound.Ulps(expected, got) > 0.5;
        tally.Add(Bound.Ulps(expected, got), x, isLost);
    }

    private static void AddExact(Tally tally, double x, double exact, double got)
    {
        bool isRight = got.Equals(exact);
        tally.Add(isRight ? 0 : double.PositiveInfinity, x, !isRight);
    }

    /// <summary>
    /// One in every so many of 2^18 patterns over all doubles, 2^20 with exponents from -60 to 10, and 2^19 evenly spaced in each region,
    /// of either sign. All 64 neighbours of each hard place are included.
    /// </summary>
    private static double[] Inputs(uint every)
    {
        List<double> x = [];
        AddPatterns(x, 0, double.PositiveInfinity, 1 << 18, every);
        AddPatterns(x, Math.ScaleB(1, -60), Math.ScaleB(1, 11), 1 << 20, every);
        foreach ((double low, double high) in (ReadOnlySpan<(double, double)>)[(0.0625, 3), (3, 40), (36, 37.5), (708, 746)])
        {
            for (uint i = 0; i < 1 << 19; i += every)
            {
                double value = low + ((high - low) * (Randoms.Mix(i + ((ulong)(16 * low) << 32)) >> 11) * (1.0 / (1L << 53)));
                x.Add(value);
                x.Add(-value);
            }
        }

        foreach (double place in HardPlaces())
        {
            double value = place;
            for (int i = 0; i < 32; i++)
            {
                value = Math.BitDecrement(value);
            }

            for (int i = 0; i < 64; i++, value = Math.BitIncrement(value))
            {
                x.Add(value);
                x.Add(-value);
            }
        }

        return [.. x, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -double.MaxValue];
    }

    /// <summary>Every multiple of ln 2 / 2, where the reduction of exp or log1p changes, and the edges of the format.</summary>
    private static IEnumerable<double> HardPlaces() =>
    [
        .. Enumerable.Range(1, 2152).Select(n => n * (Ln2 / 2)),
        .. Enumerable.Range(1, 53).Select(n => Math.ScaleB(1, -n)), .. Enumerable.Range(1, 60).Select(n => Math.ScaleB(1, n) - 1),
        .. Enumerable.Range(-3, 60).Select(n => (Math.ScaleB(1, n) * Math.Sqrt(0.5)) - 1),
        708.3964185322641, 709.782712893384, 744.4400719213812, 745.1332191019412,
    ];

    /// <summary>Bit patterns of both signs, evenly spaced over a range, each at a random offset within its step.</summary>
    private static void AddPatterns(List<double> x, double low, double high, int count, uint every)
    {
        long first = BitConverter.DoubleToInt64Bits(low);
        long step = (BitConverter.DoubleToInt64Bits(high) - first) / count;
        for (uint i = 0; i < count; i += every)
        {
            double value = BitConverter.Int64BitsToDouble(first + (step * i) + (long)(Randoms.Mix(i) % (ulong)step));
            x.Add(value);
            x.Add(-value);
        }
    }
}
