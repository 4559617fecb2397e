using VectorLR.Tests;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>The optimum in double-double arithmetic, some 100 bits, by plain Newton steps that share no code with the library.</summary>
/// <remarks>
/// The steps are those of centered columns, each divided by the power of two next to its deviation. A column that depends on others, but
/// for a part in 10^12 of its deviation, is left out: its weight is 0.
/// </remarks>
internal sealed class ReferenceFit
{
    private const int MaxSteps = 400;

    /// <summary>The square of the part of a column that must not depend on the others, far above the arithmetic's 10^-31.</summary>
    private const double MinPivot = 1e-24;

    private readonly double[] _labels;
    private readonly double[] _sampleWeights;
    private readonly double _total;
    private readonly double[] _penalties;
    private readonly bool _hasIntercept;
    private readonly int _features;
    private readonly int _size;
    private readonly DoubleDouble[] _rows;
    private readonly DoubleDouble[] _centers;
    private readonly double[] _scales;

    /// <summary>Fits z-scores if there is a standardisation; x is (m, n_x) row-major.</summary>
    public ReferenceFit(
        double[] x, double[] labels, double l2, Standardization? standardization = null, double[]? sampleWeights = null, double scale = 1)
        : this(
            [.. x.Select((value, k) => Score(value, k % (x.Length / labels.Length), scale, standardization))],
            labels,
            [.. Enumerable.Repeat(l2, x.Length / labels.Length)],
            sampleWeights)
    {
    }

    /// <summary>Fits x, (m, n_x) row-major, with a penalty (1/2) sum_j penalties_j w_j^2.</summary>
    public ReferenceFit(DoubleDouble[] x, double[] labels, double[] penalties, double[]? sampleWeights = null, bool hasIntercept = true)
    {
        (_labels, _penalties, _hasIntercept, _features) = (labels, penalties, hasIntercept, penalties.Length);
        _sampleWeights = sampleWeights ?? [.. Enumerable.Repeat(1.0, labels.Length)];
        _total = _sampleWeights.Sum();
        _size = _features + (hasIntercept ? 1 : 0);
        _centers = new DoubleDouble[_features];
        _scales = new double[_features];
        _rows = new DoubleDouble[labels.Length * _size];
        for (int j = 0; j < _features; j++)
        {
            Center(x, j);
        }

        for (int i = 0; hasIntercept && i < labels.Length; i++)
        {
            _rows[(i * _size) + _features] = DoubleDouble.One;
        }

        Fit();
    }

    /// <summary>w and, last, b.</summary>
    public DoubleDouble[] Parameters { get; private set; } = [];

    public double Cost { get; private set; }

    /// <summary>The probability of class 1 of every example.</summary>
    public double[] Probabilities { get; private set; } = [];

    /// <summary>The population deviation of every column, from 0 without an intercept.</summary>
    public double[] Deviations { get; private set; } = [];

    /// <summary>
    /// The smallest square of the part of a column, weighted as in the Hessian, that does not depend on others, relative to its whole; 0 if
    /// the data leave a weight open.
    /// </summary>
    public double Independence { get; private set; } = 1;

    /// <summary>
    /// The diagonal of the Hessian with respect to the weights of (x - mean) / deviation and, with an intercept, the bias.
    /// </summary>
    public double[] Curvatures { get; private set; } = [];

    /// <summary>The diagonal of the inverse of that Hessian: how far a weight moves for a change of the gradient.</summary>
    public double[] InverseCurvatures { get; private set; } = [];

    /// <summary>The bias of (x - mean): the logit of the mean.</summary>
    public double CenteredBias { get; private set; }

    /// <summary>Of the total weight times the Hessian's inverse's diagonal, the square roots.</summary>
    public double[] StandardErrors { get; private set; } = [];

    /// <summary>The sum of the magnitudes of an example's (x - mean) / deviation, and 1 for the bias.</summary>
    public double ScoreSum(int example) =>
        1 + Enumerable.Range(0, _features).Sum(j => Math.Abs(_rows[(example * _size) + j].High) / RelativeDeviation(j));

    private static DoubleDouble Score(double value, int feature, double scale, Standardization? standardization)
    {
        DoubleDouble divided = new DoubleDouble(value, 0) / scale;
        return standardization is null
            ? divided
            : (divided - standardization.Means.Span[feature]) / standardization.Deviations.Span[feature];
    }

