using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests.Textbook;

public sealed partial class TextbookTests
{
    [Theory]
    [MemberData(nameof(Isas))]
    public void A_column_plus_a_number_adds_the_number_to_each_row(Isa isa) =>
        AssertSum(
            isa,
            new double[,] { { 1 }, { 2 }, { 3 }, { 4 } },
            new double[,] { { 100 } },
            new double[,] { { 101 }, { 102 }, { 103 }, { 104 } });

    [Theory]
    [MemberData(nameof(Isas))]
    public void A_matrix_plus_a_row_adds_the_row_to_each_row(Isa isa) =>
        AssertSum(
            isa,
            new double[,] { { 1, 2, 3 }, { 4, 5, 6 } },
            new double[,] { { 100, 200, 300 } },
            new double[,] { { 101, 202, 303 }, { 104, 205, 306 } });

    [Theory]
    [MemberData(nameof(Isas))]
    public void A_matrix_plus_a_column_adds_the_column_to_each_column(Isa isa) =>
        AssertSum(
            isa,
            new double[,] { { 1, 2, 3 }, { 4, 5, 6 } },
            new double[,] { { 100 }, { 200 } },
            new double[,] { { 101, 102, 103 }, { 204, 205, 206 } });

    [Fact]
    public void The_calories_table_becomes_percentages_of_each_food_without_a_loop()
    {
        double[,] table = { { 56, 0, 4.4, 68 }, { 1.2, 104, 52, 8 }, { 1.8, 135, 99, 0.9 } };
        decimal[,] exact = { { 56, 0, 4.4m, 68 }, { 1.2m, 104, 52, 8 }, { 1.8m, 135, 99, 0.9m } };
        decimal[] totals = [59, 239, 155.4m, 76.9m];

        double[] sums = new double[4];
        double[] ones = [1, 1, 1];
        Kernels.MatrixVector(new ReadOnlySpan2D<double>(Transpose(Flat(table), 3, 4), 4, 3), ones, sums);
        double[,] percentages = new double[3, 4];
        Kernels.Divide(table, new ReadOnlySpan2D<double>(sums, 1, 4), percentages);
        Kernels.Multiply(percentages, new double[,] { { 100 } }, percentages);

        for (int column = 0; column < 4; column++)
        {
            for (int row = 0; row < 3; row++)
            {
                // Roundings: the entry, the entries in its total and their two sums, the quotient, the product, the decimal made a double.
                double expected = (double)(100 * exact[row, column] / totals[column]);
                Agreement.Within(
                    $"percentage at row {row}, column {column}",
                    expected,
                    percentages[row, column],
                    expected * Agreement.Gamma(7, Agreement.DoubleRoundoff));
            }
        }

        Assert.Equal([94.9, 0, 2.8, 88.4], Enumerable.Range(0, 4).Select(column => Math.Round(percentages[0, column], 1)));
    }

    [Fact]
    public void A_picture_of_64_x_64_pixels_in_3_colours_is_a_column_of_12288_features()
    {
        const int Height = 64, Width = 64, Colours = 3;
        byte[,,,] pictures = new byte[2, Height, Width, Colours];
        pictures[1, 63, 62, 1] = 200;
        byte[] stored = new byte[pictures.Length];
        Buffer.BlockCopy(pictures, 0, stored, 0, stored.Length);

        Examples<byte> examples = new(stored, count: 2, features: Height * Width * Colours);
        Assert.Equal(12288, examples.Features);
        Assert.Equal(2, examples.Count);

        // One pixel of one picture meets the weight of its own feature and no other: ((63 * 64) + 62) * 3 + 1.
        double[] weights = new double[12288];
        weights[12283] = 0.5;
        double[] z = new double[2];
        Kernels.Affine(examples, weights, 1, z);
        Assert.Equal([1, 101], z);
    }

