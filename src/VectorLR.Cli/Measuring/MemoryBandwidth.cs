using System.Runtime.InteropServices;

namespace VectorLR.Cli.Measuring;

/// <summary>The read bandwidth of memory: the limit of every operation that reads each value once.</summary>
internal static unsafe class MemoryBandwidth
{
    private const long Bytes = 256L << 20;

    /// <summary>Measures the read bandwidth on a buffer far larger than the caches. The result is the best of several rounds.</summary>
    /// <param name="threads">The number of threads; each reads its own chunk.</param>
    /// <returns>Bytes per second: the better of one stream and four streams per thread.</returns>
    public static double Measure(int threads)
    {
        (double oneStream, double fourStreams) = MeasureStreams(threads);
        return Math.Max(oneStream, fourStreams);
    }

    /// <summary>Measures bytes per second when each thread reads its chunk in one stream, and in four.</summary>
    public static (double OneStream, double FourStreams) MeasureStreams(int threads)
    {
        float* buffer = (float*)NativeMemory.AlignedAlloc((nuint)Bytes, 4096);
        try
        {
            // Written first, so that every page has its own memory instead of the shared zero page.
            new Span<byte>(buffer, (int)Bytes).Fill(1);
            int chunk = (int)(Bytes / sizeof(float) / threads);
            float[] sums = new float[threads];
            ParallelOptions options = new() { MaxDegreeOfParallelism = threads };
            double[][] times = Timing.Interleave([() => ReadAll(1), () => ReadAll(4)], rounds: 5, seconds: 0.02);
            return (Bytes / times[0].Min(), Bytes / times[1].Min());

            void ReadAll(int streams)
            {
                if (threads == 1)
                {
                    sums[0] = Read(buffer, chunk, streams);
                }
                else
                {
                    Parallel.For(0, threads, options, thread => sums[thread] = Read(buffer + ((long)thread * chunk), chunk, streams));
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    /// <summary>Reads every value. The values are summed so that no read can be optimised away.</summary>
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

            // One stream: four adjacent registers at a time. Four streams: one register from each quarter at a time.
            nint distance = _streams == 1 ? lanes : quarter;
            nint step = _streams == 1 ? 4 * lanes : lanes;
            TLanes sum0 = TLanes.Broadcast(0);
            TLanes sum1 = sum0;
            TLanes sum2 = sum0;
            TLanes sum3 = sum0;
            float* at = _values;
            for (nint i = 0; i < quarter; i += lanes)
            {
                sum0 += TLanes.Load(at);
                sum1 += TLanes.Load(at + distance);
                sum2 += TLanes.Load(at + (2 * distance));
                sum3 += TLanes.Load(at + (3 * distance));
                at += step;
            }

            return TLanes.Sum(sum0 + sum1 + (sum2 + sum3));
        }
    }
}
