using System.Numerics;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Decides in integers whether classes are separable, with a certificate either way.</summary>
/// <remarks>
/// With a_i = x_i for label 1 and -x_i for label 0, and x_i ending in 1 for the bias: either some direction d has a_i . d at least 0 for
/// all i and above 0 for one, or 0 = sum_i c_i a_i with every c_i above 0 (Stiemke's lemma). The c_i - 1 are sought by the simplex method's
/// first phase (Dantzig) with Bland's rule; where there are none, its dual is d. The tableau keeps a common denominator, so that every
/// division is exact (Edmonds 1967).
/// </remarks>
internal sealed class ExactSeparation
{
    private readonly BigInteger[][] _rows;
    private readonly int _size;
    private readonly BigInteger[,] _tableau;
    private readonly int[] _basis;
    private BigInteger _denominator = 1;

    private ExactSeparation(BigInteger[][] rows)
    {
        // Columns: one for each row, one for each component, which follows the dual, and the right side. The last line is the objective,
        // the sum of the artificial variables that are the first basis.
        (_rows, _size) = (rows, rows[0].Length);
        _tableau = new BigInteger[_size + 1, rows.Length + _size + 1];
        _basis = [.. Enumerable.Range(rows.Length, _size)];
        for (int k = 0; k < _size; k++)
        {
            BigInteger right = -rows.Aggregate(BigInteger.Zero, (sum, row) => sum + row[k]);
            int sign = right < 0 ? -1 : 1;
            for (int i = 0; i < rows.Length; i++)
            {
                _tableau[k, i] = sign * rows[i][k];
                _tableau[_size, i] += _tableau[k, i];
            }

            _tableau[k, rows.Length + k] = _tableau[_size, rows.Length + k] = sign;
            _tableau[k, rows.Length + _size] = sign * right;
            _tableau[_size, rows.Length + _size] += sign * right;
        }
    }

    /// <summary>Whether examples with labels in [0, 1] are separable; one between 0 and 1 is of both classes.</summary>
    public static bool Holds(IEnumerable<BigInteger[]> examples, IEnumerable<double> labels)
    {
        List<BigInteger[]> rows = [];
        foreach ((BigInteger[] row, double label) in examples.Zip(labels))
        {
            BigInteger[] negated = [.. row.Select(value => -value)];
            rows.AddRange(label == 1 ? [row] : label == 0 ? [negated] : [row, negated]);
        }

        return new ExactSeparation([.. rows.DistinctBy(row => string.Join(',', row))]).Decide();
    }

    private bool Decide()
    {
        int right = _rows.Length + _size;
        while (Enumerable.Range(0, _rows.Length).Where(i => _tableau[_size, i] > 0).Cast<int?>().FirstOrDefault() is int entering)
        {
            int leaving = -1;
            for (int k = 0; k < _size; k++)
            {
                if (_tableau[k, entering] <= 0)
                {
                    continue;
                }

                BigInteger compared = leaving < 0
                    ? -1
                    : (_tableau[k, right] * _tableau[leaving, entering]) - (_tableau[leaving, right] * _tableau[k, entering]);
                leaving = compared < 0 || (compared == 0 && _basis[k] < _basis[leaving]) ? k : leaving;
            }

            Pivot(leaving, entering);
        }

        bool isSeparable = _tableau[_size, right] != 0;
        Assert.True(isSeparable ? SeparatesAll() : CancelsAll(), "the exact certificate is wrong");
        return isSeparable;
    }

    private void Pivot(int leaving, int entering)
    {
        BigInteger pivot = _tableau[leaving, entering];
        for (int k = 0; k <= _size; k++)
        {
            BigInteger factor = _tableau[k, entering];
            for (int i = 0; k != leaving && i < _tableau.GetLength(1); i++)
            {
                _tableau[k, i] = ((_tableau[k, i] * pivot) - (factor * _tableau[leaving, i])) / _denominator;
            }
        }

        (_denominator, _basis[leaving]) = (pivot, entering);
    }

    /// <summary>The direction that is the negative of the dual has no margin below 0 and one above.</summary>
    private bool SeparatesAll()
    {
        BigInteger[] direction = [.. Enumerable.Range(0, _size).Select(k => -_tableau[_size, _rows.Length + k])];
        BigInteger[] margins = [.. _rows.Select(row => row.Zip(direction, (a, b) => a * b).Aggregate((sum, term) => sum + term))];
        return margins.Min() >= 0 && margins.Max() > 0;
    }

    /// <summary>The rows, each one plus what the basis has of it times, add up to 0.</summary>
    private bool CancelsAll()
    {
        BigInteger[] factors = [.. Enumerable.Repeat(_denominator, _rows.Length)];
        for (int k = 0; k < _size; k++)
        {
            BigInteger value = _tableau[k, _rows.Length + _size];
            if (_basis[k] < _rows.Length)
            {
                factors[_basis[k]] += value;
            }
        }

        return factors.Min() > 0
            && Enumerable.Range(0, _size).All(k => _rows.Zip(factors, (row, factor) => row[k] * factor).Aggregate((a, b) => a + b) == 0);
    }
}
