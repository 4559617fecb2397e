namespace VectorLR.Training;

/// <summary>The cost J of logistic regression and its gradient, wherever the examples are.</summary>
/// <remarks>Optimizers work in double; an objective converts to the precision of its own arithmetic.</remarks>
public interface IObjective
{
    /// <summary>m, the number of examples.</summary>
    int Count { get; }

    /// <summary>n_x, the number of features.</summary>
    int Features { get; }

    /// <summary>Computes J, dw and db at one point, in one pass over the examples.</summary>
    /// <param name="weights">w, length n_x.</param>
    /// <param name="bias">b.</param>
    /// <param name="gradient">Receives dw, length n_x.</param>
    /// <returns>J, in nats, and db.</returns>
    /// <exception cref="ArgumentException">A length is not n_x; the message names both.</exception>
    LogisticCost Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient);
}
