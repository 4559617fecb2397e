using System.Numerics;

namespace VectorLR.Cli.Verification;

/// <summary>The same operations on a given instruction set. The runtime emulates missing hardware instructions where it can.</summary>
internal static class IsaOperations
{
    public static VectorOperations<float> Single(Isa isa) =>
        Vectors<float>(
            isa,
            (x, y) => (float)Dispatch.Run<DotInDoubleKernel, double, double>(isa, new(x, y)),
            (x, _) => Kernels.Norm(isa, x));

    public static VectorOperations<double> Double(Isa isa) =>
        Vectors<double>(
            isa,
            (x, y) => Dispatch.Run<DotAccurateKernel, double, double>(isa, new(x, y)),
            (x, _) => Kernels.Norm(isa, x));

    public static ProductOperations<TX, T> Products<TX, T>(Isa isa)
        where TX : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            (x, weights, bias, z) => Kernels.Affine(isa, x, weights, bias, z),
            (x, weights, bias, a) =>
            {
                Kernels.Affine(isa, x, weights, bias, a);
                Kernels.Sigmoid<T>(isa, a, a);
            },
            (x, dz, dw) => Dispatch.Run<WeightGradientKernel<TX, T>, T, Unit>(isa, new(x, dz, dw)),
            (x, y, weights, bias, dw, sampleWeights) => Kernels.MeanLogisticGradient(isa, x, y, weights, bias, dw, sampleWeights),
            (x, y, weights, bias, dw, sampleWeights) => Kernels.LogisticGradientSum(isa, x, y, weights, bias, dw, sampleWeights));

    private static VectorOperations<T> Vectors<T>(Isa isa, Reduction<T> dotAccurate, Reduction<T> norm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            Dots =
            [
                new(nameof(Kernels.Dot), (x, y) => double.CreateTruncating(Dispatch.Run<DotKernel<T>, T, T>(isa, new(x, y)))),
                new(nameof(Kernels.DotAccurate), dotAccurate),
                new(nameof(Kernels.Sum), (x, _) => Kernels.Sum(isa, x)),
                new(nameof(Kernels.Norm), norm),
            ],
            Means =
            [
                new(nameof(Kernels.LogLoss), (z, y) => Dispatch.Run<LossSumKernel<T>, T, double>(isa, new(z, y)) / z.Length),
                new(nameof(Kernels.BiasGradient), (dz, _) => Dispatch.Run<SumKernel<T>, T, double>(isa, new(dz)) / dz.Length),
            ],
            Maps =
            [
                new(nameof(Kernels.Sigmoid), (z, a) => Dispatch.Run<SigmoidKernel<T>, T, Unit>(isa, new(z, a))),
                Map<SigmoidFastOperator, T>(nameof(Kernels.SigmoidFast), isa),
                Map<SoftplusOperator, T>(nameof(Kernels.Softplus), isa),
                Map<LogSigmoidOperator, T>(nameof(Kernels.LogSigmoid), isa),
                Map<ExpOperator, T>(nameof(Kernels.Exp), isa),
                Map<LogP1Operator, T>(nameof(Kernels.LogP1), isa),
                new(nameof(Kernels.Scale), (x, destination) => Kernels.Scale(isa, T.CreateTruncating(0.7), x, destination)),
            ],
            PairMaps =
            [
                new(
                    nameof(Kernels.Residual),
                    (a, y, dz) => Dispatch.Run<BroadcastKernel<ResidualOperator, T>, T, Unit>(isa, new(a, y, dz))),
                new(nameof(Kernels.Axpy), (x, y, destination) =>
                {
                    y.CopyTo(destination);
                    Kernels.Axpy(isa, T.CreateTruncating(0.7), x, destination);
                }),
            ],
            Broadcasts =
            [
                Broadcast<AddOperator, T>(nameof(Kernels.Add), isa),
                Broadcast<SubtractOperator, T>(nameof(Kernels.Subtract), isa),
                Broadcast<MultiplyOperator, T>(nameof(Kernels.Multiply), isa),
                Broadcast<DivideOperator, T>(nameof(Kernels.Divide), isa),
            ],
            MatrixVector = new(
                nameof(Kernels.MatrixVector), (a, v, u) => Dispatch.Run<AffineKernel<T, T>, T, Unit>(isa, new(new(a), v, T.Zero, u))),
        };

    private static Named<Map<T>> Map<TOperator, T>(string name, Isa isa)
        where TOperator : IUnaryOperator
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(name, (x, destination) => Dispatch.Run<MapKernel<TOperator, T>, T, Unit>(isa, new(x, destination)));

    private static Named<Broadcast<T>> Broadcast<TOperator, T>(string name, Isa isa)
        where TOperator : IBinaryOperator
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, (a, b, destination) =>
        {
            // The public entry also skips an empty destination.
            if (destination.Length > 0)
            {
                Dispatch.Run<BroadcastKernel<TOperator, T>, T, Unit>(isa, new(a, b, destination));
            }
        });
}
