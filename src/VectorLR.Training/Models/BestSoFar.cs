using System.Diagnostics;

namespace VectorLR.Training;

/// <summary>The best parameters that a fit has evaluated so far. Other threads can read them while it runs.</summary>
internal sealed class BestSoFar
{
    // A copy of the weights costs little beside a pass. Still, short passes need not make thousands of copies a second.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    private Func<Parameters, LogisticRegression>? _model;
    private volatile Point? _point;

    /// <summary>The model, its cost and its gradient norm; null before the first evaluation is complete.</summary>
    public (LogisticRegression Model, double Cost, double GradientNorm)? Found =>
        _point is Point point ? (_model!(point.Parameters), point.Cost, point.GradientNorm) : null;

    /// <summary>Watches the evaluations of an objective.</summary>
    /// <param name="objective">The objective, without the penalty.</param>
    /// <param name="l2">The penalty's strength.</param>
    /// <param name="model">Makes a model of parameters.</param>
    public IObjective Watch(IObjective objective, double l2, Func<Parameters, LogisticRegression> model)
    {
        _model = model;
        return new Watched(objective, l2, this);
    }

    private sealed record Point(Parameters Parameters, double Cost, double GradientNorm, long Time);

    private sealed class Watched(IObjective inner, double l2, BestSoFar best) : ObjectiveDecorator(inner)
    {
        public override LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
        {
            LogisticGradientResult result = Inner.Evaluate(weights, bias, gradient);
            double cost = result.Cost + (l2 / 2 * Kernels.Dot(weights, weights));
            if (double.IsFinite(cost)
                && (best._point is not Point last || (cost < last.Cost && Stopwatch.GetElapsedTime(last.Time) > s_interval)))
            {
                double norm = Math.Abs(result.BiasGradient);
                for (int j = 0; j < weights.Length; j++)
                {
                    norm = Math.Max(norm, Math.Abs(gradient[j] + (l2 * weights[j])));
                }

                best._point = new(new(weights.ToArray(), bias), cost, norm, Stopwatch.GetTimestamp());
            }

            return result;
        }
    }
}
