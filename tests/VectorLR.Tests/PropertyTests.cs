using System.Numerics;
using CommunityToolkit.HighPerformance;
using CsCheck;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Properties that hold for all arguments, tested on random ones. The seeds are fixed, and a failure prints its seed.</summary>
public abstract class PropertyTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Runs = 40;

    /// <summary>Examples, features, a gap between rows and a seed for the values.</summary>
    private static readonly Gen<(int Count, int Features, int Gap, int Seed)> s_problems = Gen.Select(
        Gen.Int[1, 60], Gen.Int[0, 80], Gen.Int[0, 5], Gen.Int[0, 1_000_000], (count, features, gap, seed) => (count, features, gap, seed));

    [Fact]
    public void The_fused_step_is_the_composition_of_its_parts() => Holds(s_problems, problem =>
    {
        (int count, int features, int gap, int seed) = problem;
        Examples<T> x = new(Samples.Uniform<T>(count * (features + gap), seed, 3), count, features, Layout.ExampleRows, features + gap);
        T[] y = Samples.Labels<T>(count, seed + 1);
        T[] weights = Samples.Uniform<T>(features, seed + 2);
        T[] dw = new T[features];
        LogisticGradientResult cost = Entry.LogisticGradient<T, T>(x, y, weights, T.One, dw);

        T[] z = new T[count];
        T[] dz = new T[count];
        T[] parts = new T[features];
        Entry.Affine<T, T>(x, weights, T.One, z);
        Entry.Sigmoid<T>(z, dz);
        Entry.Residual<T>(dz, y, dz);
        Entry.WeightGradient<T, T>(x, dz, parts);
        Case run = Describe(count, features) with { Stride = features + gap };
        run.SameBits<T>("dw", parts, dw);
        run.SameBits("J", 0, Entry.LogLoss<T>(z, y), cost.Cost);
        run.SameBits("db", 0, Entry.BiasGradient<T>(dz), cost.BiasGradient);
    });

    [Fact]
    public void Sigmoid_of_x_and_of_minus_x_make_one_within_a_unit_in_the_last_place() =>
        Holds(Gen.Select(Gen.Double[-120, 120], Gen.Int[1, 50], (x, n) => (x, n)), pair =>
        {
            T x = T.CreateTruncating(pair.x / pair.n);
            T[] both = [x, -x];
            Entry.Sigmoid<T>(both, both);
            DoubleDouble sum = DoubleDouble.TwoSum(double.CreateChecked(both[0]), double.CreateChecked(both[1]));

            // One unit in the last place of each: u for the larger, which is below 1, and at most u / 2 for the other.
            (Describe(1, 1) with { Note = $"x = {x:R}" }).Within("sum", 0, sum, T.One, 1.5 * Bound.UnitRoundoff<T>());
        });

    [Fact]
    public void Layouts_agree_within_the_sum_of_their_bounds() => Holds(s_problems, problem =>
    {
        (int count, int features, _, int seed) = problem;
        SampleMatrix<T> x = new(count, features, seed);
        T[] weights = Samples.Wide<T>(features, seed + 1);
        T[] transposed = new T[count * features];
        for (int i = 0; i < transposed.Length; i++)
        {
            transposed[i] = x.Values[(i % count * features) + (i / count)];
        }

        T[] rows = new T[count];
        T[] columns = new T[count];
        Entry.Affine<T, T>(new(x.Values, count, features), weights, T.One, rows);
        Entry.Affine<T, T>(new(transposed, count, features, Layout.FeatureRows), weights, T.One, columns);
        double roundings = AffineTests<T, T>.Roundings(Layout.ExampleRows, features);
        double columnRoundings = AffineTests<T, T>.Roundings(Layout.FeatureRows, features);
        for (int i = 0; i < count; i++)
        {
            _ = Oracle.Dot(x.Example(i), Samples.ToDoubles<T>(weights), out double magnitude);
            double bound = (Bound.Gamma<T>(roundings) + Bound.Gamma<T>(columnRoundings)) * (magnitude + 1);
            Describe(count, features).Within("z", i, double.CreateChecked(rows[i]), columns[i], bound);
        }
    });

    [Fact]
    public void Rows_that_are_apart_give_the_bits_of_rows_that_are_not() => Holds(s_problems, problem =>
    {
        (int count, int features, int gap, int seed) = problem;
        T[] values = Samples.Wide<T>(count * features, seed);
        T[] apart = [.. Enumerable.Repeat(T.NaN, count * (features + gap))];
        Span2D<T> matrix = new(apart, 0, count, features, gap);
        for (int i = 0; i < count && features > 0; i++)
        {
            values.AsSpan(i * features, features).CopyTo(matrix.GetRowSpan(i));
        }

        T[] dz = Samples.Wide<T>(count, seed + 1);
        foreach (Layout layout in (Layout[])[Layout.ExampleRows, Layout.FeatureRows])
        {
            T[] vector = Samples.Wide<T>(layout == Layout.ExampleRows ? count : features, seed + 1);
            T[] expected = new T[layout == Layout.ExampleRows ? features : count];
            T[] got = new T[expected.Length];
            if (vector.Length > 0)
            {
                Entry.WeightGradient<T, T>(new Examples<T>(new ReadOnlySpan2D<T>(values, count, features), layout), vector, expected);
                Entry.WeightGradient<T, T>(new Examples<T>(matrix, layout), vector, got);
                (Describe(count, features) with { Layout = layout, Stride = features + gap }).SameBits<T>("dw", expected, got);
            }
        }
    });

    private protected static Case Describe(int count, int features) => new(Cpu.Isa, typeof(T), typeof(T)) { Shape = (count, features) };

    /// <summary>One draw for each of a fixed sequence of seeds; CsCheck itself fixes only the first of many.</summary>
    private protected static void Holds<TArgument>(Gen<TArgument> arguments, Action<TArgument> law)
    {
        for (uint run = 0; run < Runs; run++)
        {
            arguments.Sample(law, seed: new PCG(run, 2026).ToString(), iter: 1, threads: 1);
        }
    }
}

