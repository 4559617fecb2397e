using CommunityToolkit.HighPerformance;

namespace VectorLR.Data.Tests;

public class FeatureMatrixTests
{
    private static readonly byte[] s_bytes = [1, 2, 3, 4, 5, 255];

    [Theory]
    [InlineData(Layout.ExampleRows, 2, 3)]
    [InlineData(Layout.FeatureRows, 3, 2)]
    public void The_shape_follows_the_layout(Layout layout, int height, int width)
    {
        FeatureMatrix matrix = new(s_bytes, count: 2, features: 3, layout);

        Assert.Equal(ElementType.Byte, matrix.ElementType);
        Assert.Equal((2, 3, layout), (matrix.Count, matrix.Features, matrix.Layout));
        Assert.Equal((height, width), (matrix.Bytes.Height, matrix.Bytes.Width));
        Assert.Equal((height, width), (matrix.ToSingle().Height, matrix.ToSingle().Width));
        Assert.Equal((height, width), (matrix.ToDouble().Height, matrix.ToDouble().Width));
        Assert.Equal(s_bytes, matrix.Bytes.ToArray().Cast<byte>());
        Assert.Equal(s_bytes.Select(value => (float)value), matrix.ToSingle().ToArray().Cast<float>());
        Assert.Equal(s_bytes.Select(value => (double)value), matrix.ToDouble().ToArray().Cast<double>());
    }

    [Fact]
    public void The_stored_array_itself_is_seen_when_it_has_the_type()
    {
        byte[] bytes = [7];
        float[] floats = [7];
        double[] doubles = [7];

        Assert.True(Same(new FeatureMatrix(bytes, 1, 1, Layout.ExampleRows).Bytes, bytes));
        Assert.True(Same(new FeatureMatrix(floats, 1, 1, Layout.ExampleRows).ToSingle(), floats));
        Assert.True(Same(new FeatureMatrix(doubles, 1, 1, Layout.ExampleRows).ToDouble(), doubles));
        Assert.False(Same(new FeatureMatrix(floats, 1, 1, Layout.ExampleRows).ToDouble(), doubles));
    }

    [Fact]
    public void Floats_widen_exactly_and_doubles_round_to_the_nearest_float()
    {
        float[] floats = [0.1f, float.MaxValue, float.Epsilon];
        Assert.Equal(
            [0.10000000149011612, 3.4028234663852886e38, 1.401298464324817e-45],
            new FeatureMatrix(floats, 1, 3, Layout.ExampleRows).ToDouble().ToArray().Cast<double>());

        double[] doubles = [0.1, 3.4028234663852886e38, 1e-300];
        Assert.Equal(
            [0.1f, float.MaxValue, 0f],
            new FeatureMatrix(doubles, 1, 3, Layout.ExampleRows).ToSingle().ToArray().Cast<float>());
    }

    [Theory]
    [InlineData(Layout.ExampleRows, "[1, 2]")]
    [InlineData(Layout.FeatureRows, "[1, 2]")]
    public void A_double_too_large_for_a_float_is_refused_with_its_place(Layout layout, string place)
    {
        double[] values = new double[6];
        values[layout == Layout.ExampleRows ? (1 * 3) + 2 : (2 * 2) + 1] = -1e39;
        FeatureMatrix matrix = new(values, count: 2, features: 3, layout);

        Refusal.Is(
            place,
            ": found -1E+39, expected a magnitude that a 32-bit float can hold (at most 3.4e38)",
            () => matrix.ToSingle());
    }

    [Fact]
    public void Infinity_and_nan_stay_what_they_are()
    {
        double[] values = [double.NegativeInfinity, double.NaN];
        Assert.Equal(
            [float.NegativeInfinity, float.NaN],
            new FeatureMatrix(values, 1, 2, Layout.ExampleRows).ToSingle().ToArray().Cast<float>());
    }

    [Fact]
    public void Bytes_of_other_types_are_refused()
    {
        FeatureMatrix matrix = new(new float[1], 1, 1, Layout.ExampleRows);
        Assert.Contains("stored as Single", Assert.Throws<InvalidOperationException>(() => matrix.Bytes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void No_examples_and_no_features_are_valid(int count, int features)
    {
        FeatureMatrix matrix = new(Array.Empty<double>(), count, features, Layout.ExampleRows);
        Assert.Equal((count, features), (matrix.ToDouble().Height, matrix.ToDouble().Width));
        Assert.Equal((0, features), (matrix.SelectExamples([]).Count, matrix.SelectExamples([]).Features));
    }

    [Fact]
    public void A_length_that_disagrees_is_named_with_the_shape()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new FeatureMatrix(new double[7], 2, 3, Layout.ExampleRows));
        Assert.Contains("The array has 7 values, but 2 examples of 3 features need 6.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("values", refused.ParamName);

        // 65536 * 65536 is 0 in 32 bits.
        Assert.Throws<ArgumentException>(() => new FeatureMatrix(Array.Empty<byte>(), 65536, 65536, Layout.ExampleRows));
    }

    [Fact]
    public void Arguments_that_are_no_shape_are_refused()
    {
        Assert.Throws<ArgumentNullException>("values", () => new FeatureMatrix((byte[])null!, 0, 0, Layout.ExampleRows));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new FeatureMatrix(new float[1], -1, -1, Layout.ExampleRows));
        Assert.Throws<ArgumentOutOfRangeException>("features", () => new FeatureMatrix(new float[1], 1, -1, Layout.ExampleRows));
        Assert.Throws<ArgumentOutOfRangeException>("layout", () => new FeatureMatrix(new float[1], 1, 1, (Layout)2));
    }

    [Fact]
    public void Selected_examples_come_in_the_order_asked_for_in_both_layouts_and_all_types()
    {
        // Value 10 * example + feature, in either layout.
        byte[] rows = [0, 1, 10, 11, 20, 21];
        byte[] columns = [0, 10, 20, 1, 11, 21];
        byte[] selectedRows = [20, 21, 0, 1, 20, 21];
        byte[] selectedColumns = [20, 0, 20, 21, 1, 21];
        foreach ((byte[] values, byte[] expected, Layout layout) in new[]
        {
            (rows, selectedRows, Layout.ExampleRows),
            (columns, selectedColumns, Layout.FeatureRows),
        })
        {
            FeatureMatrix[] matrices =
            [
                new(values, 3, 2, layout),
                new(Array.ConvertAll(values, value => (float)value), 3, 2, layout),
                new(Array.ConvertAll(values, value => (double)value), 3, 2, layout),
            ];
            foreach (FeatureMatrix matrix in matrices)
            {
                FeatureMatrix selected = matrix.SelectExamples([2, 0, 2]);
                Assert.Equal(matrix.ElementType, selected.ElementType);
                Assert.Equal((3, 2, layout), (selected.Count, selected.Features, selected.Layout));
                Assert.Equal(expected.Select(value => (double)value), selected.ToDouble().ToArray().Cast<double>());
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_example_that_is_not_there_is_refused(int index)
    {
        FeatureMatrix matrix = new(s_bytes, 2, 3, Layout.FeatureRows);
        ArgumentOutOfRangeException refused =
            Assert.Throws<ArgumentOutOfRangeException>("indices", () => matrix.SelectExamples([0, index]));
        Assert.Equal(index, refused.ActualValue);
        Assert.Contains("from 0 to 1", refused.Message, StringComparison.Ordinal);
    }

    private static bool Same<T>(ReadOnlyMemory2D<T> memory, T[] array) =>
        System.Runtime.CompilerServices.Unsafe.AreSame(in memory.Span.DangerousGetReference(), in array[0]);
}
