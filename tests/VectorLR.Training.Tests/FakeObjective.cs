namespace VectorLR.Training.Tests;

/// <summary>An objective that is a function, and a record of where it was evaluated.</summary>
internal sealed class FakeObjective(int features, FakeObjective.Function function) : IObjective
{
    public delegate LogisticGradientResult Function(int call, ReadOnlySpan<double> weights, double bias, Span<double> gradient);

    public List<(Parameters At, LogisticGradientResult Cost, double[] Gradient)> Calls { get; } = [];

    public int Count => 1;

    public int Features => features;

    public FeatureMoments? Moments { get; init; }

    /// <summary>Half the squared distance from the origin, whose gradient is the point itself.</summary>
    public static FakeObjective Bowl(int features) => new(features, (_, weights, bias, gradient) => EvaluateBowl(weights, bias, gradient));

    /// <summary>Another objective, recorded.</summary>
    public static FakeObjective Recording(IObjective inner) =>
        new(inner.Features, (_, weights, bias, gradient) => inner.Evaluate(weights, bias, gradient));

    public static LogisticGradientResult EvaluateBowl(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        double cost = bias * bias / 2;
        for (int j = 0; j < weights.Length; j++)
        {
            gradient[j] = weights[j];
            cost += weights[j] * weights[j] / 2;
        }

        return new(cost, bias);
    }

    public LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        LogisticGradientResult cost = function(Calls.Count, weights, bias, gradient);
        Calls.Add((new(weights.ToArray(), bias), cost, gradient.ToArray()));
        return cost;
    }
}
