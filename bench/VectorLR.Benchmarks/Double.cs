using CommunityToolkit.HighPerformance;

namespace VectorLR.Benchmarks;

/// <summary>double.</summary>
public readonly struct Double : IPrecision<double>
{
    public static string Name => "double";

    public static string Gemv => "dgemv";

    public static void Affine(Examples<double> x, ReadOnlySpan<double> w, Span<double> z) => Kernels.Affine(x, w, 0, z);

    public static void MatrixVector(ReadOnlySpan2D<double> a, ReadOnlySpan<double> v, Span<double> u) => Kernels.MatrixVector(a, v, u);

    public static void Sigmoid(ReadOnlySpan<double> z, Span<double> a) => Kernels.Sigmoid(z, a);

    public static void SigmoidFast(ReadOnlySpan<double> z, Span<double> a) => Kernels.SigmoidFast(z, a);

    public static void LogisticGradient(Examples<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> w, Span<double> dw) =>
        Kernels.LogisticGradient(x, y, w, 0, dw);

    public static double ForLoopDot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => ForLoop.Dot(x, y);

    public static void ForLoopMatrixVector(ReadOnlySpan<double> a, ReadOnlySpan<double> v, Span<double> u) => ForLoop.MatrixVector(a, v, u);

    public static void ForLoopSigmoid(ReadOnlySpan<double> z, Span<double> a) => ForLoop.Sigmoid(z, a);

    public static void ForLoopLogisticGradient(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> w, Span<double> dw) =>
        ForLoop.LogisticGradient(x, y, w, 0, dw);

    public static double BlasDot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => OpenBlas.Dot(x, y);

    public static void BlasMultiply(ReadOnlySpan<double> a, ReadOnlySpan<double> x, double scale, Span<double> y) =>
        OpenBlas.Multiply(a, x, scale, y);

    public static void BlasMultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> x, double scale, Span<double> y) =>
        OpenBlas.MultiplyTransposed(a, x, scale, y);
}
