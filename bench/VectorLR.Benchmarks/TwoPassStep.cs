using System.Numerics.Tensors;

namespace VectorLR.Benchmarks;

/// <summary>A step as people write it with BLAS: X w, sigmoid, residual, X^T dz. It reads X twice.</summary>
internal static class TwoPassStep
{
    public static void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> w, Span<float> z, Span<float> dw)
    {
        OpenBlas.Multiply(x, w, z);
        TensorPrimitives.Sigmoid<float>(z, z);
        TensorPrimitives.Subtract<float>(z, y, z);
        OpenBlas.MultiplyTransposed(x, z, 1f / y.Length, dw);
    }
}
