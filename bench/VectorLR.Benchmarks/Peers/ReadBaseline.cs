using System.Runtime.CompilerServices;
using VectorLR.Cli.Measuring;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The lower bound for work that reads its data once: only reading it.</summary>
internal static unsafe class ReadBaseline
{
    private static readonly float[] s_sums = new float[Environment.ProcessorCount];

    /// <summary>One thread, reading one stream and reading four.</summary>
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

    /// <summary>All threads, each reading four streams of its own chunk.</summary>
    public static Candidate AllThreads<T>(Values<T> data, int threads)
        where T : unmanaged
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads };
        int chunk = (int)((long)data.Length * sizeof(T) / sizeof(float) / threads);
        float* first = (float*)data.Pointer;
        return new($"{PeerNames.Reading} it, {threads} threads", () =>
        {
            Parallel.For(0, threads, options, thread => s_sums[thread] = MemoryBandwidth.Read(first + ((long)thread * chunk), chunk, 4));
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
