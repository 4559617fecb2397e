namespace VectorLR.Accuracy;

/// <summary>The error of SigmoidFast over floats: |result - a| less two units in the last place, as a multiple of a (1 - a).</summary>
/// <param name="Largest">The largest multiple for |z| up to <see cref="Range"/>.</param>
/// <param name="At">Where.</param>
/// <param name="Fall">How many units in the last place, at most, a value lies below that of a smaller z among those taken.</param>
/// <param name="FallAt">The larger z there.</param>
/// <param name="Count">How many z.</param>
internal sealed record FastSweep(double Largest, float At, int Fall, float FallAt, long Count)
{
    /// <summary>The documented multiple.</summary>
    public const double Documented = 1.0 / (1 << 13);

    /// <summary>The documented range.</summary>
    public const float Range = 87;

    private const int Chunk = 1 << 16;

    public static FastSweep Run(uint every)
    {
        uint last = BitConverter.SingleToUInt32Bits(Range);
        int chunks = (int)(last / every / Chunk) + 1;
        FastSweep total = new(0, 0, 0, 0, 0);
        object merging = new();
        Parallel.For(0, 2 * chunks, index =>
        {
            uint first = (uint)(index >> 1) * Chunk * every;
            int count = (int)Math.Min(Chunk + 1, ((last - first) / every) + 1);
            FastSweep part = Measure(first, every, count, isNegative: (index & 1) == 1);
            lock (merging)
            {
                total = total.Or(part);
            }
        });
        return total;
    }

    /// <summary>
    /// Magnitudes from a bit pattern on. The last of a chunk is the first of the next, so no pair of neighbours is missed.
    /// </summary>
    private static FastSweep Measure(uint first, uint every, int count, bool isNegative)
    {
        float[] z = new float[count];
        float[] a = new float[count];
        for (int i = 0; i < count; i++)
        {
            float magnitude = BitConverter.UInt32BitsToSingle(first + ((uint)i * every));
            z[i] = isNegative ? -magnitude : magnitude;
        }

        Kernels.SigmoidFast(z, a);
        (double largest, float at) = (0, 0);
        (int deepest, float fallAt) = (0, 0);
        for (int i = 0; i < count; i++)
        {
            double tail = SingleOracle.Tail(z[i]);
            double expected = SingleOracle.Expected(Function.Sigmoid, z[i], tail, 0);
            double unit = BitConverter.Int64BitsToDouble(Math.Max((BitConverter.DoubleToInt64Bits(expected) >> 52) - 23, 1023 - 149) << 52);
            double rest = (Math.Abs(a[i] - expected) - (2 * unit)) * ((1 + tail) * (1 + tail) / tail);
            (largest, at) = rest > largest ? (rest, z[i]) : (largest, at);
            int fall = i == 0
                ? 0
                : (BitConverter.SingleToInt32Bits(a[i - 1]) - BitConverter.SingleToInt32Bits(a[i])) * (isNegative ? -1 : 1);
            (deepest, fallAt) = fall > deepest ? (fall, isNegative ? z[i - 1] : z[i]) : (deepest, fallAt);
        }

        return new(largest, at, deepest, fallAt, Math.Min(count, Chunk));
    }

    private FastSweep Or(FastSweep other) => new(
        Math.Max(Largest, other.Largest),
        other.Largest > Largest ? other.At : At,
        Math.Max(Fall, other.Fall),
        other.Fall > Fall ? other.FallAt : FallAt,
        Count + other.Count);
}
