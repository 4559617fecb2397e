using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests;

public sealed class ExamplesTests
{
    private static readonly float[] s_values = Samples.Wide<float>(200, 1);

    [Fact]
    public void Sizes_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Examples<float>(s_values, -1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Examples<float>(s_values, 3, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Examples<float>(s_values, 3, 4, (Layout)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Examples<float>(s_values, 3, 4, Layout.ExampleRows, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Examples<float>(s_values, 3, 4, Layout.FeatureRows, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Examples<float>(s_values, 3, 4, Layout.ExampleRows, -2));
    }

    [Theory]
    [InlineData(10, 20, Layout.ExampleRows, -1, 200)]
    [InlineData(10, 18, Layout.ExampleRows, 20, 198)]
    [InlineData(10, 18, Layout.FeatureRows, 11, 197)]
    public void A_span_one_element_too_short_is_refused_and_one_that_just_reaches_is_not(
        int count, int features, Layout layout, int stride, int needed)
    {
        Examples<float> x = new(s_values.AsSpan(0, needed), count, features, layout, stride);
        Assert.Equal((count, features, layout), (x.Count, x.Features, x.Layout));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => _ = new Examples<float>(s_values.AsSpan(0, needed - 1), count, features, layout, stride));
        Assert.Contains($"{needed} values", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{needed - 1}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_beyond_the_range_of_int_is_refused_and_does_not_wrap() =>
        Assert.Throws<ArgumentException>(() => _ = new Examples<float>(s_values, 65536, 65537));

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void Empty_shapes_need_no_values(Layout layout)
    {
        Assert.Equal(0, new Examples<float>([], 0, 5, layout).Count);
        Assert.Equal(0, new Examples<float>([], 5, 0, layout).Features);
        Assert.Equal(5, new Examples<float>([], 5, 0, layout).Slice(2, 3).Slice(0, 3).Count + 2);
        float[] z = new float[5];
        Kernels.Affine(new Examples<float>([], 5, 0, layout), [], 0.5f, z);
        Assert.All(z, value => Assert.Equal(0.5f, value));
    }

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void A_slice_is_those_examples(Layout layout)
    {
        SampleMatrix<float> x = new(11, 5, seed: 2);
        float[] weights = Samples.Wide<float>(5, 3);
        using GuardedMemory memory = new(1024);
        Examples<float> all = x.Place(memory, layout, 2, default);
        float[] z = new float[11];
        Kernels.Affine(all, weights, 0.5f, z);
        for (int start = 0; start <= 11; start++)
        {
            for (int count = 0; start + count <= 11; count++)
            {
                float[] part = new float[count];
                Kernels.Affine(all.Slice(start, count), weights, 0.5f, part);
                x.Describe<float>(Cpu.Isa, all, default).SameBits<float>($"z from {start}", z.AsSpan(start, count), part);
            }
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 12)]
    [InlineData(11, 1)]
    [InlineData(12, 0)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, int.MaxValue)]
    public void A_slice_outside_the_examples_is_refused(int start, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Examples<float>(s_values, 11, 5).Slice(start, count));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    public void A_two_dimensional_span_is_seen_where_it_lies(int offset, int pitch)
    {
        ReadOnlySpan2D<float> matrix = new(s_values, offset, 7, 11, pitch);
        Examples<float> rows = new(matrix);
        Examples<float> columns = new(matrix, Layout.FeatureRows);
        Assert.Equal((7, 11, 11 + pitch), (rows.Count, rows.Features, rows.Stride));
        Assert.Equal((11, 7, 11 + pitch), (columns.Count, columns.Features, columns.Stride));
        float[] z = new float[7];
        float[] weights = new float[11];
        weights[10] = 1;
        Kernels.Affine(rows, weights, 0, z);
        for (int i = 0; i < 7; i++)
        {
            Assert.Equal(matrix[i, 10], z[i]);
        }
    }
}
