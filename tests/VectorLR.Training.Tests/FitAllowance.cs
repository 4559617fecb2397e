using VectorLR.Tests.Textbook;

namespace VectorLR.Training.Tests;

/// <summary>How far a fit in double may be from the optimum, by the error that it estimates and by rounding.</summary>
/// <remarks>
/// All in the weights u of z-scores, in log-odds per deviation, with the bias for the last, and the Hessian H. With a step d to the minimum
/// of the quadratic model of at most T in each component, the logit of example i is off by at most r_i = T sum_j |score_ij|, and,
/// since the curvature changes by a factor of at most e^(2r) over logits that change by r, the error u - u* is d but for a part of 2r in
/// the norm of H: (u - u*)^T H (u - u*) is at most (1 + 4r) (sum_j T sqrt(H_jj))^2.
/// Rounding: a logit is the sum of n + 1 products with X as stored. The cost and the gradient are weighted sums of m terms, a gradient's of
/// products with the values of a column in deviations. So is the total of the weights, and balanced ones take three operations more.
/// </remarks>
internal sealed class FitAllowance
{
    /// <summary>The default of <see cref="StoppingOptions.Tolerance"/>, as it is documented.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>
    /// Where the part of a column that does not depend on others is below this many roundings for each parameter, the Hessian in double
    /// does not know it.
    /// </summary>
    private const double MinRoundings = 1024;

    /// <param name="table">The table.</param>
    /// <param name="reference">Its optimum.</param>
    /// <param name="step">T: the step to the minimum of the quadratic model that the fit was left with, or a bound on it.</param>
    public FitAllowance(RandomTable table, ReferenceFit reference, double step)
    {
        int size = table.Features + 1;
        double ratio = 0;
        double logit = Math.Abs(reference.CenteredBias);
        double distance = logit;
        for (int j = 0; j < table.Features; j++)
        {
            double deviation = reference.Deviations[j];
            double weight = Math.Abs(reference.Parameters[j].ToDouble()) * deviation;
            double relative = deviation == 0 ? 0 : table.LargestStored(j) / (table.Units[j] * deviation);
            ratio = Math.Max(ratio, relative);
            logit += weight * relative;
            distance += weight;
        }

        double[] weights = table.EffectiveWeights();
        double total = weights.Sum();
        double rounding = Agreement.Gamma((2 * table.MaxTerms) + size + 4, Agreement.DoubleRoundoff);
        double residual = reference.Probabilities.Zip(table.Labels, (a, y) => Math.Abs(a - y)).Max();

        // A gradient within its rounding: the step is at most the inverse Hessian times that, whose elements are at most the largest of its
        // diagonal; and by convexity the cost is off by at most the gradient times the distance, of which the start is one.
        double ofGradient = rounding * (1 + logit + ratio);
        double ofStep = ofGradient * size * reference.InverseCurvatures.Max();
        OfRounding = (rounding * (reference.Cost + (logit * residual))) + (ofGradient * distance);
        double largestMove = step * Enumerable.Range(0, table.Count).Where(i => weights[i] > 0).Max(reference.ScoreSum);
        double energy = (1 + (4 * largestMove)) * Math.Pow(reference.Curvatures.Sum(curvature => step * Math.Sqrt(curvature)), 2);
        IsResolved = reference.Independence > 0 && ofStep <= Tolerance / 10;
        Cost = (energy / 2) + OfRounding;
        Weights = [.. reference.InverseCurvatures.Select(inverse => step + ofStep + (2 * largestMove * Math.Sqrt(inverse * energy)))];
        Probabilities = [.. reference.Probabilities.Select((a, i) => OfPrediction(a) + (weights[i] > 0
            ? OfDivergence(a, Cost * total / weights[i])
            : IsResolved ? OfLogit(a, Weights.Max() * reference.ScoreSum(i)) : 1))];

        double OfPrediction(double a) => rounding * (a + (a * (1 - a) * logit));
    }

    /// <summary>Whether the rounding of a weight is small beside the tolerance, so that a fit has to converge.</summary>
    public bool IsResolved { get; }

    /// <summary>Of the cost, by rounding and by the tolerance.</summary>
    public double Cost { get; }

    /// <summary>Of the cost, by rounding alone.</summary>
    public double OfRounding { get; }

    /// <summary>Of each weight and, last, the bias of centered features, in log-odds per deviation.</summary>
    public double[] Weights { get; }

    public double[] Probabilities { get; }

    /// <summary>
    /// How far a probability may be from a where the cost is off. At an optimum the cost's excess is sum_i (weight_i / total) KL(a_i, p_i)
    /// and more with a penalty, and KL(a, p) is the integral from a to p of (t - a) / (t (1 - t)), at least d^2 / (2 (a (1 - a) + d)) with
    /// d = |p - a|.
    /// </summary>
    private static double OfDivergence(double a, double divergence) =>
        divergence + Math.Sqrt((divergence * divergence) + (2 * a * (1 - a) * divergence));

    /// <summary>How far a probability may be from a if its logit is off: a (1 - a) t / (1 + t min(a, 1 - a)) with t = e^off - 1.</summary>
    private static double OfLogit(double a, double off)
    {
        double growth = Math.Exp(Math.Min(off, 100)) - 1;
        return a * (1 - a) * growth / (1 + (growth * Math.Min(a, 1 - a)));
    }

    /// <summary>Whether a column nearly depends on others: neither is it dropped, nor does double resolve its own part.</summary>
    public static bool IsBeyondDouble(ReferenceFit reference) =>
        reference.Independence > 0 && reference.Independence < MinRoundings * reference.Curvatures.Length * Agreement.DoubleRoundoff;

    /// <summary>
    /// A bound on the condition number of the Hessian scaled to a diagonal of 1: the traces of that and of its inverse. A quasi-Newton
    /// matrix with eigenvalues of such Hessians underestimates an error by at most this.
    /// </summary>
    public static double ConditionNumber(ReferenceFit reference) =>
        reference.Curvatures.Length * reference.Curvatures.Zip(reference.InverseCurvatures, (value, inverse) => value * inverse).Sum();
}
