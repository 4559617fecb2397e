using System.Globalization;
using CsCheck;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>What holds for every fit, whatever the table: the optimum where there is one, and the right verdict where there is none.</summary>
internal sealed class FitLaws
{
    private readonly RandomTable _table;
    private readonly TableDraw _draw;

    public FitLaws(TableDraw draw) => (_draw, _table) = (draw, new(draw));

    public IEnumerable<string> Faults()
    {
        bool hasOptimum = _draw.L2 > 0 || !_table.IsSeparable();
        ReferenceFit? reference = hasOptimum ? _table.Reference() : null;
        Allowance? allowance = reference is null ? null : new(_table, reference);
        StopReason[] expected = allowance is null
            ? [StopReason.Separable]
            : allowance.IsResolved ? [StopReason.Converged] : [StopReason.Converged, StopReason.PrecisionLimit];
        bool isUnitless = (_draw.L2 == 0 || _draw.Standardize) && (_draw.Intercept || _table.Deviations().Min() > 0);
        foreach (IOptimizer optimizer in (IOptimizer[])[new Lbfgs(), new Newton()])
        {
            string name = optimizer.GetType().Name;
            FitResult fit = _table.Fit(optimizer);
            if (!expected.Contains(fit.Optimization.Stopped))
            {
                yield return $"{name}: verdict {fit.Optimization.Stopped}, not {expected[0]}, {(_draw.Labels == LabelKind.Soft ? "soft" : "hard")}, after {fit.Optimization.Iterations}, independence {reference?.Independence:E1}, floor {allowance?.Weight:E1}";
                continue;
            }

            if (reference is not null)
            {
                foreach (string fault in Compare(fit, reference, allowance!))
                {
                    yield return $"{name}: {fault}";
                }
            }

            foreach ((string what, FitResult? other, bool isStored) in ((string, FitResult?, bool)[])[
                ("units", isUnitless ? _table.Fit(optimizer, isStored: false) : null, false),
                ("copies", _draw.Weights == WeightKind.Integers ? _table.FitCopies(optimizer) : null, true)])
            {
                if (other is not null && !expected.Contains(other.Optimization.Stopped))
                {
                    yield return $"{name}: {what} change the verdict: {other.Optimization.Stopped}, not {expected[0]}";
                }
                else if (other is not null && hasOptimum
                    && Differ(_table.Probabilities(other, isStored), _table.Probabilities(fit), allowance!) is double by)
                {
                    yield return $"{name}: {what} change probabilities by {by:E1}";
                }
            }
        }
    }

    public override string ToString() => _table.ToString();

    private static double? Differ(double[] a, double[] b, Allowance allowance)
    {
        double largest = a.Zip(b, (x, y) => Math.Abs(x - y)).Zip(allowance.Probabilities, (by, allowed) => by <= allowed ? 0 : by).Max();
        return largest == 0 ? null : largest;
    }

    private IEnumerable<string> Compare(FitResult fit, ReferenceFit reference, Allowance allowance)
    {
        double off = Math.Abs(fit.Optimization.Cost - reference.Cost);
        if (!(off <= (1e-10 * reference.Cost) + allowance.Cost))
        {
            yield return $"cost off by {off / reference.Cost:E1} of {reference.Cost:R}, allowed {allowance.Cost:E1}, independence {reference.Independence:E1}, floor {allowance.Weight:E1}, weights by {WeightError(fit, reference):E1}";
        }

        if (Differ(reference.Probabilities, _table.Probabilities(fit), allowance) is double by)
        {
            yield return $"probability off by {by:E1}, weights by {WeightError(fit, reference):E1}, floor {allowance.Weight:E1}";
        }

        double error = WeightError(fit, reference);
        double largest = reference.Deviations.Select((deviation, j) => Math.Abs(reference.Parameters[j].ToDouble() * deviation)).Max();
        if (reference.Independence > 1e-8 && !(error <= Math.Max(1e-3 * largest, 1e-5) + allowance.Weight))
        {
            yield return $"weight off by {error:E1} of {largest:E3} with independence {reference.Independence:E1}, floor {allowance.Weight:E1}";
        }
    }

    private double WeightError(FitResult fit, ReferenceFit reference)
    {
        double[] deviations = _table.Deviations();
        return Enumerable.Range(0, _table.Features).Max(j =>
        {
            double unit = _draw.Standardize && deviations[j] > 0 ? 1 / deviations[j] : _table.Units[j];
            double got = fit.Model.Parameters.Weights.Span[j] * unit * reference.Deviations[j];
            return Math.Abs(got - (reference.Parameters[j].ToDouble() * reference.Deviations[j]));
        });
    }

    /// <summary>What the arithmetic and the tolerance leave open at an optimum.</summary>
    private sealed class Allowance
    {
        private const double Tolerance = 1e-6;

        public Allowance(RandomTable table, ReferenceFit reference)
        {
            double ratio = 0;
            double logit = Math.Abs(reference.CenteredBias);
            double tolerated = 0;
            double sizes = logit;
            for (int j = 0; j < table.Features; j++)
            {
                double size = Math.Abs(reference.Parameters[j].ToDouble()) * reference.Deviations[j];
                double relative = reference.Deviations[j] == 0 ? 0 : table.LargestStored(j) / (table.Units[j] * reference.Deviations[j]);
                ratio = Math.Max(ratio, relative);
                logit += size * relative;
                sizes += size;
                tolerated += reference.Curvatures[j] * Math.Pow(Math.Min(size, Tolerance), 2);
            }

            double rounding = (table.Features + 2) * Agreement.DoubleRoundoff;
            double[] weights = table.EffectiveWeights();
            double total = weights.Sum();
            double residual = reference.Probabilities.Zip(table.Labels, (a, y) => Math.Abs(a - y)).Max();
            Weight = rounding * (1 + logit + ratio) * (table.Features + 1) * reference.InverseCurvatures.Max();
            double rounded = rounding * ((logit * residual) + ((1 + logit + ratio) * sizes));
            Cost = rounded + ((table.Features + 1) * tolerated / 2);
            Probabilities =
            [
                .. reference.Probabilities.Select((a, i) =>
                {
                    double variance = a * (1 - a);
                    double tolerable = variance * Tolerance * reference.ScoreSum(i);
                    double lost = weights[i] == 0 && reference.Independence < 1e-8 ? 1 : weights[i] > 0 ? Math.Sqrt(2 * rounded * variance * total / weights[i]) : variance * Weight * reference.ScoreSum(i);
                    return Math.Max(Tolerance, tolerable) + lost;
                }),
            ];
        }

        public double Weight { get; }

        public double Cost { get; }

        public double[] Probabilities { get; }

        public bool IsResolved => Weight <= Tolerance / 10;
    }
}