    [Theory]
    [MemberData(nameof(Isas))]
    public void The_textbook_X_with_a_column_for_each_example_is_the_transpose_of_rows_of_examples(Isa isa)
    {
        // Small integers, so that every product and sum is exact and the layouts agree to the bit.
        const int Count = 37, Features = 21;
        Random random = new(5);
        double[] rows = Integers(random, Count * Features);
        double[] weights = Integers(random, Features);
        double[] dz = Integers(random, Count);
        double[] columns = Transpose(rows, Count, Features);
        Examples<double> byExample = new(new ReadOnlySpan2D<double>(rows, Count, Features));
        Examples<double> byFeature = new(new ReadOnlySpan2D<double>(columns, Features, Count), Layout.FeatureRows);
        Assert.Equal((Count, Features), (byExample.Count, byExample.Features));
        Assert.Equal((Count, Features), (byFeature.Count, byFeature.Features));

        (double[] z, double[] expectedZ) = (new double[Count], new double[Count]);
        Dispatch.Run<AffineKernel<double, double>, double, Unit>(isa, new(byExample, weights, 3, expectedZ));
        Dispatch.Run<AffineKernel<double, double>, double, Unit>(isa, new(byFeature, weights, 3, z));
        Agreement.SameBits($"{isa} z of the textbook's X", expectedZ, z);
        Assert.Equal(ForLoop.Dot(weights, rows.AsSpan(Features, Features)) + 3, z[1]);

        (double[] dw, double[] expectedDw) = (new double[Features], new double[Features]);
        Dispatch.Run<WeightGradientKernel<double, double>, double, Unit>(isa, new(byExample, dz, expectedDw));
        Dispatch.Run<WeightGradientKernel<double, double>, double, Unit>(isa, new(byFeature, dz, dw));
        Agreement.SameBits($"{isa} dw of the textbook's X", expectedDw, dw);
        Assert.Equal(ForLoop.Dot(columns.AsSpan(Count, Count), dz) / Count, dw[1]);
    }

    [Fact]
    public void Y_is_one_row_of_m_labels_and_dZ_is_A_minus_Y()
    {
        double[,] a = { { 0.75, 0.5, 0.125, 1 } };
        double[,] y = { { 1, 0, 0, 1 } };
        double[,] dz = new double[1, 4];
        Kernels.Subtract(a, y, dz);
        Assert.Equal(new double[,] { { -0.25, 0.5, 0.125, 0 } }, dz);

        double[] residual = new double[4];
        Kernels.Residual(Flat(a), Flat(y), residual);
        Agreement.SameBits("dz as a vector", Flat(dz), residual);
        Assert.Equal((-0.25 + 0.5 + 0.125 + 0) / 4, Kernels.BiasGradient(residual));
    }

    [Fact]
    public void U_is_A_times_v()
    {
        double[,] a = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
        double[] v = [7, 8];
        double[] u = new double[3];
        double[] looped = new double[3];
        Kernels.MatrixVector(a, v, u);
        ForLoop.MatrixVector(Flat(a), v, looped);
        Assert.Equal([23, 53, 83], u);
        Assert.Equal([23, 53, 83], looped);

        float[] single = new float[3];
        Kernels.MatrixVector(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, [7, 8], single);
        Assert.Equal([23, 53, 83], single);
    }

    [Theory]
    [MemberData(nameof(Isas))]
    public void U_is_A_times_v_as_the_two_loops_compute_it(Isa isa)
    {
        foreach ((int rows, int columns) in new[] { (1, 1), (3, 17), (5, 64), (13, 131), (50, 1000) })
        {
            Random random = new(rows);
            double[] a = Uniform(random, rows * columns);
            double[] v = Uniform(random, columns);
            double[] u = new double[rows];
            double[] looped = new double[rows];
            ForLoop.MatrixVector(a, v, looped);
            Dispatch.Run<AffineKernel<double, double>, double, Unit>(isa, new(new Examples<double>(a, rows, columns), v, 0, u));
            for (int i = 0; i < rows; i++)
            {
                // The loop rounds each product and each sum, n of both; the kernel as its remarks say.
                double size = SumOfProducts(a.AsSpan(i * columns, columns), v);
                double bound = (Agreement.Gamma(columns, Agreement.DoubleRoundoff)
                    + Agreement.Gamma((columns / 8) + 4, Agreement.DoubleRoundoff)) * size;
                Agreement.Within($"{isa} double {rows} x {columns}, u at index {i}", looped[i], u[i], bound);
            }
        }
    }

