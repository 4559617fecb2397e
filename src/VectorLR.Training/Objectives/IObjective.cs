using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>The cost J of logistic regression and its gradient.</summary>
/// <remarks>
/// <para>
/// An objective keeps buffers between calls, so it serves one caller at a time. While one thread evaluates an objective of this library, a
/// call on another thread throws an <see cref="InvalidOperationException"/>. Create an objective for each thread: they can share the
/// examples.
/// </para>
/// Optimizers work in double. An objective converts to the precision of its own arithmetic. An implementation must provide
/// <see cref="Evaluate"/>; the other members have conservative defaults. To change another objective, derive from
/// <see cref="ObjectiveDecorator"/>, which passes every member on.
/// </remarks>
public interface IObjective
{
    /// <summary>m, the number of examples.</summary>
    int Count { get; }

    /// <summary>n_x, the number of features.</summary>
    int Features { get; }

    /// <summary>The sum of the sample weights, by which J is normalised: m without sample weights.</summary>
    double TotalWeight => Count;

    /// <summary>
    /// A bound on J below which every example is classified correctly. Below it the classes are separable and J has no minimum: scaling the
    /// weights up always lowers it. 0 if there is no such bound: with a penalty, which gives J a minimum if both classes occur, and with
    /// labels other than 0 and 1.
    /// </summary>
    double SeparableCostBound => 0;

    /// <summary>
    /// Whether all examples of non-zero weight are of one class. J then has no minimum, with or without a penalty: it falls as the bias
    /// grows. False if unknown.
    /// </summary>
    bool IsSingleClass => false;

    /// <summary>lambda of a penalty (lambda / 2) |w|^2 that is part of J; 0 without one.</summary>
    double L2 => 0;

    /// <summary>The weighted mean and deviation of every feature; null if unknown, and then optimizers do not rescale.</summary>
    FeatureMoments? Moments => null;

    /// <summary>Computes J, dw and db in one pass over the examples.</summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="gradient">Receives dw, length n_x.</param>
    /// <returns>J, in nats, and db.</returns>
    /// <exception cref="ArgumentException">A length is not n_x; the message names both.</exception>
    /// <exception cref="InvalidDataException">A feature is NaN or infinite; the message names its [example, feature].</exception>
    /// <exception cref="InvalidOperationException">Another thread evaluates the objective.</exception>
    LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient);

    /// <summary>Computes the mean J, dw and db over some examples, for mini-batch optimizers.</summary>
    /// <param name="examples">The indices of the examples, at least one. An index may be repeated.</param>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="gradient">Receives the mean dw, length n_x.</param>
    /// <returns>The mean J, in nats, and db.</returns>
    /// <exception cref="NotSupportedException">The objective does not support mini-batches.</exception>
    LogisticGradientResult EvaluateBatch(ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        throw new NotSupportedException($"{GetType().Name} does not support mini-batches");

    /// <summary>
    /// Computes the positive class's term of J, sum_i s_i y_i softplus(-z_i) over the total weight, and its gradient. The remainder of J is
    /// the negative class's term. <see cref="L2Regularized.DualityGap"/> needs it.
    /// </summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="gradient">Receives the term's dw, length n_x.</param>
    /// <returns>The term, in nats, and its db; null if the objective cannot separate the classes' terms.</returns>
    LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient) => null;

    /// <summary>Computes the Hessian of J with respect to the weights of (x - center) / scale and the bias.</summary>
    /// <param name="weights">w, length n_x, for x itself: where the Hessian is computed.</param>
    /// <param name="bias">b, for x itself.</param>
    /// <param name="centers">The center of every feature, length n_x; 0 for the Hessian of w and b themselves.</param>
    /// <param name="scales">The scale of every feature, length n_x, each above 0.</param>
    /// <param name="hessian">Receives the Hessian, shape (n_x + 1, n_x + 1), symmetric. The bias is last.</param>
    /// <param name="cancellation">Ends the computation within about a second.</param>
    /// <exception cref="NotSupportedException">The objective has no Hessian.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    /// <remarks>It counts as one pass, although the products read tiles of X several times.</remarks>
    void Hessian(
        ReadOnlySpan<double> weights,
        double bias,
        ReadOnlySpan<double> centers,
        ReadOnlySpan<double> scales,
        Span2D<double> hessian,
        CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType().Name} has no Hessian");

    /// <summary>Computes the Hessian of J with respect to w and b.</summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="hessian">Receives the Hessian, shape (n_x + 1, n_x + 1), symmetric. The bias is last.</param>
    /// <exception cref="NotSupportedException">The objective has no Hessian.</exception>
    void Hessian(ReadOnlySpan<double> weights, double bias, Span2D<double> hessian)
    {
        double[] scales = new double[Features];
        scales.AsSpan().Fill(1);
        Hessian(weights, bias, new double[Features], scales, hessian);
    }

    /// <summary>
    /// Whether the classes are separable along a direction near a point or near its last movement: moving along it makes no example's loss
    /// larger and one's smaller, so that J has no minimum.
    /// </summary>
    /// <param name="point">w and, last, b: far along the direction, so that some logits are large.</param>
    /// <param name="direction">The last movement, length n_x + 1. Receives the direction that was found.</param>
    /// <param name="isBiasFixed">Whether the bias must not change.</param>
    /// <returns>
    /// True only if every margin along the direction is at least 0, but for rounding, and one is above it, which is checked over all
    /// examples. False also if the objective cannot tell, and with a penalty. A label between 0 and 1 is of both classes: its margin is 0.
    /// </returns>
    /// <remarks>Optimizers ask only if <see cref="SeparableCostBound"/> is above 0 or <see cref="Moments"/> are known.</remarks>
    bool IsSeparableAlong(ReadOnlySpan<double> point, Span<double> direction, bool isBiasFixed) => false;
}
