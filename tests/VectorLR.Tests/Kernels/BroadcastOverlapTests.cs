using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests;

/// <summary>A destination may stand beside an input in one matrix, and may not share an element with it.</summary>
public sealed class BroadcastOverlapTests
{
    [Fact]
    public void Columns_beside_each_other_are_no_overlap()
    {
        float[,] matrix = new float[3, 8];
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 8; column++)
            {
                matrix[row, column] = (10 * row) + column;
            }
        }

        Span2D<float> all = matrix;
        Kernels.Add(all[.., ..4], all[.., ..4], all[.., 4..]);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                Assert.Equal((10 * row) + column, matrix[row, column]);
                Assert.Equal(2 * ((10 * row) + column), matrix[row, column + 4]);
            }
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 0)]
    [InlineData(1, 3)]
    public void A_shared_element_is_refused_before_anything_is_written(int row, int column)
    {
        float[,] matrix = new float[3, 8];
        matrix[2, 7] = 1;
        ArgumentException overlap = Assert.Throws<ArgumentException>("destination", () =>
        {
            Span2D<float> all = matrix;
            Kernels.Add(all[..2, ..4], all[..2, ..4], all[row..(row + 2), column..(column + 4)]);
        });
        Assert.Contains("destination overlaps a", overlap.Message, StringComparison.Ordinal);
        Assert.Equal(1, matrix.Cast<float>().Sum());
    }

    /// <summary>Every pair of rectangles in one matrix: refused if and only if they share an element and are not one rectangle.</summary>
    [Fact]
    public void Two_rectangles_overlap_where_they_share_an_element()
    {
        const int Height = 4, Width = 5;
        (int Row, int Column, int Height, int Width)[] rectangles =
        [
            .. from row in Enumerable.Range(0, Height)
               from column in Enumerable.Range(0, Width)
               from height in Enumerable.Range(1, Height - row)
               from width in Enumerable.Range(1, Width - column)
               select (row, column, height, width),
        ];
        float[,] matrix = new float[Height, Width];
        float[,] one = { { 1 } };
        foreach ((int Row, int Column, int Height, int Width) input in rectangles)
        {
            foreach ((int Row, int Column, int Height, int Width) other in rectangles)
            {
                if (input.Height != other.Height || input.Width != other.Width)
                {
                    continue;
                }

                bool isShared = Math.Abs(input.Row - other.Row) < input.Height && Math.Abs(input.Column - other.Column) < input.Width;
                bool isRefused = false;
                Array.Clear(matrix);
                try
                {
                    Span2D<float> all = matrix;
                    Kernels.Add(
                        all.Slice(input.Row, input.Column, input.Height, input.Width),
                        one,
                        all.Slice(other.Row, other.Column, other.Height, other.Width));
                }
                catch (ArgumentException)
                {
                    isRefused = true;
                }

                Assert.True(isRefused == (isShared && input != other), $"{input} and {other}: refused {isRefused}, shared {isShared}");
                Assert.Equal(isRefused ? 0 : input.Height * input.Width, matrix.Cast<float>().Sum());
            }
        }
    }
}
