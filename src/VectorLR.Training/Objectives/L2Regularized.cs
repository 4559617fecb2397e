using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>Another objective and a penalty: J + (lambda / 2) |w|^2, the bias free.</summary>
/// <remarks>
/// With a penalty above 0 the cost has one minimum over the weights, separable classes or not. scikit-learn's C is 1 / (lambda times the
/// total weight). To standardise as well, standardise first: the penalty is on the weights that its inner objective sees.
/// </remarks>
public sealed class L2Regularized : IObjective
{
    private readonly IObjective _inner;

    /// <summary>Adds a penalty to an objective.</summary>
    /// <param name="inner">The objective.</param>
    /// <param name="strength">lambda, a finite number above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is not a finite number above 0.</exception>
    public L2Regularized(IObjective inner, double strength)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (!(strength > 0) || !double.IsFinite(strength))
        {
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "the strength of the penalty must be a finite number above 0");
        }

        _inner = inner;
        Strength = strength;
    }

    /// <summary>lambda.</summary>
    public double Strength { get; }

    /// <inheritdoc/>
    public int Count => _inner.Count;

    /// <inheritdoc/>
    public int Features => _inner.Features;

    /// <inheritdoc/>
    public double TotalWeight => _inner.TotalWeight;

    /// <inheritdoc/>
    /// <remarks>0 but for a single class, whose cost the bias lowers for ever.</remarks>
    public double SeparableCostBound => IsSingleClass ? _inner.SeparableCostBound : 0;

    /// <inheritdoc/>
    public bool IsSingleClass => _inner.IsSingleClass;

    /// <inheritdoc/>
    public LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        AddPenalty(_inner.Evaluate(weights, bias, gradient), weights, gradient);

    /// <inheritdoc/>
    public LogisticGradientResult EvaluateBatch(ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        AddPenalty(_inner.EvaluateBatch(examples, weights, bias, gradient), weights, gradient);

    /// <inheritdoc/>
    public void Hessian(ReadOnlySpan<double> weights, double bias, Span2D<double> hessian)
    {
        _inner.Hessian(weights, bias, hessian);
        for (int j = 0; j < Features; j++)
        {
            hessian[j, j] += Strength;
        }
    }

    /// <summary>How far above its minimum the cost is at most, by a feasible point of the dual problem.</summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <returns>The gap in nats, at least 0 but for rounding; null where the inner objective cannot tell the classes apart.</returns>
    /// <remarks>
    /// Two passes over the examples. The residuals a - y are the dual point, but for the bias's condition that they sum to 0: those of the
    /// class whose sum is the larger are scaled down until they do. With u_i the scaled residuals, v = (1/m) X u and C' the classes' costs scaled alike,
    /// the conjugate's convexity bounds the dual value from below by C' - w.v - b mean(u) - |v|^2 / (2 lambda), so the gap is at most
    /// C - C' + b mean(u) + |lambda w + v|^2 / (2 lambda) (the Fenchel dual of logistic regression, as in Shalev-Shwartz and Zhang, Stochastic
    /// Dual Coordinate Ascent, 2013, with a free bias).
    /// </remarks>
    public double? DualityGap(ReadOnlySpan<double> weights, double bias)
    {
        double[] gradient = new double[Features];
        LogisticGradientResult cost = Evaluate(weights, bias, gradient);
        return GapAt(weights, bias, cost, gradient);
    }

    /// <summary>The same where the cost and the gradient, both with the penalty, are known: one pass.</summary>
    internal double? GapAt(ReadOnlySpan<double> weights, double bias, LogisticGradientResult cost, ReadOnlySpan<double> gradient)
    {
        double[] v = new double[Features];
        if (_inner.EvaluatePositives(weights, bias, v) is not LogisticGradientResult positives)
        {
            return null;
        }

        double total = cost.Cost - Penalty(weights);
        double up = cost.BiasGradient - positives.BiasGradient;
        double down = -positives.BiasGradient;
        double positiveScale = down > up ? up / down : 1;
        double negativeScale = up > down ? down / up : 1;
        double square = 0;
        for (int j = 0; j < v.Length; j++)
        {
            double negative = gradient[j] - (Strength * weights[j]) - v[j];
            double component = (Strength * weights[j]) + (positiveScale * v[j]) + (negativeScale * negative);
            square += component * component;
        }

        double scaled = (positiveScale * positives.Cost) + (negativeScale * (total - positives.Cost));
        double mean = (negativeScale * up) - (positiveScale * down);
        return total - scaled + (bias * mean) + (square / (2 * Strength));
    }

    private double Penalty(ReadOnlySpan<double> weights) => Strength / 2 * Kernels.Dot(weights, weights);

    private LogisticGradientResult AddPenalty(LogisticGradientResult cost, ReadOnlySpan<double> weights, Span<double> gradient)
    {
        Kernels.Axpy(Strength, weights, gradient);
        return cost with { Cost = cost.Cost + Penalty(weights) };
    }
}
