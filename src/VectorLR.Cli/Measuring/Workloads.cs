using System.Numerics;
using CommunityToolkit.HighPerformance;
using VectorLR.Training;

namespace VectorLR.Cli.Measuring;

/// <summary>The textbook's operations at the textbook's sizes.</summary>
internal static class Workloads
{
    // The chunk of a vector for a thread. Chunks depend on the length only, and their results are added in order.
    private const int Chunk = 64 * 1024;

    /// <summary>Returns the workloads. Each is created on demand, because together they take hundreds of megabytes.</summary>
    public static IEnumerable<Workload> All()
    {
        yield return Dot<double>("dot, double", 1_000_000, ForLoop.Dot);
        yield return Dot<float>("dot, float", 1_000_000, ForLoop.Dot);
        yield return Dot<float>("dot, float", 4_096, ForLoop.Dot);
        yield return MatrixVector();
        yield return Sigmoid();
        yield return GradientStep();
    }

    public static float[] Random(int length, int seed, float scale = 1)
    {
        Random random = new(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = scale * ((2 * random.NextSingle()) - 1);
        }

        return values;
    }

    private delegate T DotFunction<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y);

    private static Workload Dot<T>(string name, int n, DotFunction<T> forLoop)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Array.ConvertAll(Random(n, 1), T.CreateTruncating);
        T[] y = Array.ConvertAll(Random(n, 2), T.CreateTruncating);
        double expected = HighPrecision.Dot(Array.ConvertAll(x, double.CreateTruncating), Array.ConvertAll(y, double.CreateTruncating));
        T result = default;
        T[] sums = new T[(n + Chunk - 1) / Chunk];
        return new(
            name,
            $"{n:N0}",
            2L * n * System.Runtime.CompilerServices.Unsafe.SizeOf<T>(),
            () => result = forLoop(x, y),
            isa => result = Dispatch.Run<DotKernel<T>, T, T>(isa, new(x, y)),
            threads =>
            {
                ForEachChunk(n, threads, (chunk, start, length) =>
                    sums[chunk] = Dispatch.Run<DotKernel<T>, T, T>(new(x.AsSpan(start, length), y.AsSpan(start, length))));
                result = T.Zero;
                foreach (T sum in sums)
                {
                    result += sum;
                }
            },
            () => Math.Abs((double.CreateTruncating(result) - expected) / expected));
    }

    private static Workload MatrixVector()
    {
        const int Rows = 2048;
        const int Columns = 2048;
        float[] a = Random(Rows * Columns, 3);
        float[] v = Random(Columns, 4);
        float[] u = new float[Rows];
        double[] wideV = HighPrecision.Widen(v);
        double[] expected = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            expected[i] = HighPrecision.Dot(HighPrecision.Widen(a.AsSpan(i * Columns, Columns)), wideV);
        }

        return new(
            "u = Av, float",
            $"{Rows}x{Columns}",
            4L * Rows * Columns,
            () => ForLoop.MatrixVector(a, v, u),
            isa => Dispatch.Run<AffineKernel<float, float>, float, Unit>(isa, new(new(a, Rows, Columns), v, 0, u)),
            threads => ForEachChunk(
                Rows,
                threads,
                (_, start, length) =>
                    Kernels.Affine(new Examples<float>(a, Rows, Columns).Slice(start, length), v, 0, u.AsSpan(start, length)),
                chunk: 128),
            () => HighPrecision.LargestError(HighPrecision.Widen(u), expected));
    }

    private static Workload Sigmoid()
    {
        const int Length = 1_000_000;
        float[] z = Random(Length, 5, scale: 10);
        float[] a = new float[Length];
        double[] expected = Array.ConvertAll(z, value => 1 / (1 + Math.Exp(-(double)value)));
        return new(
            "sigmoid, float",
            $"{Length:N0}",
            8L * Length,
            () => ForLoop.Sigmoid(z, a),
            isa => Dispatch.Run<SigmoidKernel<float>, float, Unit>(isa, new(z, a)),
            threads => ForEachChunk(
                Length, threads, (_, start, length) => Kernels.Sigmoid(z.AsSpan(start, length), a.AsSpan(start, length))),
            () => HighPrecision.LargestError(HighPrecision.Widen(a), expected));
    }

    private static Workload GradientStep()
    {
        const int Count = 209;
        const int Features = 12288;
        float[] x = Random(Count * Features, 6);
        float[] w = Random(Features, 7, scale: 0.05f);
        float[] y = Array.ConvertAll(Random(Count, 8), value => value > 0.3f ? 1f : 0f);
        float[] dw = new float[Features];
        double[] expected = new double[Features];
        ForLoop.LogisticGradient(HighPrecision.Widen(x), HighPrecision.Widen(y), HighPrecision.Widen(w), 0, expected);

        double[] wide = new double[Features];
        double[] wideW = HighPrecision.Widen(w);
        Dictionary<int, IObjective> objectives = [];
        return new(
            "gradient step, float",
            $"{Count}x{Features}",
            4L * Count * Features,
            () => ForLoop.LogisticGradient(x, y, w, 0, dw),
            isa => Kernels.MeanLogisticGradient(isa, new Examples<float>(x, Count, Features), y, w, 0, dw),
            threads =>
            {
                if (!objectives.TryGetValue(threads, out IObjective? objective))
                {
                    objective = LogisticObjective.Create(
                        new ReadOnlyMemory2D<float>(x, Count, Features), HighPrecision.Widen(y), new() { Threads = threads });
                    objectives.Add(threads, objective);
                }

                objective.Evaluate(wideW, 0, wide);
                dw = Array.ConvertAll(wide, value => (float)value);
            },
            () => HighPrecision.LargestError(HighPrecision.Widen(dw), expected));
    }

    private static void ForEachChunk(int length, int threads, Action<int, int, int> work, int chunk = Chunk)
    {
        int chunks = (length + chunk - 1) / chunk;
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            work(i, i * chunk, Math.Min(chunk, length - (i * chunk))));
    }
}
