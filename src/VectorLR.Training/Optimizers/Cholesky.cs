using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>The factor L of a symmetric positive semidefinite matrix A = L L^T, computed row by row with the dot kernel.</summary>
/// <remarks>
/// A parameter that depends linearly on earlier ones is skipped, and its solution is 0: a feature that is always 0, a copy of another, or a
/// fixed bias.
/// </remarks>
internal sealed class Cholesky
{
    /// <summary>A pivot below this times the size and its diagonal element is rounding: the row depends on earlier ones.</summary>
    private const double MinPivot = 64d / (1L << 52);

    private readonly int _size;
    private readonly double[] _factor;
    private readonly bool[] _isSkipped;

    private Cholesky(int size)
    {
        _size = size;
        _factor = new double[size * size];
        _isSkipped = new bool[size];
    }

    /// <summary>Whether a parameter depends on earlier ones.</summary>
    public ReadOnlySpan<bool> IsSkipped => _isSkipped;

    /// <summary>Factors a matrix. Returns null if an element is not finite.</summary>
    /// <param name="matrix">A. Only the lower triangle is read.</param>
    public static Cholesky? Factor(ReadOnlySpan2D<double> matrix)
    {
        Cholesky factor = new(matrix.Height);
        return factor.Fill(matrix) ? factor : null;
    }

    /// <summary>The parameters on which a skipped one depends: those with a share in it.</summary>
    public int[] DependsOn(int skipped)
    {
        // Row i of L is what earlier parameters have of it: L_11^T c = row, with c the coefficients.
        double[] coefficients = new double[_size];
        Row(skipped)[..skipped].CopyTo(coefficients);
        for (int i = skipped - 1; i >= 0; i--)
        {
            coefficients[i] = _isSkipped[i] ? 0 : coefficients[i] / Row(i)[i];
            Kernels.Axpy(-coefficients[i], Row(i)[..i], coefficients.AsSpan(..i));
        }

        double largest = Vectors.LargestComponent(coefficients);
        return [.. Enumerable.Range(0, skipped).Where(k => Math.Abs(coefficients[k]) > 1e-6 * largest)];
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

    private bool Fill(ReadOnlySpan2D<double> matrix)
    {
        for (int i = 0; i < _size; i++)
        {
            double diagonal = matrix[i, i];
            Span<double> row = Row(i);
            for (int j = 0; j < i; j++)
            {
                row[j] = _isSkipped[j] ? 0 : (matrix[i, j] - Kernels.Dot(row[..j], Row(j)[..j])) / Row(j)[j];
            }

            double pivot = diagonal - Kernels.Dot(row[..i], row[..i]);
            if (!double.IsFinite(pivot))
            {
                return false;
            }

            _isSkipped[i] = pivot <= MinPivot * _size * diagonal;
            row[i] = _isSkipped[i] ? 0 : Math.Sqrt(pivot);
        }

        return true;
    }

    private Span<double> Row(int i) => _factor.AsSpan(i * _size, _size);
}
