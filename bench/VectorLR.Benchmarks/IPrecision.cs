using System.Numerics;
using CommunityToolkit.HighPerformance;

namespace VectorLR.Benchmarks;

/// <summary>The operations that are overloads for float and double, so that one benchmark serves both.</summary>
public interface IPrecision<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>float or double.</summary>
    static abstract string Name { get; }

    /// <summary>OpenBLAS' name of the matrix-vector product.</summary>
    static abstract string Gemv { get; }

    static abstract void Affine(Examples<T> x, ReadOnlySpan<T> w, Span<T> z);

    static abstract void MatrixVector(ReadOnlySpan2D<T> a, ReadOnlySpan<T> v, Span<T> u);

    static abstract void Sigmoid(ReadOnlySpan<T> z, Span<T> a);

    static abstract void SigmoidFast(ReadOnlySpan<T> z, Span<T> a);

    static abstract void LogisticGradient(Examples<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> dw);

    static abstract T ForLoopDot(ReadOnlySpan<T> x, ReadOnlySpan<T> y);

    static abstract void ForLoopMatrixVector(ReadOnlySpan<T> a, ReadOnlySpan<T> v, Span<T> u);

    static abstract void ForLoopSigmoid(ReadOnlySpan<T> z, Span<T> a);

    static abstract void ForLoopLogisticGradient(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> dw);

    static abstract T BlasDot(ReadOnlySpan<T> x, ReadOnlySpan<T> y);

    /// <summary>y = scale A x by OpenBLAS, for a row-major A.</summary>
    static abstract void BlasMultiply(ReadOnlySpan<T> a, ReadOnlySpan<T> x, T scale, Span<T> y);

    /// <summary>y = scale A^T x by OpenBLAS, for a row-major A.</summary>
    static abstract void BlasMultiplyTransposed(ReadOnlySpan<T> a, ReadOnlySpan<T> x, T scale, Span<T> y);
}
