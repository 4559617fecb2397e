using CommunityToolkit.HighPerformance;

namespace VectorLR.Benchmarks;

/// <summary>float.</summary>
public readonly struct Single : IPrecision<float>
{
    public static string Name => "float";

    public static string Gemv => "sgemv";

    public static void Affine(Examples<float> x, ReadOnlySpan<float> w, Span<float> z) => Kernels.Affine(x, w, 0, z);

    public static void MatrixVector(ReadOnlySpan2D<float> a, ReadOnlySpan<float> v, Span<float> u) => Kernels.MatrixVector(a, v, u);

    public static void Sigmoid(ReadOnlySpan<float> z, Span<float> a) => Kernels.Sigmoid(z, a);

    public static void SigmoidFast(ReadOnlySpan<float> z, Span<float> a) => Kernels.SigmoidFast(z, a);

    public static void LogisticGradient(Examples<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> w, Span<float> dw) =>
        Kernels.LogisticGradient(x, y, w, 0, dw);

    public static float ForLoopDot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => ForLoop.Dot(x, y);

    public static void ForLoopMatrixVector(ReadOnlySpan<float> a, ReadOnlySpan<float> v, Span<float> u) => ForLoop.MatrixVector(a, v, u);

    public static void ForLoopSigmoid(ReadOnlySpan<float> z, Span<float> a) => ForLoop.Sigmoid(z, a);

    public static void ForLoopLogisticGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> w, Span<float> dw) =>
        ForLoop.LogisticGradient(x, y, w, 0, dw);

    public static float BlasDot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => OpenBlas.Dot(x, y);

    public static void BlasMultiply(ReadOnlySpan<float> a, ReadOnlySpan<float> x, float scale, Span<float> y) =>
        OpenBlas.Multiply(a, x, scale, y);

    public static void BlasMultiplyTransposed(ReadOnlySpan<float> a, ReadOnlySpan<float> x, float scale, Span<float> y) =>
        OpenBlas.MultiplyTransposed(a, x, scale, y);
}
