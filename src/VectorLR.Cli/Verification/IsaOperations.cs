using System.Numerics;

namespace VectorLR.Cli.Verification;

/// <summary>The same operations on a named instruction set; what the hardware lacks, the runtime emulates where it can.</summary>
internal static class IsaOperations
{
    public static VectorOperations<float> Single(Isa isa) =>
        Vectors<float>(isa, (x, y) => (float)Dispatch.Run<DotInDoubleKernel, double, double>(isa, new(x, y)));

    public static VectorOperations<double> Double(Isa isa) =>
        Vectors<double>(isa, (x, y) => Dispatch.Run<DotAccurateKernel, double, double>(isa, new(x, y)));

    public static ProductOperations<TX, T> Products<TX, T>(Isa isa)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            (x, weights, bias, z) => Dispatch.Run<AffineKernel<TX, T>, T, Nothing>(isa, new(x, weights, bias, z)),
            (x, dz, dw) => Dispatch.Run<WeightGradientKernel<TX, T>, T, Nothing>(isa, new(x, dz, dw)),
            (x, y, weights, bias, dw) =>
            {
                LogisticCost sums = Dispatch.Run<LogisticGradientKernel<TX, T>, T, LogisticCost>(isa, new(x, y, weights, bias, x.Count, dw));
                return new(sums.Cost / x.Count, sums.BiasGradient / x.Count);
            });

    public static ProductOperations<byte, float> Bytes(Isa isa, ByteArithmetic arithmetic) => new(
        (x, weights, bias, z) => ByteKernels.Affine(isa, x, weights, bias, z, arithmetic),
        (x, dz, dw) => ByteKernels.WeightGradient(isa, x, dz, dw, arithmetic),
        (x, y, weights, bias, dw) =>
        {
            LogisticCost sums = ByteKernels.LogisticGradient(isa, x, y, weights, bias, x.Count, dw, arithmetic);
            return new(sums.Cost / x.Count, sums.BiasGradient / x.Count);
        });

    private static VectorOperations<T> Vectors<T>(Isa isa, Reduction<T> dotAccurate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            Dots =
            [
                new(nameof(Kernels.Dot), (x, y) => double.CreateTruncating(Dispatch.Run<DotKernel<T>, T, T>(isa, new(x, y)))),
                new(nameof(Kernels.DotAccurate), dotAccurate),
            ],
            Means =
            [
                new(nameof(Kernels.LogLoss), (z, y) => Dispatch.Run<LossSumKernel<T>, T, double>(isa, new(z, y)) / z.Length),
                new(nameof(Kernels.BiasGradient), (dz, _) => Dispatch.Run<SumKernel<T>, T, double>(isa, new(dz)) / dz.Length),
            ],
            Maps =
            [
                new(nameof(Kernels.Sigmoid), (z, a) => Dispatch.Run<SigmoidKernel<T>, T, Nothing>(isa, new(z, a))),
                Map<SigmoidFastFunction, T>(nameof(Kernels.SigmoidFast), isa),
                Map<SoftplusFunction, T>(nameof(Kernels.Softplus), isa),
                Map<LogSigmoidFunction, T>(nameof(Kernels.LogSigmoid), isa),
                Map<ExpFunction, T>(nameof(Kernels.Exp), isa),
                Map<Log1PFunction, T>(nameof(Kernels.Log1P), isa),
            ],
            PairMaps =
            [
                new(nameof(Kernels.Residual), (a, y, dz) => Dispatch.Run<BroadcastKernel<Subtraction, T>, T, Nothing>(isa, new(a, y, dz))),
            ],
            Broadcasts =
            [
                Broadcast<Addition, T>(nameof(Kernels.Add), isa),
                Broadcast<Subtraction, T>(nameof(Kernels.Subtract), isa),
                Broadcast<Multiplication, T>(nameof(Kernels.Multiply), isa),
                Broadcast<Division, T>(nameof(Kernels.Divide), isa),
            ],
            MatrixVector = new(
                nameof(Kernels.MatrixVector), (a, v, u) => Dispatch.Run<AffineKernel<T, T>, T, Nothing>(isa, new(new(a), v, T.Zero, u))),
        };

    private static Named<Map<T>> Map<TFunction, T>(string name, Isa isa)
        where TFunction : IUnaryFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(name, (x, destination) => Dispatch.Run<MapKernel<TFunction, T>, T, Nothing>(isa, new(x, destination)));

    private static Named<Broadcast<T>> Broadcast<TFunction, T>(string name, Isa isa)
        where TFunction : IBinaryFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, (a, b, destination) =>
        {
            // As the public entry does: nothing to do is not an operation.
            if (destination.Length > 0)
            {
                Dispatch.Run<BroadcastKernel<TFunction, T>, T, Nothing>(isa, new(a, b, destination));
            }
        });
}
