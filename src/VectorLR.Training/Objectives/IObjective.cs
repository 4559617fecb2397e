using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>The cost J of logistic regression and its gradient, wherever the examples are.</summary>
/// <remarks>
/// Optimizers work in double; an objective converts to the precision of its own arithmetic. <see cref="Evaluate"/> is all that an
/// objective must have; the other members have answers that promise nothing.
/// </remarks>
public interface IObjective
{
    /// <summary>m, the number of examples.</summary>
    int Count { get; }

    /// <summary>n_x, the number of features.</summary>
    int Features { get; }

    /// <summary>The sum of the examples' weights, which J is a mean over: m where all count alike.</summary>
    double TotalWeight => Count;

    /// <summary>
    /// A cost below which every example must be on its right side, so that the classes are separable and J has no minimum: scaling the
    /// weights up lowers it for ever. 0 where that cannot be said: with a penalty, which gives J a minimum if there are two classes, and with labels other than 0 and 1.
    /// </summary>
    double SeparableCostBound => 0;

    /// <summary>Whether all examples that count are of one class, so that J falls for ever as the bias grows, penalty or not. False where that cannot be said.</summary>
    bool IsSingleClass => false;

    /// <summary>Computes J, dw and db at one point, in one pass over the examples.</summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="gradient">Receives dw, length n_x.</param>
    /// <returns>J, in nats, and db.</returns>
    /// <exception cref="ArgumentException">A length is not n_x; the message names both.</exception>
    /// <exception cref="InvalidDataException">A feature is NaN or infinite; the message names its [example, feature].</exception>
    LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient);

    /// <summary>As <see cref="Evaluate"/>, for the mean over some examples only; what an optimizer of mini-batches needs.</summary>
    /// <param name="examples">Which examples, at least one; an example may be repeated.</param>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="gradient">Receives the mean's dw, length n_x.</param>
    /// <returns>The mean's J, in nats, and db.</returns>
    /// <exception cref="NotSupportedException">The objective cannot be evaluated in parts.</exception>
    LogisticGradientResult EvaluateBatch(ReadOnlySpan<int> examples, ReadOnlySpan<double> weights, double bias, Span<double> gradient) =>
        throw new NotSupportedException($"{GetType().Name} cannot be evaluated in batches");

    /// <summary>
    /// As <see cref="Evaluate"/>, for the positive class's share of J: sum_i s_i y_i softplus(-z_i) over the total weight, so that the rest is
    /// the negative class's. What <see cref="L2Regularized.DualityGap"/> needs.
    /// </summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="gradient">Receives the share of dw, length n_x.</param>
    /// <returns>The share of J and of db, or null where the objective cannot tell the classes apart.</returns>
    LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient) => null;

    /// <summary>Computes the second derivatives of J. Counts as one pass, though X is read for z, and then a block at a time, again and again, for the products.</summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="hessian">Receives them, shape (n_x + 1, n_x + 1), symmetric; the bias is last.</param>
    /// <exception cref="NotSupportedException">The objective has no Hessian.</exception>
    void Hessian(ReadOnlySpan<double> weights, double bias, Span2D<double> hessian) =>
        throw new NotSupportedException($"{GetType().Name} has no Hessian");
}
