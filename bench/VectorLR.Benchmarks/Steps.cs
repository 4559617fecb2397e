using System.Numerics;
using System.Numerics.Tensors;

namespace VectorLR.Benchmarks;

/// <summary>A training step without this library. J is left out, so that no peer pays for a logarithm.</summary>
internal static class Steps
{
    /// <summary>With BLAS: X w, sigmoid, residual, X^T dz. It reads X twice.</summary>
    public static void TwoPasses<TPrecision, T>(
        Layout layout, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> z, Span<T> dw)
        where TPrecision : IPrecision<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Logits<TPrecision, T>(layout, x, w, z);
        TensorPrimitives.Sigmoid<T>(z, z);
        TensorPrimitives.Subtract<T>(z, y, z);
        WeightGradient<TPrecision, T>(layout, x, z, dw);
    }

    /// <summary>X w by OpenBLAS.</summary>
    public static void Logits<TPrecision, T>(Layout layout, ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> z)
        where TPrecision : IPrecision<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (layout == Layout.ExampleRows)
        {
            TPrecision.BlasMultiply(x, w, T.One, z);
        }
        else
        {
            TPrecision.BlasMultiplyTransposed(x, w, T.One, z);
        }
    }

    /// <summary>(1/m) X^T dz by OpenBLAS.</summary>
    public static void WeightGradient<TPrecision, T>(Layout layout, ReadOnlySpan<T> x, ReadOnlySpan<T> dz, Span<T> dw)
        where TPrecision : IPrecision<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T scale = T.One / T.CreateTruncating(dz.Length);
        if (layout == Layout.ExampleRows)
        {
            TPrecision.BlasMultiplyTransposed(x, dz, scale, dw);
        }
        else
        {
            TPrecision.BlasMultiply(x, dz, scale, dw);
        }
    }

    /// <summary>With TensorPrimitives, an example at a time: its logit, its residual and its part of dw while it is in the cache.</summary>
    public static void RowAtATime<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, Span<T> dw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        dw.Clear();
        for (int i = 0; i < y.Length; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i * w.Length, w.Length);
            T dz = Probability(TensorPrimitives.Dot(row, w)) - y[i];
            TensorPrimitives.MultiplyAdd(row, dz, dw, dw);
        }

        TensorPrimitives.Divide(dw, T.CreateTruncating(y.Length), dw);
    }

    /// <summary>sigmoid(z) as a line of C#.</summary>
    public static T Probability<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-z));
}
