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
}
