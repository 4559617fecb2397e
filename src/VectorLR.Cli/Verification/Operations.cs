using CommunityToolkit.HighPerformance;

namespace VectorLR.Cli.Verification;

internal delegate double Reduction<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y);

internal delegate void Map<T>(ReadOnlySpan<T> x, Span<T> destination);

internal delegate void PairMap<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> destination);

internal delegate void Broadcast<T>(ReadOnlySpan2D<T> a, ReadOnlySpan2D<T> b, Span2D<T> destination);

internal delegate void MatrixVector<T>(ReadOnlySpan2D<T> a, ReadOnlySpan<T> v, Span<T> u);

internal delegate void Affine<TX, T>(Examples<TX> x, ReadOnlySpan<T> weights, T bias, Span<T> z)
    where TX : unmanaged;

internal delegate void WeightGradient<TX, T>(Examples<TX> x, ReadOnlySpan<T> dz, Span<T> dw)
    where TX : unmanaged;

internal delegate LogisticGradientResult LogisticGradient<TX, T>(
    Examples<TX> x, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, Span<T> dw, ReadOnlySpan<T> sampleWeights)
    where TX : unmanaged;

/// <summary>An operation and its public name.</summary>
internal readonly record struct Named<TOperation>(string Name, TOperation Run);

/// <summary>The operations on vectors and matrices of one precision.</summary>
internal sealed record VectorOperations<T>
{
    /// <summary>Operations from two vectors, or from the first of two, to a number. A float result is widened exactly.</summary>
    public required Named<Reduction<T>>[] Dots { get; init; }

    /// <summary>Operations from at least one logit or residual, and as many labels, to a number. Some ignore the labels.</summary>
    public required Named<Reduction<T>>[] Means { get; init; }

    public required Named<Map<T>>[] Maps { get; init; }

    public required Named<PairMap<T>>[] PairMaps { get; init; }

    public required Named<Broadcast<T>>[] Broadcasts { get; init; }

    public required Named<MatrixVector<T>> MatrixVector { get; init; }
}

/// <summary>The products with X, for one storage type and one precision.</summary>
internal sealed record ProductOperations<TX, T>(
    Affine<TX, T> Affine,
    Affine<TX, T> PredictProbability,
    WeightGradient<TX, T> WeightGradient,
    LogisticGradient<TX, T> LogisticGradient,
    LogisticGradient<TX, T> LogisticGradientSum)
    where TX : unmanaged;
