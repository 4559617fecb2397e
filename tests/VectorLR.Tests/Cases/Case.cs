using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>One run of a kernel, in the words of a failure message, and the assertions about its results.</summary>
internal readonly record struct Case(Isa Isa, Type Stored, Type Arithmetic)
{
    public Layout? Layout { get; init; }

    /// <summary>Rows x columns of X in memory, or 1 x length for vectors.</summary>
    public (int Rows, int Columns) Shape { get; init; }

    public int Stride { get; init; }

    public Placement Placement { get; init; }

    public string? Note { get; init; }

    public override string ToString() =>
        $"{Isa} {Stored.Name} x {Arithmetic.Name} {Layout} {Shape.Rows} x {Shape.Columns} stride {Stride} {Placement} {Note}";

    [DoesNotReturn]
    public void Fail(string message) => Assert.Fail($"{this}: {message}");

    /// <summary>Bits are equal; NaN equals NaN whatever its payload.</summary>
    public void SameBits<T>(string what, ReadOnlySpan<T> expected, ReadOnlySpan<T> got)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (expected.Length != got.Length)
        {
            Fail($"{what} has length {got.Length}, expected {expected.Length}");
        }

        for (int i = 0; i < got.Length; i++)
        {
            SameBits(what, i, expected[i], got[i]);
        }
    }

    /// <summary>Bits are equal; NaN equals NaN whatever its payload.</summary>
    public void SameBits<T>(string what, int index, T expected, T got)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool same = T.IsNaN(expected) ? T.IsNaN(got) : expected == got && T.IsNegative(expected) == T.IsNegative(got);
        if (!same)
        {
            Fail($"{what}[{index}] expected {expected:R}, got {got:R}, bound: the same bits");
        }
    }

    /// <summary>|got - expected| is at most the bound.</summary>
    public void Within<T>(string what, int index, DoubleDouble expected, T got, double bound)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double error = Math.Abs((expected - double.CreateChecked(got)).ToDouble());
        if (!(error <= bound))
        {
            Fail($"{what}[{index}] expected {expected.ToDouble():R}, got {got:R}, error {error:R}, bound {bound:R}");
        }
    }

    /// <summary>The value is within so many units in the last place.</summary>
    public void WithinUlps<T>(string what, int index, Real expected, T got, double bound)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double ulps = Bound.Ulps(expected, got);
        if (!(ulps <= bound))
        {
            Fail($"{what}[{index}] expected {expected}, got {got:R}, error {ulps:R} ULP, bound {bound:R} ULP");
        }
    }
}
