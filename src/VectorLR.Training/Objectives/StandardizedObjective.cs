using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>An objective over z-scores. The standardisation is folded into the weights; no z-score is computed.</summary>
/// <remarks>
/// For z-scores (x - mu) / s, the inner objective is evaluated at w' = w / s and b' = b - sum_j w_j mu_j / s_j, and its gradient dw' gives
/// dw = (dw' - mu db) / s. The examples are not changed or copied.
/// </remarks>
public sealed class StandardizedObjective : IObjective
{
    private readonly IObjective _inner;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[] _weights;
    private int _isInUse;

    /// <summary>Standardises an objective's features.</summary>
    /// <param name="inner">The objective over the original features.</param>
    /// <param name="standardization">The means and deviations of the original features.</param>
    /// <exception cref="ArgumentException">The numbers of features differ; the message names both.</exception>
    public StandardizedObjective(IObjective inner, Standardization standardization)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(standardization);
        if (standardization.Means.Length != inner.Features)
        {
            throw new ArgumentException(
                $"there are {standardization.Means.Length} means for {inner.Features} features", nameof(standardization));
        }

        _inner = inner;
        _means = standardization.Means.ToArray();
        _deviations = standardization.Deviations.ToArray();
        _weights = new double[inner.Features];
    }

    /// <inheritdoc/>
    public int Count => _inner.Count;

    /// <inheritdoc/>
    public int Features => _inner.Features;

    /// <inheritdoc/>
    public double TotalWeight => _inner.TotalWeight;

    /// <inheritdoc/>
    public double SeparableCostBound => _inner.SeparableCostBound;

    /// <inheritdoc/>
    public bool IsSingleClass => _inner.IsSingleClass;

    /// <inheritdoc/>
    public LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        return Unfold(_inner.Evaluate(_weights, Fold(weights, bias), gradient), gradient);
    }

    /// <inheritdoc/>
    public LogisticGradientResult EvaluateBatch(
        ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        return Unfold(_inner.EvaluateBatch(examples, _weights, Fold(weights, bias), gradient), gradient);
    }

    /// <inheritdoc/>
    public LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        return _inner.EvaluatePositives(_weights, Fold(weights, bias), gradient) is LogisticGradientResult cost
            ? Unfold(cost, gradient)
            : null;
    }

    /// <inheritdoc/>
    public void Hessian(ReadOnlySpan<double> weights, double bias, Span2D<double> hessian)
    {
        using OneCaller caller = new(ref _isInUse);
        _inner.Hessian(_weights, Fold(weights, bias), hessian);
        int last = Features;
        double corner = hessian[last, last];
        for (int j = 0; j < last; j++)
        {
            // The last row still holds the values for the original features: the loop below changes it.
            double edge = hessian[last, j];
            for (int k = j; k < last; k++)
            {
                double value = hessian[j, k] - (_means[j] * hessian[last, k]) - (_means[k] * edge) + (_means[j] * _means[k] * corner);
                hessian[j, k] = hessian[k, j] = value / (_deviations[j] * _deviations[k]);
            }
        }

        for (int j = 0; j < last; j++)
        {
            hessian[last, j] = hessian[j, last] = (hessian[last, j] - (_means[j] * corner)) / _deviations[j];
        }
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

    private LogisticGradientResult Unfold(LogisticGradientResult cost, Span<double> gradient)
    {
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = (gradient[j] - (_means[j] * cost.BiasGradient)) / _deviations[j];
        }

        return cost;
    }
}
