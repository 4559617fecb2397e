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
            new(nameof(Kernels.Log1P), Kernels.Log1P),
        ],
        PairMaps = [new(nameof(Kernels.Residual), Kernels.Residual)],
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
        Dots = [new(nameof(Kernels.Dot), Kernels.Dot), new(nameof(Kernels.DotAccurate), Kernels.DotAccurate)],
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
            new(nameof(Kernels.Log1P), Kernels.Log1P),
        ],
        PairMaps = [new(nameof(Kernels.Residual), Kernels.Residual)],
        Broadcasts =
        [
            new(nameof(Kernels.Add), Kernels.Add),
            new(nameof(Kernels.Subtract), Kernels.Subtract),
            new(nameof(Kernels.Multiply), Kernels.Multiply),
            new(nameof(Kernels.Divide), Kernels.Divide),
        ],
        MatrixVector = new(nameof(Kernels.MatrixVector), Kernels.MatrixVector),
    };

    public static ProductOperations<float, float> SingleProducts { get; } = new(Kernels.Affine, Kernels.WeightGradient, Kernels.LogisticGradient);

    public static ProductOperations<double, double> DoubleProducts { get; } = new(Kernels.Affine, Kernels.WeightGradient, Kernels.LogisticGradient);

    public static ProductOperations<byte, double> ByteDoubleProducts { get; } = new(Kernels.Affine, Kernels.WeightGradient, Kernels.LogisticGradient);

    public static ProductOperations<byte, float> Bytes(ByteArithmetic arithmetic) => new(
        (x, weights, bias, z) => Kernels.Affine(x, weights, bias, z, arithmetic),
        (x, dz, dw) => Kernels.WeightGradient(x, dz, dw, arithmetic),
        (x, y, weights, bias, dw) => Kernels.LogisticGradient(x, y, weights, bias, dw, arithmetic));
}