    private void Center(DoubleDouble[] x, int feature)
    {
        DoubleDouble sum = DoubleDouble.Zero;
        for (int i = 0; i < _labels.Length; i++)
        {
            sum += x[(i * _features) + feature] * _sampleWeights[i];
        }

        // A constant is its own mean, to the bit: its weight is left out, for examples without a weight as well.
        int[] counted = [.. Enumerable.Range(0, _labels.Length).Where(i => _sampleWeights[i] > 0)];
        double[] values = [.. counted.Select(i => x[(i * _features) + feature].High)];
        bool isConstant = _hasIntercept && values.Min() == values.Max();
        DoubleDouble center = isConstant ? new(values[0], 0) : _hasIntercept ? sum / _total : DoubleDouble.Zero;
        DoubleDouble squares = DoubleDouble.Zero;
        for (int i = 0; i < _labels.Length; i++)
        {
            DoubleDouble centered = x[(i * _features) + feature] - center;
            squares += centered * centered * _sampleWeights[i];
            _rows[(i * _size) + feature] = centered;
        }

        double deviation = Math.Sqrt((squares / _total).High);
        double scale = deviation == 0 ? 1 : Math.ScaleB(1, Math.ILogB(deviation));
        for (int i = 0; i < _labels.Length; i++)
        {
            _rows[(i * _size) + feature] /= scale;
        }

        (_centers[feature], _scales[feature]) = (center, scale);
        Deviations = [.. Deviations, deviation];
    }

    private void Fit()
    {
        DoubleDouble[] point = new DoubleDouble[_size];
        DoubleDouble[] gradient = new DoubleDouble[_size];
        DoubleDouble[] hessian = new DoubleDouble[_size * _size];
        DoubleDouble cost = Evaluate(point, gradient, hessian);
        for (int step = 0; ; step++)
        {
            Assert.True(step < MaxSteps, "the reference did not converge");
            DoubleDouble[] direction = Solve(hessian, gradient);
            double decrement = Product(direction, gradient).High;
            double length = 1;
            DoubleDouble[] next;
            DoubleDouble there;
            do
            {
                next = [.. point.Zip(direction, (value, by) => value - (by * length))];
                there = Evaluate(next, gradient, hessian);
                length /= 2;
            }
            while ((there - cost).High > 1e-28 * cost.High && length > 1e-6);

            (point, cost) = (next, there);

            // Twice what the step gained. Newton's steps square their error.
            if (decrement < 1e-28 * cost.High)
            {
                break;
            }
        }

        Cost = cost.ToDouble();
        DoubleDouble bias = _hasIntercept ? point[^1] : DoubleDouble.Zero;
        DoubleDouble[] weights = [.. _scales.Select((scale, j) => point[j] / scale)];
        Parameters = [.. weights, weights.Select((weight, j) => weight * _centers[j]).Aggregate(bias, (sum, term) => sum - term)];
        Probabilities = [.. _labels.Select((_, i) => Oracle.Sigmoid(Logit(point, i)).ToDoubleDouble().ToDouble())];
        CenteredBias = bias.ToDouble();
        DoubleDouble[] inverse = [.. Enumerable.Range(0, _size).Select(k => Quadratic(hessian, Unit(k)))];
        Curvatures = [.. inverse.Select((_, k) => hessian[(k * _size) + k].High * Math.Pow(RelativeDeviation(k), 2))];
        InverseCurvatures = [.. inverse.Select((value, k) => value.High / Math.Pow(RelativeDeviation(k), 2))];
        StandardErrors = [.. _scales.Select((scale, j) => Math.Sqrt(inverse[j].ToDouble() / _total) / scale)];
        if (_hasIntercept)
        {
            // The bias of x itself: the centered bias less the sum of w_j center_j.
            DoubleDouble[] combination = [.. _centers.Select((center, j) => -center / _scales[j]), DoubleDouble.One];
            StandardErrors = [.. StandardErrors, Math.Sqrt(Quadratic(hessian, combination).ToDouble() / _total)];
        }
    }

    /// <summary>What a unit of a weight of x / deviation is of its component of the point.</summary>
    private double RelativeDeviation(int parameter) =>
        parameter == _features || Deviations[parameter] == 0 ? 1 : Deviations[parameter] / _scales[parameter];

    private DoubleDouble[] Unit(int parameter) => [.. Enumerable.Range(0, _size).Select(k => new DoubleDouble(k == parameter ? 1 : 0, 0))];

