using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>An objective over z-scores. The standardisation is folded into the weights; no z-score is computed.</summary>
/// <remarks>
/// For z-scores (x - mu) / s, the inner objective is evaluated at w' = w / s and b' = b - sum_j w_j mu_j / s_j, and its gradient dw' gives
/// dw = (dw' - mu db) / s. The examples are not changed or copied.
/// </remarks>
public sealed class StandardizedObjective : ObjectiveDecorator
{
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[] _weights;
    private FeatureMoments? _moments;
    private int _isInUse;

    /// <summary>Standardises an objective's features.</summary>
    /// <param name="inner">The objective over the original features.</param>
    /// <param name="standardization">The means and deviations of the original features.</param>
    /// <exception cref="ArgumentException">The numbers of features differ; the message names both.</exception>
    public StandardizedObjective(IObjective inner, Standardization standardization)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(standardization);
        if (standardization.Means.Length != inner.Features)
        {
            throw new ArgumentException(
                $"there are {standardization.Means.Length} means for {inner.Features} features", nameof(standardization));
        }

        _means = standardization.Means.ToArray();
        _deviations = standardization.Deviations.ToArray();
        _weights = new double[inner.Features];
    }

    /// <inheritdoc/>
    /// <remarks>A feature that is constant among the examples stays so, whatever its mean here.</remarks>
    public override FeatureMoments? Moments
    {
        get
        {
            if (_moments is null && Inner.Moments is FeatureMoments moments)
            {
                double[] means = new double[Features];
                double[] deviations = new double[Features];
                for (int j = 0; j < means.Length; j++)
                {
                    means[j] = (moments.Means.Span[j] - _means[j]) / _deviations[j];
                    deviations[j] = moments.Deviations.Span[j] / _deviations[j];
                }

                _moments = new(means, deviations, moments.MeanLabel);
            }

            return _moments;
        }
    }

    /// <inheritdoc/>
    public override LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        return Unfold(Inner.Evaluate(_weights, Fold(weights, bias), gradient), gradient);
    }

    /// <inheritdoc/>
    public override LogisticGradientResult EvaluateBatch(
        ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        return Unfold(Inner.EvaluateBatch(examples, _weights, Fold(weights, bias), gradient), gradient);
    }

    /// <inheritdoc/>
    public override LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        return Inner.EvaluatePositives(_weights, Fold(weights, bias), gradient) is LogisticGradientResult cost
            ? Unfold(cost, gradient)
            : null;
    }

    /// <inheritdoc/>
    public override void Hessian(
        ReadOnlySpan<double> weights,
        double bias,
        ReadOnlySpan<double> centers,
        ReadOnlySpan<double> scales,
        Span2D<double> hessian,
        CancellationToken cancellation = default)
    {
        Require.Length(centers, nameof(centers), Features, "the number of features");
        Require.Length(scales, nameof(scales), Features, "the number of features");
        using OneCaller caller = new(ref _isInUse);
        double[] innerCenters = new double[Features];
        double[] innerScales = new double[Features];
        for (int j = 0; j < Features; j++)
        {
            innerCenters[j] = _means[j] + (_deviations[j] * centers[j]);
            innerScales[j] = _deviations[j] * scales[j];
        }

        Inner.Hessian(_weights, Fold(weights, bias), innerCenters, innerScales, hessian, cancellation);
    }

    /// <inheritdoc/>
    public override bool IsSeparableAlong(ReadOnlySpan<double> point, Span<double> direction, bool isBiasFixed)
    {
        using OneCaller caller = new(ref _isInUse);
        double[] innerPoint = FoldedCopy(point);
        double[] inner = FoldedCopy(direction);
        if (!Inner.IsSeparableAlong(innerPoint, inner, isBiasFixed))
        {
            return false;
        }

        direction[^1] = inner[^1] + Kernels.Dot(inner.AsSpan(..^1), _means);
        for (int j = 0; j < Features; j++)
        {
            direction[j] = inner[j] * _deviations[j];
        }

        return true;
    }

    /// <summary>Writes w' to the buffer and returns b'.</summary>
    private double Fold(ReadOnlySpan<double> weights, double bias)
    {
        Require.Length(weights, nameof(weights), Features, "the number of features");
        for (int j = 0; j < weights.Length; j++)
        {
            _weights[j] = weights[j] / _deviations[j];
        }

        return bias - Kernels.Dot(_weights, _means);
    }

    private double[] FoldedCopy(ReadOnlySpan<double> direction)
    {
        double bias = Fold(direction[..^1], direction[^1]);
        return [.. _weights, bias];
    }

    private LogisticGradientResult Unfold(LogisticGradientResult cost, Span<double> gradient)
    {
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = (gradient[j] - (_means[j] * cost.BiasGradient)) / _deviations[j];
        }

        return cost;
    }
}