    [Fact]
    public void A_million_products_sum_to_the_same_by_the_loop_and_by_vectors()
    {
        const int N = 1_000_000;
        Random random = new(1);
        double[] x = Uniform(random, N);
        double[] y = Uniform(random, N);
        double size = SumOfProducts(x, y);
        double bound = (Agreement.Gamma(N, Agreement.DoubleRoundoff) + Agreement.Gamma((N / 32) + 5, Agreement.DoubleRoundoff)) * size;
        Agreement.Within("dot of 1,000,000 doubles", ForLoop.Dot(x, y), Kernels.Dot(x, y), bound);

        float[] single = Singles(x);
        float[] other = Singles(y);

        // In double the products of floats are exact and 10^6 roundings of 2^-53 are less than one of 2^-24, which each bound has more.
        double reference = ForLoop.Dot(Doubles(single), Doubles(other));
        size = SumOfProducts(Doubles(single), Doubles(other));
        double loopBound = Agreement.Gamma(N + 1, Agreement.SingleRoundoff) * size;
        double kernelBound = Agreement.Gamma((N / 64) + 7, Agreement.SingleRoundoff) * size;
        Agreement.Within("loop dot of 1,000,000 floats", reference, ForLoop.Dot(single, other), loopBound);
        Agreement.Within("dot of 1,000,000 floats", reference, Kernels.Dot(single, other), kernelBound);
    }

    private static void AssertSum(Isa isa, double[,] a, double[,] b, double[,] expected)
    {
        double[,] sum = new double[expected.GetLength(0), expected.GetLength(1)];
        Dispatch.Run<BroadcastKernel<AddOperator, double>, double, Unit>(
            isa, new(new ReadOnlySpan2D<double>(a), new ReadOnlySpan2D<double>(b), new Span2D<double>(sum)));
        Assert.Equal(expected, sum);

        float[,] single = new float[expected.GetLength(0), expected.GetLength(1)];
        Dispatch.Run<BroadcastKernel<AddOperator, float>, float, Unit>(
            isa, new(Singles(a), Singles(b), new Span2D<float>(single)));
        Assert.Equal(Singles(expected), single);

        double[,] byEntry = new double[expected.GetLength(0), expected.GetLength(1)];
        Kernels.Add(a, b, byEntry);
        Assert.Equal(expected, byEntry);
    }

    private static float[,] Singles(double[,] values)
    {
        float[,] singles = new float[values.GetLength(0), values.GetLength(1)];
        for (int row = 0; row < singles.GetLength(0); row++)
        {
            for (int column = 0; column < singles.GetLength(1); column++)
            {
                singles[row, column] = (float)values[row, column];
            }
        }

        return singles;
    }

    private static double[] Flat(double[,] matrix) => [.. matrix.Cast<double>()];

    private static double[] Transpose(double[] values, int rows, int columns)
    {
        double[] transposed = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            transposed[((i % columns) * rows) + (i / columns)] = values[i];
        }

        return transposed;
    }

    private static double[] Integers(Random random, int length)
    {
        double[] values = new double[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = random.Next(-9, 10);
        }

        return values;
    }

    private static double[] Uniform(Random random, int length)
    {
        double[] values = new double[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = random.NextDouble();
        }

        return values;
    }

    private static double SumOfProducts(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += Math.Abs(x[i] * y[i]);
        }

        return sum;
    }
}
