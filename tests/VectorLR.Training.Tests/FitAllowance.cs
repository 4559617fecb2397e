using VectorLR.Tests.Textbook;

namespace VectorLR.Training.Tests;

/// <summary>How far a fit in double with the default tolerance may be from the optimum.</summary>
/// <remarks>
/// All in the weights u of z-scores, in log-odds per deviation, with c for the bias, the Hessian H and the tolerance T. With a step d to the
/// minimum of the quadratic model of at most T in each component, the logit of example i is off by at most r_i = T sum_j |score_ij|, and,
/// since the curvature changes by a factor of at most e^(2r) over logits that change by r, the error u - u* is d but for a part of 2r in
/// the norm of H: (u - u*)^T H (u - u*) is at most (1 + 4r) (sum_j T sqrt(H_jj))^2.
/// Rounding: a logit is the sum of n + 2 terms of X as stored, rounded relative to those. So is a component of the gradient, relative to the
/// largest value of its column in deviations.
/// </remarks>
internal sealed class FitAllowance
{
    /// <summary>The default of <see cref="StoppingOptions.Tolerance"/>, as it is documented.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>
    /// Where the part of a column that does not depend on others is below this many roundings for each parameter, the Hessian in double
    /// does not know it.
    /// </summary>
    private const double MinRoundings = 1024;

    /// <param name="table">The table.</param>
    /// <param name="reference">Its optimum.</param>
    /// <param name="underestimate">How many times the estimated error the error may be.</param>
    public FitAllowance(RandomTable table, ReferenceFit reference, double underestimate)
    {
        double tolerance = Tolerance * underestimate;
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
        double rounding = Agreement.Gamma(size + 1, Agreement.DoubleRoundoff);
        double residual = reference.Probabilities.Zip(table.Labels, (a, y) => Math.Abs(a - y)).Max();

        // A gradient within its rounding: the step is at most the inverse Hessian times that, whose elements are at most the largest of its
        // diagonal; and by convexity the cost is off by at most the gradient times the distance, of which the start is one.
        double ofGradient = rounding * (1 + logit + ratio);
        double ofStep = ofGradient * size * reference.InverseCurvatures.Max();
        double ofCost = (rounding * (reference.Cost + (logit * residual))) + (ofGradient * distance);
        double[] scoreSums = [.. Enumerable.Range(0, table.Count).Select(reference.ScoreSum)];
        double largestMove = tolerance * scoreSums.Max();
        double energy = (1 + (4 * largestMove)) * Math.Pow(reference.Curvatures.Sum(curvature => tolerance * Math.Sqrt(curvature)), 2);
        IsResolved = reference.Independence > 0 && ofStep <= Tolerance / 10;
        Cost = (energy / 2) + ofCost;
        Weights = [.. reference.InverseCurvatures.Select(inverse => tolerance + ofStep + (2 * largestMove * Math.Sqrt(inverse * energy)))];
        Probabilities =
        [
            .. reference.Probabilities.Select((a, i) =>
            {
                // An error of the cost is at least half the curvature along the logit times the square of its error. Without a weight
                // an example tells nothing, and its logit is as uncertain as the weights are.
                double variance = a * (1 - a);
                double ofLogit = weights[i] > 0
                    ? Math.Sqrt(2 * ofCost * total / (weights[i] * variance))
                    : reference.Independence == 0 ? double.PositiveInfinity : ofStep * scoreSums[i];
                double moved = (Weights.Max() * scoreSums[i]) + (rounding * logit);
                return variance == 0 ? Agreement.DoubleRoundoff : Math.Min(1, (variance * Math.Exp(Math.Min(moved, 1)) * (moved + ofLogit)) + rounding);
            }),
        ];
    }

    /// <summary>Whether the rounding of a weight is small beside the tolerance, so that a fit has to converge.</summary>
    public bool IsResolved { get; }

    public double Cost { get; }

    /// <summary>Of each weight and, last, the bias of centered features, in log-odds per deviation.</summary>
    public double[] Weights { get; }

    public double[] Probabilities { get; }

    /// <summary>Whether a column nearly depends on others: neither is it dropped, nor does double resolve its own part.</summary>
    public static bool IsBeyondDouble(ReferenceFit reference) =>
        reference.Independence > 0 && reference.Independence < MinRoundings * reference.Curvatures.Length * Agreement.DoubleRoundoff;

    /// <summary>
    /// A bound on the condition number of the Hessian scaled to a diagonal of 1: the traces of that and of its inverse. A quasi-Newton
    /// matrix with eigenvalues of such Hessians underestimates an error by at most this.
    /// </summary>
    public static double ConditionNumber(ReferenceFit reference) =>
        reference.Curvatures.Length * reference.Curvatures.Zip(reference.InverseCurvatures, (curvature, inverse) => curvature * inverse).Sum();
}
