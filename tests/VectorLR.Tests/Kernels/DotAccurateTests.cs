using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

public abstract class DotAccurateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double s_u = Bound.UnitRoundoff<T>();

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_length_is_within_its_bound_and_has_the_bits_of_scalar(Isa isa)
    {
        foreach (int length in Samples.Lengths)
        {
            T[] x = Samples.Wide<T>(length, 1);
            T[] y = Samples.Wide<T>(length, 2);
            AssertAccurate(Describe(isa, length), x, y);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_offset_in_a_register_gives_the_same_bits(Isa isa)
    {
        using GuardedMemory left = new(2048);
        using GuardedMemory right = new(2048);
        foreach (int length in Samples.FewLengths)
        {
            (T[] x, T[] y) = (Samples.Wide<T>(length, 3), Samples.Wide<T>(length, 4));
            T expected = Run(isa, x, y);
            for (int offset = 0; offset < 16; offset++)
            {
                Case run = Describe(isa, length, Placement.At(offset));
                run.SameBits("sum", 0, expected, Run(isa, left.Input<T>(x, Placement.At(offset)), right.Input<T>(y, Placement.At(offset))));
                run.SameBits(
                    "sum", 0, expected, Run(isa, left.Input<T>(x, Placement.At(offset)), right.Input<T>(y, Placement.At(15 - offset))));
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Nothing_beside_a_span_is_read(Isa isa)
    {
        Assert.SkipUnless(GuardedMemory.IsAvailable, "guard pages are made with Linux's mmap");
        using GuardedMemory left = new(1025 * 8);
        using GuardedMemory right = new(1025 * 8);
        foreach (int length in Samples.Lengths)
        {
            (T[] x, T[] y) = (Samples.Wide<T>(length, 5), Samples.Wide<T>(length, 6));
            T expected = Run(isa, x, y);
            foreach (Placement edge in (ReadOnlySpan<Placement>)[Placement.Start, Placement.End])
            {
                T got = Run(isa, left.Input<T>(x, edge), right.Input<T>(y, edge));
                Describe(isa, length, edge).SameBits("sum", 0, expected, got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Special_values_at_every_position_follow_IEEE_754(Isa isa)
    {
        foreach (int length in Samples.FewLengths)
        {
            T[] x = new T[length];
            T[] y = Samples.Labels<T>(length, 7);
            for (int i = 0; i < length; i++)
            {
                foreach (T special in SpecialValues.All<T>())
                {
                    foreach (T factor in (ReadOnlySpan<T>)[T.One, -T.One, T.Zero, T.CreateChecked(2)])
                    {
                        // All other products are +0, so the sum is this product, overflow included; its sign only where it is not zero.
                        (x[i], y[i]) = (special, factor);
                        T expected = special * factor;
                        expected = expected == T.Zero ? T.Zero : expected;
                        (Describe(isa, length) with { Note = $"x[{i}] = {special}, y[{i}] = {factor}" }).SameBits(
                            "sum", 0, expected, Run(isa, x, y));
                    }
                }

                x[i] = T.Zero;
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Opposite_infinities_make_NaN_and_like_ones_stay(Isa isa)
    {
        foreach (int length in Samples.FewLengths.Where(length => length > 1))
        {
            T[] x = new T[length];
            T[] y = [.. Enumerable.Repeat(T.One, length)];
            (x[0], x[^1]) = (T.PositiveInfinity, T.NegativeInfinity);
            Describe(isa, length).SameBits("sum", 0, T.NaN, Run(isa, x, y));
            x[0] = T.NegativeInfinity;
            Describe(isa, length).SameBits("sum", 0, T.NegativeInfinity, Run(isa, x, y));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_sum_beyond_the_largest_number_is_infinite_wherever_its_terms_stand(Isa isa)
    {
        foreach (int length in Samples.FewLengths.Where(length => length > 1))
        {
            for (int i = 0; i < length - 1; i++)
            {
                T[] x = new T[length];
                T[] y = [.. Enumerable.Repeat(-T.One, length)];
                (x[i], x[^1]) = (SpecialValues.MaxValue<T>(), SpecialValues.MaxValue<T>());
                (Describe(isa, length) with { Note = $"x[{i}]" }).SameBits("sum", 0, T.NegativeInfinity, Run(isa, x, y));
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_small_term_between_two_large_opposites_is_not_lost_at_any_position(Isa isa)
    {
        T large = T.ScaleB(T.One, typeof(T) == typeof(float) ? 28 : 60);
        foreach (int length in Samples.FewLengths.Where(length => length > 2))
        {
            for (int i = 1; i < length - 1; i++)
            {
                T[] x = new T[length];
                T[] y = [.. Enumerable.Repeat(T.One, length)];
                (x[0], x[i], x[^1]) = (large, T.One, -large);
                (Describe(isa, length) with { Note = $"x[{i}] = 1" }).SameBits("sum", 0, T.One, Run(isa, x, y));
            }
        }
    }

    [Fact]
    public void The_public_entry_has_the_bits_of_scalar()
    {
        T[] x = Samples.Wide<T>(1000, 8);
        T[] y = Samples.Wide<T>(1000, 9);
        Describe(Isa.Scalar, 1000).SameBits("sum", 0, Run(Isa.Scalar, x, y), Entry.DotAccurate<T>(x, y));
    }

    /// <summary>The bound on data of a known condition; then the largest relative errors of Dot and of DotAccurate.</summary>
    private protected static (double Dot, double Accurate) CheckCondition(double condition)
    {
        (double dot, double accurate) = (0, 0);
        foreach (int length in (ReadOnlySpan<int>)[20, 101, 500])
        {
            for (int seed = 0; seed < 8; seed++)
            {
                (T[] x, T[] y) = IllConditioned.Make<T>(length, condition, 10 * seed);
                ExactDot exact = ExactDot.Of(Samples.ToDoubles<T>(x), Samples.ToDoubles<T>(y));
                Assert.InRange(exact.Condition, condition * 0.99, condition * 1.01);
                foreach (Isa isa in InstructionSets.Runnable)
                {
                    AssertAccurate(Describe(isa, length) with { Note = $"condition {exact.Condition:E1}, seed {seed}" }, x, y);
                }

                accurate = Math.Max(accurate, exact.ErrorOf(double.CreateChecked(Run(Cpu.Isa, x, y))) / Math.Abs(exact.Value));
                dot = Math.Max(dot, exact.ErrorOf(double.CreateChecked(Entry.Dot<T>(x, y))) / Math.Abs(exact.Value));
            }
        }

        return (dot, accurate);
    }

    /// <summary>The bits of scalar, the bound as derived here, and the one that the contract states, which is not smaller.</summary>
    private static void AssertAccurate(Case run, T[] x, T[] y)
    {
        T got = Run(run.Isa, x, y);
        run.SameBits("sum", 0, Run(Isa.Scalar, x, y), got);

        ExactDot exact = ExactDot.Of(Samples.ToDoubles<T>(x), Samples.ToDoubles<T>(y));
        double rounding = s_u * Math.Abs(exact.Value);
        double derived = rounding + (Derived(x.Length) * (1 + s_u) * exact.Magnitude);
        double documented = rounding + (Documented(x.Length) * exact.Magnitude);
        double error = exact.ErrorOf(double.CreateChecked(got));
        if (!(error <= derived && error <= documented))
        {
            run.Fail($"sum expected {exact.Value:R}, got {got:R}, error {error:R}, bound {derived:R}, documented {documented:R}");
        }
    }

    private static double Documented(int length)
    {
        double gamma = typeof(T) == typeof(float) ? Bound.GammaOfDouble((length / 32.0) + 10) : Bound.GammaOfDouble((length / 8.0) + 10);
        return typeof(T) == typeof(float) ? gamma : gamma * gamma;
    }

    /// <summary>The error before the last rounding, relative to sum |x_i y_i|.</summary>
    /// <remarks>
    /// Floats: an exact product takes part in one rounding for each of its lane's n/32, up to three and one more for the rest of n, then
    /// two for adding four registers and three for eight lanes.
    /// Doubles: with p products in a lane (half of n/8, rounded up), a term of the sum meets p - 1 roundings there, one where the two
    /// registers meet and seven in the fold, and one of its own; so the rounding errors' magnitudes add up to gamma(p + 8) of the terms'.
    /// Each of them in turn meets 2 (p - 1) roundings in its lane's rest, two where registers meet, three where lanes do, and seven in the
    /// fold.
    /// </remarks>
    private static double Derived(int length)
    {
        double p = Math.Ceiling(length / 16.0);
        return typeof(T) == typeof(float)
            ? Bound.GammaOfDouble(Math.Floor(length / 32.0) + 3 + 5)
            : Bound.GammaOfDouble(p + 8) * Bound.GammaOfDouble((2 * p) + 10);
    }

    private static Case Describe(Isa isa, int length, Placement placement = default) =>
        new(isa, typeof(T), typeof(T)) { Shape = (1, length), Placement = placement };

    private static T Run(Isa isa, ReadOnlySpan<T> x, ReadOnlySpan<T> y)
    {
        double sum = typeof(T) == typeof(float)
            ? Dispatch.Run<DotInDoubleKernel, double, double>(isa, new(Entry.As<T, float>(x), Entry.As<T, float>(y)))
            : Dispatch.Run<DotAccurateKernel, double, double>(isa, new(Entry.As<T, double>(x), Entry.As<T, double>(y)));
        return T.CreateTruncating(sum);
    }
}

public sealed class DotAccurateOfFloats(ITestOutputHelper output) : DotAccurateTests<float>
{
    /// <summary>u for the last rounding, and at most gamma(23) for 500 products: 1.3e-8 at condition 1e7, so below 2 u in all.</summary>
    [Theory]
    [InlineData(1e4)]
    [InlineData(1e5)]
    [InlineData(1e6)]
    [InlineData(1e7)]
    public void Up_to_condition_1e7_the_sum_is_within_two_roundings(double condition)
    {
        (double dot, double accurate) = CheckCondition(condition);
        output.WriteLine($"condition {condition:E0}: largest relative error {accurate:E2}, Dot {dot:E2}");
        Assert.InRange(accurate, 0, 2.0 / (1 << 24));
        Assert.True(condition < 1e7 || dot > 0.1, $"Dot's largest relative error is {dot:E2}");
    }

    /// <summary>In double, where the sum is taken, products of floats neither overflow nor underflow.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_sum_that_comes_back_from_beyond_the_largest_number_is_exact(Isa isa)
    {
        float[] x = [float.MaxValue, float.MaxValue, -float.MaxValue];
        Assert.Equal(float.MaxValue, (float)Dispatch.Run<DotInDoubleKernel, double, double>(isa, new(x, [1, 1, 1])));
        Assert.Equal(0, Dispatch.Run<DotInDoubleKernel, double, double>(isa, new(x, [float.MaxValue, 0, float.MaxValue])));
        Assert.Equal(Math.ScaleB(1, -298), Dispatch.Run<DotInDoubleKernel, double, double>(isa, new([float.Epsilon], [float.Epsilon])));
    }
}

public sealed class DotAccurateOfDoubles(ITestOutputHelper output) : DotAccurateTests<double>
{
    /// <summary>"Every digit but the last" of sixteen.</summary>
    [Theory]
    [InlineData(1e4)]
    [InlineData(1e6)]
    [InlineData(1e8)]
    [InlineData(1e10)]
    [InlineData(1e12)]
    [InlineData(1e14)]
    [InlineData(1e15)]
    public void Up_to_condition_1e15_fifteen_digits_are_kept(double condition)
    {
        (double dot, double accurate) = CheckCondition(condition);
        output.WriteLine($"condition {condition:E0}: largest relative error {accurate:E2}, Dot {dot:E2}");
        Assert.InRange(accurate, 0, 1e-15);
        Assert.True(condition < 1e15 || dot > 0.01, $"Dot's largest relative error is {dot:E2}");
    }

    [Fact]
    public void At_condition_1e17_Dot_has_not_even_the_magnitude_and_the_bound_still_holds()
    {
        (double dot, double accurate) = CheckCondition(1e17);
        output.WriteLine($"condition 1e17: largest relative error {accurate:E2}, Dot {dot:E2}");
        Assert.True(dot > 1, $"Dot's largest relative error is {dot:E2}");
    }
}
