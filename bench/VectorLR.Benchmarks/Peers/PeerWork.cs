using System.Numerics.Tensors;
using VectorLR.Cli.Measuring;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The work items of the peers' table.</summary>
internal static class PeerWork
{
    private const int Rounds = 15;
    private const double Seconds = 0.01;

    private static float s_sink;

    public static IEnumerable<PeerRow> All()
    {
        foreach (int n in (int[])[30, 1024, 65_536, 1_000_000, 10_000_000])
        {
            foreach (PeerRow row in Dot(n))
            {
                yield return row;
            }
        }

        foreach (PeerRow row in Sigmoid(4096))
        {
            yield return row;
        }

        foreach ((int count, int features) in ((int, int)[])[(209, 12288), (8192, 12288)])
        {
            foreach (PeerRow row in Step(count, features))
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<PeerRow> Dot(int n)
    {
        // A short product is over sooner than a delegate is called, so each timed call makes many.
        int calls = Math.Max(1, 4096 / n);
        float[] x = Data.Random(n, 1);
        float[] y = Data.Random(n, 2);
        List<(string, Action)> peers =
        [
            ("for-loop", () =>
            {
                for (int i = 0; i < calls; i++)
                {
                    s_sink = ForLoop.Dot(x, y);
                }
            }),
            ("TensorPrimitives", () =>
            {
                for (int i = 0; i < calls; i++)
                {
                    s_sink = TensorPrimitives.Dot<float>(x, y);
                }
            }),
        ];
        if (OpenBlas.IsAvailable)
        {
            peers.Add(("OpenBLAS sdot", () =>
            {
                for (int i = 0; i < calls; i++)
                {
                    s_sink = OpenBlas.Dot(x, y);
                }
            }
            ));
        }

        return Compare(
            "Dot float",
            $"{n:N0}",
            () =>
            {
                for (int i = 0; i < calls; i++)
                {
                    s_sink = Kernels.Dot(x, y);
                }
            },
            peers,
            calls);
    }

    private static IEnumerable<PeerRow> Sigmoid(int n)
    {
        float[] z = Data.Random(n, 6, scale: 10);
        float[] a = new float[n];
        double[] wideZ = Array.ConvertAll(z, value => (double)value);
        double[] wideA = new double[n];
        IEnumerable<PeerRow> singles = Compare(
            "Sigmoid float",
            $"{n:N0}",
            () => Kernels.Sigmoid(z, a),
            [("for-loop", () => ForLoop.Sigmoid(z, a)), ("TensorPrimitives", () => TensorPrimitives.Sigmoid<float>(z, a))]);
        IEnumerable<PeerRow> doubles = Compare(
            "Sigmoid double",
            $"{n:N0}",
            () => Kernels.Sigmoid(wideZ, wideA),
            [("for-loop", () => ForLoop.Sigmoid(wideZ, wideA)), ("TensorPrimitives", () => TensorPrimitives.Sigmoid<double>(wideZ, wideA))]);
        return singles.Concat(doubles);
    }

    private static IEnumerable<PeerRow> Step(int count, int features)
    {
        float[] x = Data.Random((long)count * features, 3);
        float[] w = Data.Random(features, 4, scale: 0.01f);
        float[] y = Data.Labels(count, 5);
        float[] z = new float[count];
        float[] dw = new float[features];
        List<(string, Action)> peers = [("for-loop", () => ForLoop.LogisticGradient(x, y, w, 0, dw))];
        if (OpenBlas.IsAvailable)
        {
            peers.Add(("OpenBLAS sgemv, two passes", () => TwoPassStep.Run(x, y, w, z, dw)));
        }

        peers.Add(("only reading X, one stream", () => s_sink = Read(1)));
        peers.Add(("only reading X, four streams", () => s_sink = Read(4)));
        return Compare(
            "LogisticGradient float",
            $"{count} x {features}",
            () => Kernels.LogisticGradient(new Examples<float>(x, count, features), y, w, 0, dw),
            peers);

        unsafe float Read(int streams)
        {
            fixed (float* values = x)
            {
                return MemoryBandwidth.Read(values, x.Length, streams);
            }
        }
    }

    private static IEnumerable<PeerRow> Compare(string work, string size, Action ours, List<(string Name, Action Run)> peers, int calls = 1)
    {
        double[][] times = Timing.Interleave([ours, .. peers.Select(peer => peer.Run)], Rounds, Seconds);
        for (int i = 0; i < peers.Count; i++)
        {
            double[] ratios = [.. times[i + 1].Zip(times[0], (theirs, mine) => theirs / mine)];
            yield return new(
                work, size, times[0].Min() / calls, peers[i].Name, times[i + 1].Min() / calls, Timing.Median(ratios), ratios.Min(), ratios.Max());
        }
    }
}
