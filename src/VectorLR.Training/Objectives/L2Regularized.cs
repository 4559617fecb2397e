using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>An objective with an L2 penalty: J + (lambda / 2) |w|^2. The bias is not penalised.</summary>
/// <remarks>
/// The cost has one minimum over the weights, also if the classes are separable. scikit-learn's C is 1 / (lambda * total weight). To
/// standardise as well, wrap a <see cref="StandardizedObjective"/>: the penalty is on the weights of the inner objective.
/// </remarks>
public sealed class L2Regularized : ObjectiveDecorator
{
    /// <summary>Adds a penalty to an objective.</summary>
    /// <param name="inner">The objective without a penalty.</param>
    /// <param name="strength">lambda, a finite number above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is not a finite number above 0.</exception>
    public L2Regularized(IObjective inner, double strength)
        : base(inner)
    {
        if (!(strength > 0) || !double.IsFinite(strength))
        {
            throw new ArgumentOutOfRangeException(
                nameof(strength), strength, "the strength of the penalty must be a finite number above 0");
        }

        Strength = strength;
    }

    /// <summary>lambda.</summary>
    public double Strength { get; }

    /// <inheritdoc/>
    /// <remarks>0, except for a single class, where the cost has no minimum over the bias.</remarks>
    public override double SeparableCostBound => IsSingleClass ? Inner.SeparableCostBound : 0;

    /// <inheritdoc/>
    public override double L2 => Inner.L2 + Strength;

    /// <inheritdoc/>
    public override LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        AddPenalty(Inner.Evaluate(weights, bias, gradient), weights, gradient);

    /// <inheritdoc/>
    public override LogisticGradientResult EvaluateBatch(
        ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        AddPenalty(Inner.EvaluateBatch(examples, weights, bias, gradient), weights, gradient);

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
        for (int j = 0; j < Features; j++)
        {
            hessian[j, j] += Strength / scales[j] / scales[j];
        }
    }

    /// <inheritdoc/>
    public override bool IsSeparableAlong(ReadOnlySpan<double> point, Span<double> direction, bool isBiasFixed) =>
        IsSingleClass && Inner.IsSeparableAlong(point, direction, isBiasFixed);

    /// <summary>An upper bound on the cost minus its minimum, from a feasible point of the dual problem.</summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <returns>The gap in nats, at least 0 up to rounding; null if the inner objective cannot separate the classes' terms.</returns>
    /// <remarks>
    /// Two passes over the examples. The dual point is the residuals a - y. The free bias requires that they sum to 0, so the residuals of
    /// the class with the larger sum are scaled down. Let u_i be the scaled residuals, v = (1/m) X u, C the cost without the penalty, and
    /// C' the classes' terms of C scaled alike. The conjugate is convex, so the dual value is at least
    /// C' - w.v - b mean(u) - |v|^2 / (2 lambda), and the gap is at most C - C' + b mean(u) + |lambda w + v|^2 / (2 lambda). Source: the
    /// Fenchel dual of logistic regression, as in Shalev-Shwartz and Zhang, Stochastic Dual Coordinate Ascent, 2013, with a free bias.
    /// </remarks>
    public double? DualityGap(ReadOnlySpan<double> weights, double bias)
    {
        double[] gradient = new double[Features];
        LogisticGradientResult cost = Evaluate(weights, bias, gradient);
        return GapAt(weights, bias, cost, gradient);
    }

    /// <summary>The gap from a known cost and gradient, both with the penalty: one pass.</summary>
    internal double? GapAt(ReadOnlySpan<double> weights, double bias, LogisticGradientResult cost, ReadOnlySpan<double> gradient)
    {
        double[] v = new double[Features];
        if (Inner.EvaluatePositives(weights, bias, v) is not LogisticGradientResult positives)
        {
            return null;
        }

        double total = cost.Cost - Penalty(weights);
        double negativeSum = cost.BiasGradient - positives.BiasGradient;
        double positiveSum = -positives.BiasGradient;
        double positiveScale = positiveSum > negativeSum ? negativeSum / positiveSum : 1;
        double negativeScale = negativeSum > positiveSum ? positiveSum / negativeSum : 1;
        double square = 0;
        for (int j = 0; j < v.Length; j++)
        {
            double negative = gradient[j] - (Strength * weights[j]) - v[j];
            double component = (Strength * weights[j]) + (positiveScale * v[j]) + (negativeScale * negative);
            square += component * component;
        }

        double scaled = (positiveScale * positives.Cost) + (negativeScale * (total - positives.Cost));
        double mean = (negativeScale * negativeSum) - (positiveScale * positiveSum);
        return total - scaled + (bias * mean) + (square / (2 * Strength));
    }

    private double Penalty(ReadOnlySpan<double> weights) => Strength / 2 * Kernels.Dot(weights, weights);

    private LogisticGradientResult AddPenalty(LogisticGradientResult cost, ReadOnlySpan<double> weights, Span<double> gradient)
    {
        Kernels.Axpy(Strength, weights, gradient);
        return cost with { Cost = cost.Cost + Penalty(weights) };
    }
}
