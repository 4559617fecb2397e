using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>An objective that changes another one. Every member is passed on unless it is overridden.</summary>
public abstract class ObjectiveDecorator : IObjective
{
    /// <summary>Wraps an objective.</summary>
    /// <param name="inner">The objective.</param>
    protected ObjectiveDecorator(IObjective inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <inheritdoc/>
    public int Count => Inner.Count;

    /// <inheritdoc/>
    public int Features => Inner.Features;

    /// <inheritdoc/>
    public virtual double TotalWeight => Inner.TotalWeight;

    /// <inheritdoc/>
    public virtual double SeparableCostBound => Inner.SeparableCostBound;

    /// <inheritdoc/>
    public virtual bool IsSingleClass => Inner.IsSingleClass;

    /// <inheritdoc/>
    public virtual double L2 => Inner.L2;

    /// <inheritdoc/>
    public virtual FeatureMoments? Moments => Inner.Moments;

    /// <summary>The objective that is changed.</summary>
    protected IObjective Inner { get; }

    /// <inheritdoc/>
    public virtual LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        Inner.Evaluate(weights, bias, gradient);

    /// <inheritdoc/>
    public virtual LogisticGradientResult EvaluateBatch(
        ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        Inner.EvaluateBatch(examples, weights, bias, gradient);

    /// <inheritdoc/>
    public virtual LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        Inner.EvaluatePositives(weights, bias, gradient);

    /// <inheritdoc/>
    public virtual void Hessian(
        ReadOnlySpan<double> weights,
        double bias,
        ReadOnlySpan<double> centers,
        ReadOnlySpan<double> scales,
        Span2D<double> hessian,
        CancellationToken cancellation = default) => Inner.Hessian(weights, bias, centers, scales, hessian, cancellation);

    /// <inheritdoc cref="IObjective.Hessian(ReadOnlySpan{double}, double, Span2D{double})"/>
    public void Hessian(ReadOnlySpan<double> weights, double bias, Span2D<double> hessian)
    {
        double[] scales = new double[Features];
        scales.AsSpan().Fill(1);
        Hessian(weights, bias, new double[Features], scales, hessian);
    }

    /// <inheritdoc/>
    public virtual bool IsSeparableAlong(ReadOnlySpan<double> point, Span<double> direction, bool isBiasFixed) =>
        Inner.IsSeparableAlong(point, direction, isBiasFixed);
}
