using VectorLR.Tests;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>The optimum in double-double arithmetic, some 100 bits, by plain Newton steps that share no code with the library.</summary>
internal sealed class ReferenceFit
{
    private const int MaxSteps = 60;

    private readonly double[] _labels;
    private readonly double[] _sampleWeights;
    private readonly double _l2;
    private readonly int _features;

    /// <summary>Fits z-scores if there is a standardisation; x is (m, n_x) row-major.</summary>
    public ReferenceFit(
        double[] x, double[] labels, double l2, Standardization? standardization = null, double[]? sampleWeights = null, double scale = 1)
    {
        _labels = labels;
        _sampleWeights = sampleWeights ?? [.. Enumerable.Repeat(1.0, labels.Length)];
        _l2 = l2;
        _features = x.Length / labels.Length;
        X = new DoubleDouble[labels.Length * (_features + 1)];
        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = 0; j < _features; j++)
            {
                DoubleDouble value = new DoubleDouble(x[(i * _features) + j], 0) / scale;
                X[(i * (_features + 1)) + j] = standardization is null
                    ? value
                    : (value - standardization.Means.Span[j]) / standardization.Deviations.Span[j];
            }

            X[(i * (_features + 1)) + _features] = DoubleDouble.One;
        }

        Fit();
    }

    /// <summary>w and, last, b.</summary>
    public DoubleDouble[] Parameters { get; private set; } = [];

    public double Cost { get; private set; }

    /// <summary>Of the total weight times the Hessian's inverse's diagonal, the square roots.</summary>
    public double[] StandardErrors { get; private set; } = [];

    private DoubleDouble[] X { get; }


    private void Fit()
    {
        int size = _features + 1;
        DoubleDouble[] point = new DoubleDouble[size];
        DoubleDouble[] gradient = new DoubleDouble[size];
        DoubleDouble[] hessian = new DoubleDouble[size * size];
        DoubleDouble cost = Evaluate(point, gradient, hessian);
        for (int step = 0; ; step++)
        {
            Assert.True(step < MaxSteps, "the reference did not converge");
            DoubleDouble[] direction = Solve(hessian, gradient, size);
            double length = 1;
            DoubleDouble[] next;
            DoubleDouble there;
            do
            {
                next = [.. point.Zip(direction, (value, by) => value - (by * length))];
                there = Evaluate(next, null, null);
                length /= 2;
            }
            while ((there - cost).High > 1e-28 && length > 1e-6);

            double moved = point.Zip(next, (a, b) => Math.Abs((a - b).High)).Max();
            point = next;
            cost = Evaluate(point, gradient, hessian);

            // Newton's steps square their error: after one below 1e-14 the next would be below 1e-27.
            if (moved < 1e-14)
            {
                break;
            }
        }

        Parameters = point;
        Cost = cost.ToDouble();
        StandardErrors = new double[size];
        double total = _sampleWeights.Sum();
        for (int j = 0; j < size; j++)
        {
            DoubleDouble[] unit = new DoubleDouble[size];
            unit[j] = DoubleDouble.One;
            StandardErrors[j] = Math.Sqrt(Solve(hessian, unit, size)[j].ToDouble() / total);
        }
    }

    private DoubleDouble Evaluate(ReadOnlySpan<DoubleDouble> parameters, DoubleDouble[]? gradient, DoubleDouble[]? hessian)
    {
        int size = _features + 1;
        gradient?.AsSpan().Clear();
        hessian?.AsSpan().Clear();
        DoubleDouble cost = DoubleDouble.Zero;
        double total = _sampleWeights.Sum();
        for (int i = 0; i < _labels.Length; i++)
        {
            ReadOnlySpan<DoubleDouble> x = X.AsSpan(i * size, size);
            DoubleDouble z = DoubleDouble.Zero;
            for (int j = 0; j < size; j++)
            {
                z += x[j] * parameters[j];
            }

            cost += Oracle.Loss(z, _labels[i]).ToDoubleDouble() * _sampleWeights[i];
            if (gradient is null || hessian is null)
            {
                continue;
            }

            DoubleDouble a = Oracle.Sigmoid(z).ToDoubleDouble();
            DoubleDouble residual = (a - _labels[i]) * _sampleWeights[i];
            DoubleDouble curvature = a * Oracle.Sigmoid(-z).ToDoubleDouble() * _sampleWeights[i];
            for (int j = 0; j < size; j++)
            {
                gradient[j] += residual * x[j];
                DoubleDouble scaled = curvature * x[j];
                for (int k = 0; k <= j; k++)
                {
                    hessian[(j * size) + k] += scaled * x[k];
                }
            }
        }

        cost /= total;
        for (int j = 0; j < size; j++)
        {
            bool isPenalised = j < _features;
            cost += isPenalised ? parameters[j] * parameters[j] * (_l2 / 2) : DoubleDouble.Zero;
            if (gradient is null || hessian is null)
            {
                continue;
            }

            gradient[j] = (gradient[j] / total) + (isPenalised ? parameters[j] * _l2 : DoubleDouble.Zero);
            for (int k = 0; k <= j; k++)
            {
                DoubleDouble value = (hessian[(j * size) + k] / total) + (j == k && isPenalised ? _l2 : 0);
                hessian[(j * size) + k] = hessian[(k * size) + j] = value;
            }
        }

        return cost;
    }

    /// <summary>Gauss-Jordan elimination. A positive definite matrix needs no pivoting. A feature that is always 0 is skipped.</summary>
    private static DoubleDouble[] Solve(DoubleDouble[] matrix, DoubleDouble[] right, int size)
    {
        DoubleDouble[] a = [.. matrix];
        DoubleDouble[] x = [.. right];
        for (int column = 0; column < size; column++)
        {
            DoubleDouble pivot = a[(column * size) + column];
            if (pivot.High == 0)
            {
                x[column] = DoubleDouble.Zero;
                continue;
            }

            for (int row = 0; row < size; row++)
            {
                if (row == column || a[(row * size) + column].High == 0)
                {
                    continue;
                }

                DoubleDouble factor = a[(row * size) + column] / pivot;
                for (int k = column; k < size; k++)
                {
                    a[(row * size) + k] -= factor * a[(column * size) + k];
                }

                x[row] -= factor * x[column];
            }
        }

        for (int row = 0; row < size; row++)
        {
            DoubleDouble pivot = a[(row * size) + row];
            x[row] = pivot.High == 0 ? DoubleDouble.Zero : x[row] / pivot;
        }

        return x;
    }
}
