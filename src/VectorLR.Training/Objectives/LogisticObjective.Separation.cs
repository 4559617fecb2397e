using System.Numerics;

namespace VectorLR.Training;

/// <summary>The certificate that the classes are separable.</summary>
internal sealed partial class LogisticObjective<TX, T>
{
    /// <summary>The number of splits into margins of 0 and margins above 0 that are tried.</summary>
    private const int MaxSplits = 3;

    /// <summary>
    /// Margins to make 0, all those below 0 among them, are at most this fraction of the next larger one: among many examples such a gap is
    /// rare.
    /// </summary>
    private const double MinSplit = 0.5;

    /// <summary>
    /// Where a projection leaves less than this part of the largest margin, it has removed the whole direction, and the rest is rounding.
    /// </summary>
    private const double MinLeft = 1d / (1 << 20);

    /// <summary>Where no logit is as large as this, no loss has been left behind by a growing direction.</summary>
    private const double MinLogit = 8;

    /// <summary>A margin is 0 if it is within this many roundings of the products that it sums.</summary>
    private const double MaxRoundings = 64;

    /// <summary>Steps of conjugate gradients toward a direction along which given margins are 0.</summary>
    private const int MaxProjectionSteps = 200;

    /// <inheritdoc/>
    /// <remarks>
    /// In z-scores and in double. A direction near one that separates has margins near 0 where the classes overlap, and larger ones
    /// elsewhere. It is projected onto the directions whose margins are 0 on the former (conjugate gradients on the normal equations, CGLS;
    /// Björck, Numerical Methods for Least Squares Problems, 1996, section 7.4), and all margins are then checked against their rounding.
    /// </remarks>
    public bool IsSeparableAlong(ReadOnlySpan<double> point, Span<double> direction, bool isBiasFixed)
    {
        using OneCaller caller = new(ref _isInUse);
        if (IsSingleClass && !isBiasFixed)
        {
            direction.Clear();
            direction[^1] = AllAre(T.One) ? 1 : -1;
            return true;
        }

        double[] margins = new double[Count];
        bool isPointNear = IsNearSeparation(point, margins);
        if (Vectors.LargestComponent(margins) < MinLogit)
        {
            return false;
        }

        SeparationData data = new(this, isBiasFixed);
        List<double[]> candidates = isPointNear ? [data.ToScores(point)] : [];
        if (IsNearSeparation(direction, margins))
        {
            candidates.Add(data.ToScores(direction));
        }

        foreach (double[] scaled in candidates)
        {
            if (Vectors.AreFinite(scaled) && Vectors.LargestComponent(scaled) > 0 && IsSeparatedBy(data, scaled, margins))
            {
                data.FromScores(scaled, direction);
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the margins below 0 are small beside the largest above it, so that a direction without them may be near. One cheap pass.
    /// </summary>
    private bool IsNearSeparation(ReadOnlySpan<double> direction, double[] margins)
    {
        Fold(direction[..^1], direction[^1]);
        Logits(margins);
        double min = 0;
        double max = 0;
        for (int i = 0; i < Count; i++)
        {
            double margin = Margin(i, margins[i]);
            min = Weight(i) > 0 ? Math.Min(min, margin) : min;
            max = Weight(i) > 0 ? Math.Max(max, margin) : max;
        }

        return -min < MinSplit * max;
    }

    /// <summary>Whether a direction or, if not, its projection, is a certificate. Receives the projection.</summary>
    private bool IsSeparatedBy(SeparationData data, double[] direction, double[] margins)
    {
        double[] limits = new double[Count];
        double largest = Vectors.LargestComponent(direction);
        data.Margins(direction, largest, margins, limits);
        if (AreSeparated(margins, limits, 0))
        {
            return true;
        }

        double[] checkedMargins = new double[Count];
        double[] counted = [.. margins.Where((_, i) => Weight(i) > 0)];
        double least = MinLeft * counted.Max();
        foreach (double limit in Splits(counted))
        {
            double[] projected = (double[])direction.Clone();
            data.Project(projected, margins, limit, MaxProjectionSteps);
            data.Margins(projected, largest, checkedMargins, limits);
            bool isSeparated = AreSeparated(checkedMargins, limits, least);
            if (!isSeparated)
            {
                // The opposite direction has the same margins of 0, and may be the one that separates.
                Kernels.Scale(-1, projected, projected);
                data.Margins(projected, largest, checkedMargins, limits);
                isSeparated = AreSeparated(checkedMargins, limits, least);
            }

            if (isSeparated)
            {
                projected.CopyTo(direction, 0);
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether no margin is below 0 by more than its limit, and one is above 0 by more than its limit and at least as given.</summary>
    private bool AreSeparated(double[] margins, double[] limits, double least)
    {
        bool isAbove = false;
        for (int i = 0; i < Count; i++)
        {
            if (Weight(i) == 0)
            {
                continue;
            }

            if (!(margins[i] >= -limits[i]))
            {
                return false;
            }

            isAbove |= margins[i] > limits[i] && margins[i] >= least;
        }

        return isAbove;
    }

    /// <summary>
    /// The largest gaps between the magnitudes of margins. A gap is given as the magnitude below it, which no margin below 0 exceeds.
    /// </summary>
    private static double[] Splits(double[] margins)
    {
        double lost = -margins.Min();
        double[] sorted = [.. margins.Select(Math.Abs).Order()];
        return
        [
            .. Enumerable.Range(0, Math.Max(0, sorted.Length - 1))
                .Where(i => sorted[i] >= lost && sorted[i] < MinSplit * sorted[i + 1])
                .OrderBy(i => sorted[i] / sorted[i + 1])
                .Take(MaxSplits)
                .Select(i => sorted[i]),
        ];
    }

    /// <summary>A change of a logit toward its label; below 0 for a label between 0 and 1, which is of both classes.</summary>
    private double Margin(int example, double logit) =>
        _labels[example] == T.One ? logit : _labels[example] == T.Zero ? -logit : -Math.Abs(logit);

    private double Weight(int example) => _sampleWeights is null ? 1 : double.CreateTruncating(_sampleWeights[example]);

    /// <summary>Products with X in z-scores and double. The last component of a direction is the bias.</summary>
    private sealed class SeparationData
    {
        private readonly LogisticObjective<TX, T> _objective;
        private readonly bool _isBiasFixed;
        private readonly double[] _centers;
        private readonly double[] _scales;
        private readonly Scores _scores;

        public SeparationData(LogisticObjective<TX, T> objective, bool isBiasFixed)
        {
            (_objective, _isBiasFixed) = (objective, isBiasFixed);
            FeatureMoments moments = objective.Moments;
            _centers = isBiasFixed ? new double[objective.Features] : moments.Means.ToArray();
            _scales = isBiasFixed ? moments.DeviationsFromZero() : moments.Deviations.ToArray();
            _scales.AsSpan().Replace(0, 1);
            _scores = new(_centers, _scales, objective._options.Scale);
        }

        public double[] ToScores(ReadOnlySpan<double> direction)
        {
            double[] scaled = new double[direction.Length];
            scaled[^1] = _isBiasFixed ? 0 : direction[^1] + Kernels.Dot(direction[..^1], _centers);
            for (int j = 0; j < _scales.Length; j++)
            {
                scaled[j] = direction[j] * _scales[j];
            }

            return scaled;
        }

        public void FromScores(ReadOnlySpan<double> scaled, Span<double> direction)
        {
            for (int j = 0; j < _scales.Length; j++)
            {
                direction[j] = scaled[j] / _scales[j];
            }

            direction[^1] = _isBiasFixed ? 0 : scaled[^1] - Kernels.Dot(direction[..^1], _centers);
        }

        /// <summary>The margins of all examples, above 0 on the right side, and how far each may be off.</summary>
        /// <remarks>
        /// A projection leaves in every component some roundings of the largest component before it. They are large beside the result where
        /// almost everything was removed. A value of X is rounded itself, to half a unit in the last place, which is large beside a
        /// deviation where the mean is large.
        /// </remarks>
        public void Margins(double[] direction, double largest, double[] margins, double[] limits)
        {
            double ofMeans = 0;
            for (int j = 0; j < _centers.Length; j++)
            {
                ofMeans += Math.Abs(direction[j] * _centers[j] / _scales[j]);
            }

            ForEachExample((i, scores) =>
            {
                double magnitude = 0;
                foreach (double score in scores)
                {
                    magnitude += Math.Abs(score);
                }

                margins[i] = _objective.Margin(i, Kernels.Dot(scores, direction));
                limits[i] = ((MaxRoundings * largest * magnitude) + ofMeans) / (1L << 53);
            });
        }

        /// <summary>Takes from a direction what is not orthogonal to the examples whose margins are within a limit.</summary>
        public void Project(double[] direction, double[] margins, double limit, int steps)
        {
            int size = direction.Length;
            double[] removed = new double[size];
            double[] residual = new double[_objective.Count];
            ForEachExample((i, scores) =>
                residual[i] = _objective.Weight(i) > 0 && Math.Abs(margins[i]) <= limit ? Kernels.Dot(scores, direction) : 0);
            double[] step = Adjoint(residual, margins, limit);
            double[] normal = step;
            double square = Kernels.Dot(normal, normal);
            double first = square;
            double[] product = new double[_objective.Count];
            for (int k = 0; k < steps && square > 1e-32 * first; k++)
            {
                double[] along = step;
                ForEachExample((i, scores) =>
                    product[i] = _objective.Weight(i) > 0 && Math.Abs(margins[i]) <= limit ? Kernels.Dot(scores, along) : 0);
                double length = square / Kernels.Dot(product, product);
                if (!double.IsFinite(length))
                {
                    break;
                }

                Kernels.Axpy(length, step, removed);
                Kernels.Axpy(-length, product, residual);
                normal = Adjoint(residual, margins, limit);
                double next = Kernels.Dot(normal, normal);
                double[] following = (double[])normal.Clone();
                Kernels.Axpy(next / square, step, following);
                (step, square) = (following, next);
            }

            Kernels.Axpy(-1, removed, direction);
        }

        /// <summary>sum_i values_i (scores of example i), over the examples whose margins are within the limit.</summary>
        private double[] Adjoint(double[] values, double[] margins, double limit)
        {
            double[] sum = new double[_objective.Features + 1];
            int chunks = _objective._partials.Length;
            double[][] sums = new double[chunks][];
            _objective._team.Run(chunks, chunk =>
            {
                double[] own = new double[sum.Length];
                ForEachExampleOf(chunk, (i, scores) =>
                {
                    if (Math.Abs(margins[i]) <= limit)
                    {
                        Kernels.Axpy(values[i], scores, own);
                    }
                });
                sums[chunk] = own;
            });
            foreach (double[] own in sums)
            {
                Kernels.Axpy(1, own, sum);
            }

            if (_isBiasFixed)
            {
                sum[^1] = 0;
            }

            return sum;
        }

        private void ForEachExample(ScoreAction action) =>
            _objective._team.Run(_objective._partials.Length, chunk => ForEachExampleOf(chunk, action));

        /// <summary>Calls an action with each example's z-scores and, last, 1 for the bias, or 0 where it is fixed.</summary>
        private void ForEachExampleOf(int chunk, ScoreAction action)
        {
            double[] scores = new double[_objective.Features + 1];
            int end = _objective.StartOf(chunk + 1);
            for (int i = _objective.StartOf(chunk); i < end; i++)
            {
                _objective.Center(i, i + 1, _scores, scores);
                scores[^1] = _isBiasFixed ? 0 : 1;
                action(i, scores);
            }
        }

        private delegate void ScoreAction(int example, double[] scores);
    }
}
