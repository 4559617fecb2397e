using System.Numerics;
using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests;

/// <summary>The public entry on its own; its kernel is Affine's, whose tests run it at every shape, offset and edge.</summary>
public abstract class MatrixVectorTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_shape_is_within_its_bound_and_has_the_bits_of_scalar()
    {
        foreach ((int rows, int columns) in Samples.Shapes)
        {
            SampleMatrix<T> a = new(rows, columns, seed: 1);
            T[] v = Samples.Wide<T>(columns, 2);
            T[] u = new T[rows];
            Entry.MatrixVector<T>(new ReadOnlySpan2D<T>(a.Values, rows, columns), v, u);

            Case run = new(Cpu.Isa, typeof(T), typeof(T)) { Shape = (rows, columns), Stride = columns };
            T[] scalar = new T[rows];
            Dispatch.Run<AffineKernel<T, T>, T, Unit>(Isa.Scalar, new(new(a.Values, rows, columns), v, T.Zero, scalar));
            run.SameBits<T>("u", scalar, u);
            for (int i = 0; i < rows; i++)
            {
                DoubleDouble expected = Oracle.Dot(a.Example(i), Samples.ToDoubles<T>(v), out double magnitude);
                run.Within("u", i, expected, u[i], Bound.Gamma<T>(Roundings(columns)) * magnitude);
            }
        }
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 3)]
    public void A_row_without_columns_yields_zero_and_no_rows_yield_nothing(int rows, int columns)
    {
        T[] u = [.. Enumerable.Repeat(T.NaN, rows)];
        Entry.MatrixVector<T>(new ReadOnlySpan2D<T>(new T[rows * columns], rows, columns), new T[columns], u);
        Assert.All(u, value => Assert.Equal(T.Zero, value));
    }

    [Fact]
    public void Rows_that_are_apart_give_the_bits_of_rows_that_are_not()
    {
        const int Rows = 7;
        const int Columns = 21;
        SampleMatrix<T> a = new(Rows, Columns, seed: 3);
        T[] v = Samples.Wide<T>(Columns, 4);
        T[] expected = new T[Rows];
        Entry.MatrixVector<T>(new ReadOnlySpan2D<T>(a.Values, Rows, Columns), v, expected);
        for (int pitch = 0; pitch < 18; pitch++)
        {
            T[] apart = [.. Enumerable.Repeat(T.NaN, 5 + (Rows * (Columns + pitch)))];
            Span2D<T> matrix = new(apart, 5, Rows, Columns, pitch);
            for (int i = 0; i < Rows; i++)
            {
                a.Values.AsSpan(i * Columns, Columns).CopyTo(matrix.GetRowSpan(i));
            }

            T[] u = new T[Rows];
            Entry.MatrixVector<T>(matrix, v, u);
            new Case(Cpu.Isa, typeof(T), typeof(T)) { Shape = (Rows, Columns), Stride = Columns + pitch }.SameBits<T>("u", expected, u);
        }
    }

    /// <summary>
    /// One for each product that a lane takes and log2(lanes) for adding the lanes; one less than the documented bound at most.
    /// </summary>
    private static double Roundings(int columns) => Math.Ceiling(Bound.Registers<T>(columns)) + Math.Log2(Lanes.Count<T>());
}

public sealed class MatrixVectorOfFloats : MatrixVectorTests<float>;

public sealed class MatrixVectorOfDoubles : MatrixVectorTests<double>;
