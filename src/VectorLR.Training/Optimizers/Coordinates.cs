namespace VectorLR.Training;

/// <summary>
/// The coordinates in which an optimizer works: the weights of (x - center) / scale, so that units and offsets of the features do not
/// matter. The cost is the one that was asked for.
/// </summary>
/// <remarks>
/// With mean m and deviation d of a feature, the cost's curvature along its weight is about v d^2 + lambda around the mean, where v is the
/// variance of the labels. The scale is the root of that, so that every curvature is about 1: w_j = u_j / scale_j, and
/// b = c / scale_b - sum_j m_j w_j. Without known moments, and for gradient descent, the coordinates are w and b themselves.
/// </remarks>
internal sealed class Coordinates
{
    private readonly double[] _centers;
    private readonly double[] _scales;
    private readonly double[] _units;
    private readonly bool[] _isFixed;
    private readonly double[] _weights;
    private double _logOdds;

    private Coordinates(int features, bool isIdentity)
    {
        IsIdentity = isIdentity;
        _centers = new double[features];
        _scales = new double[features + 1];
        _units = new double[features + 1];
        _isFixed = new bool[features + 1];
        _weights = new double[features];
        _scales.AsSpan().Fill(1);
        _units.AsSpan().Fill(1);
    }

    public bool IsIdentity { get; }

    /// <summary>The centers, length n_x.</summary>
    public ReadOnlySpan<double> Centers => _centers;

    /// <summary>The scales of the weights, length n_x.</summary>
    public ReadOnlySpan<double> WeightScales => _scales.AsSpan(..^1);

    public double BiasScale => _scales[^1];

    /// <summary>Whether a feature is constant, so that its weight stays as it is; length n_x + 1.</summary>
    public ReadOnlySpan<bool> IsFixed => _isFixed;

    /// <summary>A step of one in each component, in log-odds per standard deviation of its feature; length n_x + 1.</summary>
    public ReadOnlySpan<double> Units => _units;

    /// <summary>What the penalty alone gives every curvature, all of which are about 1; 0 without a penalty or moments.</summary>
    public double CurvatureOfPenalty { get; private init; }

    public static Coordinates Identity(int features) => new(features, isIdentity: true);

    public static Coordinates For(IObjective objective, Parameters start)
    {
        if (objective.Moments is not FeatureMoments moments)
        {
            return Identity(objective.Features);
        }

        double variance = moments.MeanLabel * (1 - moments.MeanLabel);
        variance = variance > 0 ? variance : 0.25;
        double penalty = objective.L2;
        double largest = Vectors.LargestComponent(moments.Deviations.Span);
        Coordinates coordinates = new(objective.Features, isIdentity: false)
        {
            CurvatureOfPenalty = penalty == 0 ? 0 : penalty / ((variance * largest * largest) + penalty),
        };
        for (int j = 0; j < objective.Features; j++)
        {
            double deviation = moments.Deviations.Span[j];
            coordinates._centers[j] = moments.Means.Span[j];
            double scale = Math.Sqrt((variance * deviation * deviation) + penalty);
            if (deviation == 0 && (penalty == 0 || start.Weights.Span[j] == 0))
            {
                // A constant feature: the bias does what its weight could.
                coordinates._isFixed[j] = true;
                continue;
            }

            coordinates._scales[j] = scale;
            coordinates._units[j] = (deviation == 0 ? 1 : deviation) / scale;
        }

        if (moments.MeanLabel is > 0 and < 1)
        {
            // By a kernel, which has the same bits everywhere.
            Span<double> odds = [(moments.MeanLabel / (1 - moments.MeanLabel)) - 1];
            Kernels.LogP1(odds, odds);
            coordinates._logOdds = odds[0];
        }

        coordinates._scales[^1] = Math.Sqrt(variance);
        coordinates._units[^1] = 1 / Math.Sqrt(variance);
        return coordinates;
    }

    /// <summary>The point of a start. A start of zeros becomes the best model without features, whose bias is the log-odds.</summary>
    public double[] ToPoint(ReadOnlySpan<double> weights, double bias)
    {
        if (!IsIdentity && bias == 0 && weights.IndexOfAnyExcept(0) < 0)
        {
            bias = _logOdds;
        }

        double[] point = [.. weights, bias];
        if (!IsIdentity)
        {
            point[^1] = (bias + Kernels.Dot(weights, _centers)) * _scales[^1];
            for (int j = 0; j < weights.Length; j++)
            {
                point[j] *= _scales[j];
            }
        }

        return point;
    }

    /// <summary>The weights and the bias at a point. The weights are valid until the next call.</summary>
    public ReadOnlySpan<double> ToParameters(double[] point, out double bias)
    {
        if (IsIdentity)
        {
            bias = point[^1];
            return point.AsSpan(..^1);
        }

        for (int j = 0; j < _weights.Length; j++)
        {
            _weights[j] = point[j] / _scales[j];
        }

        bias = (point[^1] / _scales[^1]) - Kernels.Dot(_weights, _centers);
        return _weights;
    }

    /// <summary>From the gradient with respect to w and b to that with respect to the point, in place.</summary>
    public void ScaleGradient(double[] gradient)
    {
        if (IsIdentity)
        {
            return;
        }

        for (int j = 0; j < _centers.Length; j++)
        {
            gradient[j] = _isFixed[j] ? 0 : (gradient[j] - (_centers[j] * gradient[^1])) / _scales[j];
        }

        gradient[^1] /= _scales[^1];
    }

    /// <summary>The inverse of <see cref="ScaleGradient"/>, as a copy.</summary>
    public double[] UnscaledGradient(double[] gradient)
    {
        double[] unscaled = (double[])gradient.Clone();
        if (!IsIdentity)
        {
            unscaled[^1] *= _scales[^1];
            for (int j = 0; j < _centers.Length; j++)
            {
                unscaled[j] = (gradient[j] * _scales[j]) + (_centers[j] * unscaled[^1]);
            }
        }

        return unscaled;
    }

    /// <summary>The largest component of a step, in log-odds per standard deviation of a feature.</summary>
    public double Largest(double[] step)
    {
        double largest = 0;
        for (int j = 0; j < step.Length; j++)
        {
            largest = Math.Max(largest, Math.Abs(step[j]) * _units[j]);
        }

        return largest;
    }

    /// <summary>The standard errors of w and b from the factor of the Hessian in these coordinates; NaN for skipped parameters.</summary>
    public double[] StandardErrors(Cholesky factor, double totalWeight)
    {
        int last = _centers.Length;
        double[] errors = factor.InverseDiagonal();
        for (int j = 0; j <= last; j++)
        {
            errors[j] = Math.Sqrt(errors[j] / totalWeight) / _scales[j];
        }

        if (!double.IsNaN(errors[last]))
        {
            // b = c / scale_b - sum_j m_j u_j / scale_j: the length of this combination in the inverse Hessian.
            double[] combination = new double[last + 1];
            for (int j = 0; j < last; j++)
            {
                combination[j] = factor.IsSkipped[j] ? 0 : -_centers[j] / _scales[j];
            }

            combination[last] = 1 / _scales[last];
            double[] solved = (double[])combination.Clone();
            factor.Solve(solved);
            errors[last] = Math.Sqrt(Kernels.Dot(combination, solved) / totalWeight);
        }

        return errors;
    }
}
