using System.Runtime.CompilerServices;
using VectorLR.Cli.Measuring;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The limit of what reads its data once: reading it and doing nothing else.</summary>
internal static unsafe class ReadBaseline
{
    private static readonly float[] s_sums = new float[Environment.ProcessorCount];

    /// <summary>One thread that reads in one stream, and one that reads in four.</summary>
    public static IEnumerable<Candidate> OneThread<T>(params Values<T>[] data)
        where T : unmanaged => ((int[])[1, 4]).Select(streams => new Candidate(PeerNames.Streams(streams), () =>
        {
            foreach (Values<T> values in data)
            {
                Read(values, streams);
            }
        })
        {
            Kind = PeerKind.Limit,
        });

    /// <summary>All threads, each its own part, in four streams.</summary>
    public static Candidate AllThreads<T>(Values<T> data, int threads)
        where T : unmanaged
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads };
        int part = (int)((long)data.Length * sizeof(T) / sizeof(float) / threads);
        float* first = (float*)data.Pointer;
        return new($"{PeerNames.Reading} it, {threads} threads", () =>
        {
            Parallel.For(0, threads, options, thread => s_sums[thread] = MemoryBandwidth.Read(first + ((long)thread * part), part, 4));
            GC.KeepAlive(data);
        })
        {
            Kind = PeerKind.Limit,
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Read<T>(Values<T> values, int streams)
        where T : unmanaged =>
        s_sums[0] = MemoryBandwidth.Read((float*)values.Pointer, (int)((long)values.Length * sizeof(T) / sizeof(float)), streams);
}
