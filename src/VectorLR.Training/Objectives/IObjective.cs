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
/// <see cref="Evaluate"/>; the other members have conservative defaults.
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

    /// <summary>Computes the Hessian of J. It counts as one pass, although the products read tiles of X several times.</summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="hessian">Receives the Hessian, shape (n_x + 1, n_x + 1), symmetric. The bias is last.</param>
    /// <exception cref="NotSupportedException">The objective has no Hessian.</exception>
    void Hessian(ReadOnlySpan<double> weights, double bias, Span2D<double> hessian) =>
        throw new NotSupportedException($"{GetType().Name} has no Hessian");
}
