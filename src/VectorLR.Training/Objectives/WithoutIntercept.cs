using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>An objective whose bias is fixed at its start value, 0 for a model without an intercept: z = w^T X.</summary>
/// <remarks>The bias's derivatives are 0, so no optimizer changes it.</remarks>
public sealed class WithoutIntercept : IObjective
{
    private readonly IObjective _inner;

    /// <summary>Fixes the bias of an objective.</summary>
    /// <param name="inner">The objective.</param>
    public WithoutIntercept(IObjective inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
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
    public LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        _inner.Evaluate(weights, bias, gradient) with { BiasGradient = 0 };

    /// <inheritdoc/>
    public LogisticGradientResult EvaluateBatch(
        ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        _inner.EvaluateBatch(examples, weights, bias, gradient) with { BiasGradient = 0 };

    /// <inheritdoc/>
    public LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        _inner.EvaluatePositives(weights, bias, gradient) is LogisticGradientResult cost ? cost with { BiasGradient = 0 } : null;

    /// <inheritdoc/>
    public void Hessian(ReadOnlySpan<double> weights, double bias, Span2D<double> hessian)
    {
        _inner.Hessian(weights, bias, hessian);
        hessian.GetRowSpan(Features).Clear();
        for (int j = 0; j < Features; j++)
        {
            hessian[j, Features] = 0;
        }
    }
}
