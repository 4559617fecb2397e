using System.Runtime.InteropServices;

namespace VectorLR.Cli.Measuring;

/// <summary>The speed of only reading memory: the limit of everything that reads each value once.</summary>
internal static unsafe class MemoryBandwidth
{
    private const long Bytes = 256L << 20;

    /// <summary>Measures bytes per second read from a buffer far larger than the caches, as the best of several rounds.</summary>
    /// <param name="threads">How many threads read, each its own part.</param>
    /// <returns>Bytes per second, the better of one and four streams a thread.</returns>
    public static double Measure(int threads)
    {
        (double oneStream, double fourStreams) = MeasureStreams(threads);
        return Math.Max(oneStream, fourStreams);
    }

    /// <summary>Bytes per second where each thread reads its part in one stream, and in four.</summary>
    public static (double OneStream, double FourStreams) MeasureStreams(int threads)
    {
        float* buffer = (float*)NativeMemory.AlignedAlloc((nuint)Bytes, 4096);
        try
        {
            // Touched, so that every page is its own and not the shared page of zeros.
            new Span<byte>(buffer, (int)Bytes).Fill(1);
            int part = (int)(Bytes / sizeof(float) / threads);
            float[] sums = new float[threads];
            ParallelOptions options = new() { MaxDegreeOfParallelism = threads };
            double[][] times = Timing.Interleave([() => ReadAll(1), () => ReadAll(4)], rounds: 5, seconds: 0.02);
            return (Bytes / times[0].Min(), Bytes / times[1].Min());

            void ReadAll(int streams)
            {
                if (threads == 1)
                {
                    sums[0] = Read(buffer, part, streams);
                }
                else
                {
                    Parallel.For(0, threads, options, thread => sums[thread] = Read(buffer + ((long)thread * part), part, streams));
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    /// <summary>Reads every value, and adds them so that no read can be left out.</summary>
    public static float Read(float* values, int length, int streams) =>
        Dispatch.Run<ReadKernel, float, float>(Cpu.Chosen, new(values, length, streams));

    private readonly ref struct ReadKernel(float* values, int length, int streams) : IKernel<float, float>
    {
        private readonly float* _values = values;
        private readonly int _length = length;
        private readonly int _streams = streams;

        public float Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, float>
        {
            int lanes = Lanes.Count<float>();
            nint quarter = _length / (4 * lanes) * lanes;

            // One stream: four neighbouring registers at a time. Four: one register of each quarter at a time.
            nint apart = _streams == 1 ? lanes : quarter;
            nint step = _streams == 1 ? 4 * lanes : lanes;
            TLanes sum0 = TLanes.Broadcast(0);
            TLanes sum1 = sum0;
            TLanes sum2 = sum0;
            TLanes sum3 = sum0;
            float* at = _values;
            for (nint i = 0; i < quarter; i += lanes)
            {
                sum0 += TLanes.Load(at);
                sum1 += TLanes.Load(at + apart);
                sum2 += TLanes.Load(at + (2 * apart));
                sum3 += TLanes.Load(at + (3 * apart));
                at += step;
            }

            return TLanes.Sum(sum0 + sum1 + (sum2 + sum3));
        }
    }
}
