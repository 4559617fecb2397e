using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>The factor L of a symmetric positive definite matrix A = L L^T, computed row by row with the dot kernel.</summary>
/// <remarks>
/// A parameter whose diagonal element is 0 is skipped, and its solution is 0: a feature that is always 0, or a fixed bias.
/// </remarks>
internal sealed class Cholesky
{
    /// <summary>A pivot below this fraction of its diagonal element is rounding error: the columns are dependent.</summary>
    private const double MinPivot = 1e-13;

    private readonly int _size;
    private readonly double[] _factor;
    private readonly bool[] _isSkipped;

    private Cholesky(int size)
    {
        _size = size;
        _factor = new double[size * size];
        _isSkipped = new bool[size];
    }

    /// <summary>Factors a matrix. Returns null if it is not positive definite to working precision.</summary>
    /// <param name="matrix">A. Only the lower triangle is read.</param>
    /// <param name="damping">Each diagonal element is multiplied by 1 + damping.</param>
    public static Cholesky? Factor(ReadOnlySpan2D<double> matrix, double damping = 0)
    {
        Cholesky factor = new(matrix.Height);
        return factor.Fill(matrix, damping) ? factor : null;
    }

    /// <summary>Solves A x = b in place.</summary>
    public void Solve(Span<double> x)
    {
        for (int i = 0; i < _size; i++)
        {
            x[i] = _isSkipped[i] ? 0 : (x[i] - Kernels.Dot(Row(i)[..i], x[..i])) / Row(i)[i];
        }

        for (int i = _size - 1; i >= 0; i--)
        {
            if (!_isSkipped[i])
            {
                x[i] /= Row(i)[i];
                Kernels.Axpy(-x[i], Row(i)[..i], x[..i]);
            }
        }
    }

    /// <summary>The diagonal of the inverse of A; NaN for skipped parameters.</summary>
    public double[] InverseDiagonal()
    {
        // A^-1 = L^-T L^-1, so its diagonal is the squared length of each column of L^-1.
        double[] diagonal = new double[_size];
        double[] column = new double[_size];
        for (int j = 0; j < _size; j++)
        {
            if (_isSkipped[j])
            {
                diagonal[j] = double.NaN;
                continue;
            }

            column.AsSpan().Clear();
            column[j] = 1 / Row(j)[j];
            for (int i = j + 1; i < _size; i++)
            {
                column[i] = _isSkipped[i] ? 0 : -Kernels.Dot(Row(i)[j..i], column.AsSpan(j..i)) / Row(i)[i];
            }

            diagonal[j] = Kernels.Dot(column, column);
        }

        return diagonal;
    }

    private bool Fill(ReadOnlySpan2D<double> matrix, double damping)
    {
        for (int i = 0; i < _size; i++)
        {
            double diagonal = matrix[i, i];
            if (diagonal == 0)
            {
                _isSkipped[i] = true;
                continue;
            }

            Span<double> row = Row(i);
            for (int j = 0; j < i; j++)
            {
                row[j] = _isSkipped[j] ? 0 : (matrix[i, j] - Kernels.Dot(row[..j], Row(j)[..j])) / Row(j)[j];
            }

            double pivot = diagonal + (damping * diagonal) - Kernels.Dot(row[..i], row[..i]);
            if (!(pivot > MinPivot * diagonal) || !double.IsFinite(pivot))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    private Span<double> Row(int i) => _factor.AsSpan(i * _size, _size);
}
