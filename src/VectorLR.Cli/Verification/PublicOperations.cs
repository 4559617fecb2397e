namespace VectorLR.Cli.Verification;

/// <summary>The operations as users call them, on the instruction set chosen for the process.</summary>
internal static class PublicOperations
{
    public static VectorOperations<float> Single { get; } = new()
    {
        Dots =
        [
            new(nameof(Kernels.Dot), (x, y) => Kernels.Dot(x, y)),
            new(nameof(Kernels.DotAccurate), (x, y) => Kernels.DotAccurate(x, y)),
            new(nameof(Kernels.Sum), (x, _) => Kernels.Sum(x)),
            new(nameof(Kernels.Norm), (x, _) => Kernels.Norm(x)),
        ],
        Means =
        [
            new(nameof(Kernels.LogLoss), Kernels.LogLoss),
            new(nameof(Kernels.BiasGradient), (dz, _) => Kernels.BiasGradient(dz)),
        ],
        Maps =
        [
            new(nameof(Kernels.Sigmoid), Kernels.Sigmoid),
            new(nameof(Kernels.SigmoidFast), Kernels.SigmoidFast),
            new(nameof(Kernels.Softplus), Kernels.Softplus),
            new(nameof(Kernels.LogSigmoid), Kernels.LogSigmoid),
            new(nameof(Kernels.Exp), Kernels.Exp),
            new(nameof(Kernels.LogP1), Kernels.LogP1),
            new(nameof(Kernels.Scale), (x, destination) => Kernels.Scale(0.7f, x, destination)),
        ],
        PairMaps =
        [
            new(nameof(Kernels.Residual), Kernels.Residual),
            new(nameof(Kernels.Axpy), (x, y, destination) =>
            {
                y.CopyTo(destination);
                Kernels.Axpy(0.7f, x, destination);
            }),
        ],
        Broadcasts =
        [
            new(nameof(Kernels.Add), Kernels.Add),
            new(nameof(Kernels.Subtract), Kernels.Subtract),
            new(nameof(Kernels.Multiply), Kernels.Multiply),
            new(nameof(Kernels.Divide), Kernels.Divide),
        ],
        MatrixVector = new(nameof(Kernels.MatrixVector), Kernels.MatrixVector),
    };

    public static VectorOperations<double> Double { get; } = new()
    {
        Dots =
        [
            new(nameof(Kernels.Dot), Kernels.Dot),
            new(nameof(Kernels.DotAccurate), Kernels.DotAccurate),
            new(nameof(Kernels.Sum), (x, _) => Kernels.Sum(x)),
            new(nameof(Kernels.Norm), (x, _) => Kernels.Norm(x)),
        ],
        Means =
        [
            new(nameof(Kernels.LogLoss), Kernels.LogLoss),
            new(nameof(Kernels.BiasGradient), (dz, _) => Kernels.BiasGradient(dz)),
        ],
        Maps =
        [
            new(nameof(Kernels.Sigmoid), Kernels.Sigmoid),
            new(nameof(Kernels.SigmoidFast), Kernels.SigmoidFast),
            new(nameof(Kernels.Softplus), Kernels.Softplus),
            new(nameof(Kernels.LogSigmoid), Kernels.LogSigmoid),
            new(nameof(Kernels.Exp), Kernels.Exp),
            new(nameof(Kernels.LogP1), Kernels.LogP1),
            new(nameof(Kernels.Scale), (x, destination) => Kernels.Scale(0.7, x, destination)),
        ],
        PairMaps =
        [
            new(nameof(Kernels.Residual), Kernels.Residual),
            new(nameof(Kernels.Axpy), (x, y, destination) =>
            {
                y.CopyTo(destination);
                Kernels.Axpy(0.7, x, destination);
            }),
        ],
        Broadcasts =
        [
            new(nameof(Kernels.Add), Kernels.Add),
            new(nameof(Kernels.Subtract), Kernels.Subtract),
            new(nameof(Kernels.Multiply), Kernels.Multiply),
            new(nameof(Kernels.Divide), Kernels.Divide),
        ],
        MatrixVector = new(nameof(Kernels.MatrixVector), Kernels.MatrixVector),
    };

    public static ProductOperations<float, float> SingleProducts { get; } = new(
        Kernels.Affine, Kernels.PredictProbability, Kernels.WeightGradient, Kernels.LogisticGradient, Kernels.LogisticGradientSum);

    public static ProductOperations<double, double> DoubleProducts { get; } = new(
        Kernels.Affine, Kernels.PredictProbability, Kernels.WeightGradient, Kernels.LogisticGradient, Kernels.LogisticGradientSum);

    public static ProductOperations<byte, float> ByteSingleProducts { get; } = new(
        Kernels.Affine, Kernels.PredictProbability, Kernels.WeightGradient, Kernels.LogisticGradient, Kernels.LogisticGradientSum);

    public static ProductOperations<byte, double> ByteDoubleProducts { get; } = new(
        Kernels.Affine, Kernels.PredictProbability, Kernels.WeightGradient, Kernels.LogisticGradient, Kernels.LogisticGradientSum);
}