public sealed class PropertiesOfFloats : PropertyTests<float>;

public sealed class PropertiesOfDoubles : PropertyTests<double>
{
    /// <summary>
    /// Central differences are off by h^2 / 6 of the third derivative, |sigma''| being at most 1 / (6 sqrt 3), and by the error of each J
    /// over h.
    /// </summary>
    [Fact]
    public void The_gradient_is_that_of_central_finite_differences()
    {
        Gen<(int, int, int)> problems = Gen.Select(
            Gen.Int[1, 30], Gen.Int[1, 10], Gen.Int[0, 1_000_000], (count, features, seed) => (count, features, seed));
        Holds(problems, problem =>
        {
            (int count, int features, int seed) = problem;
            SampleMatrix<double> x = new(count, features, Samples.Uniform<double>(count * features, seed, 2));
            double[] y = Samples.Labels<double>(count, seed + 1);

            // Weights that are multiples of 2^-20 take a step of 2^-17 without rounding.
            const double Step = 1.0 / (1 << 17);
            double[] weights =
                [.. Samples.Uniform<double>(features, seed + 2).Select(weight => Math.Round(weight * (1 << 20)) / (1 << 20))];
            double[] dw = new double[features];
            double[] ignored = new double[features];
            Kernels.LogisticGradient(new Examples<double>(x.Values, count, features), y, weights, 0.25, dw);
            for (int j = 0; j < features; j++)
            {
                double weight = weights[j];
                weights[j] = weight + Step;
                double above = Kernels.LogisticGradient(new Examples<double>(x.Values, count, features), y, weights, 0.25, ignored).Cost;
                weights[j] = weight - Step;
                double below = Kernels.LogisticGradient(new Examples<double>(x.Values, count, features), y, weights, 0.25, ignored).Cost;
                weights[j] = weight;

                double[] magnitudes = [.. x.Feature(j).Select(Math.Abs)];
                double largestLogit = 0.25 + (features * 2 * (1 + Step));
                double logitError = Bound.Gamma<double>(AffineTests<double, double>.Roundings(Layout.ExampleRows, features)) * largestLogit;
                double u = Bound.UnitRoundoff<double>();
                double costError = logitError + (LogLossTests<double>.SumBound(count, count * (largestLogit + 1)) / count)
                    + (2 * u * (largestLogit + 1));
                double truncation = Step * Step / 6 / (6 * Math.Sqrt(3)) * magnitudes.Select(value => value * value * value).Average();

                // Each residual, at most 1 + 3 u, is off by at most a quarter of its logit's error and three roundings of numbers up to 1.
                double residualError = (logitError / 4) + (3 * u);
                double gradientError = (residualError + Bound.Gamma<double>(count + 1)) * magnitudes.Average() * (1 + residualError);
                double bound = truncation + (costError / Step) + gradientError;
                (Describe(count, features) with { Note = $"seed {seed}" }).Within("dw", j, (above - below) / (2 * Step), dw[j], bound);
            }
        });
    }
}
