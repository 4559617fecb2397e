namespace VectorLR.Benchmarks;

/// <summary>The same pseudo-random data for every peer and every run.</summary>
internal static class Data
{
    /// <summary>Values between -scale and scale, in an array that the collector does not move.</summary>
    public static float[] Random(long length, int seed, float scale = 1)
    {
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)length), pinned: true);
        Random random = new(seed);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = scale * ((2 * random.NextSingle()) - 1);
        }

        return values;
    }

    /// <summary>Labels, three in ten of them 1.</summary>
    public static float[] Labels(int length, int seed) => Array.ConvertAll(Random(length, seed), value => value > 0.4f ? 1f : 0f);
}
