using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>An objective whose bias is fixed at its start value, 0 for a model without an intercept: z = w^T X.</summary>
/// <remarks>The bias's derivatives are 0, so no optimizer changes it.</remarks>
/// <param name="inner">The objective.</param>
public sealed class WithoutIntercept(IObjective inner) : ObjectiveDecorator(inner)
{
    private FeatureMoments? _moments;

    /// <inheritdoc/>
    /// <remarks>False: the bias, along which the cost of a single class falls, is fixed.</remarks>
    public override bool IsSingleClass => false;

    /// <inheritdoc/>
    /// <remarks>Features are not shifted, since the bias cannot make up for it: means of 0, and deviations from 0.</remarks>
    public override FeatureMoments? Moments => _moments ??=
        Inner.Moments is FeatureMoments moments ? new(new double[Features], moments.DeviationsFromZero()) : null;

    /// <inheritdoc/>
    public override LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        Inner.Evaluate(weights, bias, gradient) with { BiasGradient = 0 };

    /// <inheritdoc/>
    public override LogisticGradientResult EvaluateBatch(
        ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        Inner.EvaluateBatch(examples, weights, bias, gradient) with { BiasGradient = 0 };

    /// <inheritdoc/>
    public override LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        Inner.EvaluatePositives(weights, bias, gradient) is LogisticGradientResult cost ? cost with { BiasGradient = 0 } : null;

    /// <inheritdoc/>
    public override void Hessian(
        ReadOnlySpan<double> weights,
        double bias,
        ReadOnlySpan<double> centers,
        ReadOnlySpan<double> scales,
        Span2D<double> hessian,
        CancellationToken cancellation = default)
    {
        Inner.Hessian(weights, bias, centers, scales, hessian, cancellation);
        hessian.GetRowSpan(Features).Clear();
        for (int j = 0; j < Features; j++)
        {
            hessian[j, Features] = 0;
        }
    }

    /// <inheritdoc/>
    public override bool IsSeparableAlong(ReadOnlySpan<double> point, Span<double> direction, bool isBiasFixed) =>
        Inner.IsSeparableAlong(point, direction, isBiasFixed: true);
}