    /// <summary>v^T H^-1 v.</summary>
    private DoubleDouble Quadratic(DoubleDouble[] hessian, DoubleDouble[] v) =>
        Product(Solve(hessian, v), v);

    private static DoubleDouble Product(DoubleDouble[] a, DoubleDouble[] b) =>
        a.Zip(b, (x, y) => x * y).Aggregate((sum, term) => sum + term);

    private DoubleDouble Logit(ReadOnlySpan<DoubleDouble> point, int example)
    {
        DoubleDouble z = DoubleDouble.Zero;
        for (int j = 0; j < _size; j++)
        {
            z += _rows[(example * _size) + j] * point[j];
        }

        return z;
    }

    private DoubleDouble Evaluate(DoubleDouble[] point, DoubleDouble[] gradient, DoubleDouble[] hessian)
    {
        Array.Clear(gradient);
        Array.Clear(hessian);
        DoubleDouble cost = DoubleDouble.Zero;
        for (int i = 0; i < _labels.Length; i++)
        {
            if (_sampleWeights[i] == 0)
            {
                continue;
            }

            ReadOnlySpan<DoubleDouble> x = _rows.AsSpan(i * _size, _size);
            DoubleDouble z = Logit(point, i);
            bool isNegative = z.High < 0;

            // With t = e^-|z|: the loss is log(1 + t) + |z| for the share of the label on the wrong side.
            Real tail = Oracle.Exp(isNegative ? z : -z);
            DoubleDouble wrong = isNegative ? _labels[i] : DoubleDouble.TwoSum(1, -_labels[i]);
            cost += (Oracle.LogOnePlus(tail).ToDoubleDouble() + (wrong * (isNegative ? -z : z))) * _sampleWeights[i];

            Real far = tail / (1.0 + tail);
            DoubleDouble excess = (far - new Real(wrong)).ToDoubleDouble();
            DoubleDouble residual = (isNegative ? excess : -excess) * _sampleWeights[i];
            DoubleDouble curvature = (far / (1.0 + tail)).ToDoubleDouble() * _sampleWeights[i];
            for (int j = 0; j < _size; j++)
            {
                gradient[j] += residual * x[j];
                DoubleDouble scaled = curvature * x[j];
                for (int k = 0; k <= j; k++)
                {
                    hessian[(j * _size) + k] += scaled * x[k];
                }
            }
        }

        cost /= _total;
        for (int j = 0; j < _size; j++)
        {
            double penalty = j < _features ? _penalties[j] / _scales[j] / _scales[j] : 0;
            cost += point[j] * point[j] * (penalty / 2);
            gradient[j] = (gradient[j] / _total) + (point[j] * penalty);
            for (int k = 0; k <= j; k++)
            {
                DoubleDouble value = (hessian[(j * _size) + k] / _total) + (j == k ? penalty : 0);
                hessian[(j * _size) + k] = hessian[(k * _size) + j] = value;
            }
        }

        return cost;
    }

    /// <summary>Gauss-Jordan elimination, the most independent column first. One that depends on those before it gets 0.</summary>
    private DoubleDouble[] Solve(DoubleDouble[] matrix, DoubleDouble[] right)
    {
        DoubleDouble[] a = [.. matrix];
        DoubleDouble[] x = [.. right];
        List<int> left = [.. Enumerable.Range(0, _size)];
        Independence = 1;
        while (left.Count > 0)
        {
            double Part(int k) => matrix[(k * _size) + k].High == 0 ? 0 : a[(k * _size) + k].High / matrix[(k * _size) + k].High;
            int pivot = left.MaxBy(Part);
            if (Part(pivot) < MinPivot)
            {
                break;
            }

            left.Remove(pivot);
            Independence = Math.Min(Independence, Part(pivot));
            DoubleDouble diagonal = a[(pivot * _size) + pivot];
            for (int row = 0; row < _size; row++)
            {
                if (row == pivot || a[(row * _size) + pivot].High == 0)
                {
                    continue;
                }

                DoubleDouble factor = a[(row * _size) + pivot] / diagonal;
                for (int k = 0; k < _size; k++)
                {
                    a[(row * _size) + k] -= factor * a[(pivot * _size) + k];
                }

                x[row] -= factor * x[pivot];
            }
        }

        Independence = left.Count > 0 ? 0 : Independence;
        for (int row = 0; row < _size; row++)
        {
            x[row] = left.Contains(row) ? DoubleDouble.Zero : x[row] / a[(row * _size) + row];
        }

        return x;
    }
}
