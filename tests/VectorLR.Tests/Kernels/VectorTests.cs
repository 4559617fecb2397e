using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>What an optimizer does with whole vectors: Axpy, Scale, Sum and Norm.</summary>
public abstract class VectorTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T s_alpha = T.CreateChecked(0.3);

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Axpy_is_the_fused_multiply_add_of_each_element(Isa isa)
    {
        using GuardedMemory memory = new(16 * 1024);
        foreach (int length in Samples.Lengths)
        {
            T[] x = Samples.Wide<T>(length, 1);
            T[] y = Samples.Wide<T>(length, 2);
            Span<T> sum = memory.Place<T>(length, Placement.End, GuardedMemory.Poison);
            y.CopyTo(sum);
            Kernels.Axpy<T>(isa, s_alpha, x, sum);
            T[] expected = [.. x.Zip(y, (left, right) => T.FusedMultiplyAdd(s_alpha, left, right))];
            Describe(isa, length).SameBits<T>("y", expected, sum);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Scale_is_the_product_of_each_element(Isa isa)
    {
        using GuardedMemory memory = new(16 * 1024);
        foreach (int length in Samples.Lengths)
        {
            T[] x = Samples.Wide<T>(length, 1);
            Span<T> scaled = memory.Place<T>(length, Placement.End, GuardedMemory.Poison);
            Kernels.Scale<T>(isa, s_alpha, x, scaled);
            T[] expected = [.. x.Select(value => value * s_alpha)];
            Describe(isa, length).SameBits<T>("destination", expected, scaled);
            Kernels.Scale<T>(isa, s_alpha, x, x);
            Describe(isa, length).SameBits<T>("in place", expected, x);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Sum_and_norm_are_within_their_bounds_and_have_the_bits_of_scalar(Isa isa)
    {
        foreach (int length in Samples.Lengths)
        {
            T[] x = Samples.Wide<T>(length, 3);
            DoubleDouble sum = DoubleDouble.Zero;
            DoubleDouble squares = DoubleDouble.Zero;
            double magnitude = 0;
            foreach (double value in Samples.ToDoubles<T>(x))
            {
                sum += value;
                squares += DoubleDouble.Zero + (value * value) + Math.FusedMultiplyAdd(value, value, -(value * value));
                magnitude += Math.Abs(value);
            }

            Case run = Describe(isa, length);
            double got = Kernels.Sum<T>(isa, x);
            run.SameBits("sum against scalar", 0, Kernels.Sum<T>(Isa.Scalar, x), got);
            run.Within("sum", 0, sum, got, Bound.GammaOfDouble(BiasGradientTests<T>.Roundings(length)) * magnitude);

            double norm = Norm(isa, x);
            double expected = Math.Sqrt(squares.ToDouble());
            run.SameBits("norm against scalar", 0, Norm(Isa.Scalar, x), norm);
            run.Within("norm", 0, expected, norm, Bound.GammaOfDouble((length / 16.0) + 10) * expected);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void The_norm_neither_overflows_nor_underflows(Isa isa)
    {
        T largest = T.BitDecrement(T.PositiveInfinity) / T.CreateChecked(2);
        T smallest = T.Epsilon;
        foreach (T unit in (T[])[largest, smallest, smallest * T.CreateChecked(4)])
        {
            // 3, 4, 12 and 84 times a unit have a norm of 85.
            double expected = double.CreateChecked(unit) * (unit == largest ? 85.0 / 84 : 85);
            T[] x = unit == largest
                ? [unit / T.CreateChecked(28), unit / T.CreateChecked(21), unit / T.CreateChecked(7), unit]
                : [unit * T.CreateChecked(3), unit * T.CreateChecked(4), unit * T.CreateChecked(12), unit * T.CreateChecked(84)];
            Describe(isa, 4).Within("norm", 0, expected, Norm(isa, x), expected * Math.Max(Bound.UnitRoundoff<T>(), 4e-16) * 4);
        }

        Assert.Equal(0, Norm(isa, []));
        Assert.Equal(0, Norm(isa, [T.Zero, T.NegativeZero]));
        Assert.Equal(double.PositiveInfinity, Norm(isa, [T.One, T.NegativeInfinity]));
        Assert.Equal(double.NaN, Norm(isa, [T.NaN, T.PositiveInfinity, T.One]));
    }

    [Fact]
    public void Lengths_that_differ_and_parts_that_overlap_are_refused()
    {
        T[] x = new T[5];
        Assert.Throws<ArgumentException>("y", () => Kernels.Axpy<T>(Isa.Scalar, T.One, x, new T[4]));
        Assert.Throws<ArgumentException>("y", () => Kernels.Axpy<T>(Isa.Scalar, T.One, x.AsSpan(0, 4), x.AsSpan(1, 4)));
        Assert.Throws<ArgumentException>("destination", () => Kernels.Scale<T>(Isa.Scalar, T.One, x, new T[6]));
        Assert.Throws<ArgumentException>("destination", () => Kernels.Scale<T>(Isa.Scalar, T.One, x.AsSpan(0, 4), x.AsSpan(1, 4)));
    }

    private static double Norm(Isa isa, T[] x) =>
        x is float[] floats ? Kernels.Norm(isa, floats) : Kernels.Norm(isa, (double[])(object)x);

    private static Case Describe(Isa isa, int length) => new(isa, typeof(T), typeof(T)) { Shape = (1, length) };
}

public sealed class VectorsOfFloats : VectorTests<float>;

public sealed class VectorsOfDoubles : VectorTests<double>;
