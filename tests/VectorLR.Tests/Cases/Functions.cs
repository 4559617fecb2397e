using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>For each <see cref="Function"/>: how to run it, its true value, its documented error and its exact values.</summary>
public static class Functions
{
    /// <summary>One row for each.</summary>
    public static TheoryData<Function> Each => [.. Enum.GetValues<Function>()];

    /// <summary>One row for each on each instruction set.</summary>
    public static TheoryData<Isa, Function> EachOnEachIsa
    {
        get
        {
            TheoryData<Isa, Function> rows = [];
            foreach (Isa isa in InstructionSets.Runnable)
            {
                foreach (Function function in Enum.GetValues<Function>())
                {
                    rows.Add(isa, function);
                }
            }

            return rows;
        }
    }

    internal static void Run<T>(this Function function, Isa isa, ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (function)
        {
            case Function.Sigmoid:
                Dispatch.Run<SigmoidKernel<T>, T, Unit>(isa, new(x, destination));
                break;
            case Function.SigmoidFast:
                Dispatch.Run<MapKernel<SigmoidFastOperator, T>, T, Unit>(isa, new(x, destination));
                break;
            case Function.Exp:
                Dispatch.Run<MapKernel<ExpOperator, T>, T, Unit>(isa, new(x, destination));
                break;
            case Function.LogP1:
                Dispatch.Run<MapKernel<LogP1Operator, T>, T, Unit>(isa, new(x, destination));
                break;
            case Function.Softplus:
                Dispatch.Run<MapKernel<SoftplusOperator, T>, T, Unit>(isa, new(x, destination));
                break;
            default:
                Dispatch.Run<MapKernel<LogSigmoidOperator, T>, T, Unit>(isa, new(x, destination));
                break;
        }
    }

    internal static T[] Run<T>(this Function function, Isa isa, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] results = new T[x.Length];
        function.Run(isa, x, results);
        return results;
    }

    /// <summary>The documented error in units in the last place.</summary>
    /// <remarks>
    /// SigmoidFast's bound is 2^-13 relative, in units: a unit is at least 2^-24 (float) or 2^-53 (double) of a value.
    /// SigmoidFastAccuracyTests has the sharper bound.
    /// </remarks>
    internal static double Bound<T>(this Function function) => function switch
    {
        Function.Sigmoid or Function.Exp => 1,
        Function.SigmoidFast => (typeof(T) == typeof(float) ? 1L << 11 : 1L << 40) + 1,
        _ => 2,
    };

    /// <summary>Whether the function has a finite value there, and a bound in units in the last place.</summary>
    internal static bool IsDefinedAt(this Function function, double x) =>
        double.IsFinite(x) && (function != Function.LogP1 || x > -1) && (function != Function.SigmoidFast || Math.Abs(x) <= 87);

    internal static Real Expected(this Function function, double x) => function switch
    {
        Function.Sigmoid or Function.SigmoidFast => Oracle.Sigmoid(x),
        Function.Exp => Oracle.Exp(x),
        Function.LogP1 => Oracle.LogP1(x),
        Function.Softplus => Oracle.Loss(x, 0),
        _ => -Oracle.Loss(x, 1),
    };

    /// <summary>Ordinary arguments, for which no result is 0 or infinite.</summary>
    internal static T[] Arguments<T>(this Function function, int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Samples.Uniform<T>(length, seed, 40);
        T inside = T.CreateChecked(41);
        return function == Function.LogP1 ? [.. x.Select(value => value < T.Zero ? value / inside : value)] : x;
    }

    /// <summary>Arguments with the results that the contract names or that are the correctly rounded ones.</summary>
    internal static (T X, T Result)[] Exact<T>(this Function function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateChecked(0.5);
        T largest = SpecialValues.MaxValue<T>();
        (T, T)[] exact = function switch
        {
            Function.Sigmoid =>
            [
                (T.Zero, half), (T.NegativeZero, half), (T.Epsilon, half), (-T.Epsilon, half),
                (T.PositiveInfinity, T.One), (T.NegativeInfinity, T.Zero), (largest, T.One), (-largest, T.Zero),
            ],
            Function.SigmoidFast => [(T.PositiveInfinity, T.One), (largest, T.One), (T.CreateChecked(50), T.One)],
            Function.Exp =>
            [
                (T.Zero, T.One), (T.NegativeZero, T.One), (T.Epsilon, T.One), (-T.Epsilon, T.One),
                (T.PositiveInfinity, T.PositiveInfinity), (T.NegativeInfinity, T.Zero), (largest, T.PositiveInfinity), (-largest, T.Zero),
            ],
            Function.LogP1 =>
            [
                .. SpecialValues.Finite<T>().Where(x => T.Abs(x) < T.One).Select(x => (x, x)),
                (-T.One, T.NegativeInfinity), (T.BitDecrement(-T.One), T.NaN), (-largest, T.NaN),
                (T.PositiveInfinity, T.PositiveInfinity), (T.NegativeInfinity, T.NaN),
            ],
            Function.Softplus =>
            [
                (T.PositiveInfinity, T.PositiveInfinity), (T.NegativeInfinity, T.Zero), (largest, largest), (-largest, T.Zero),
                (T.CreateChecked(1000), T.CreateChecked(1000)), (T.CreateChecked(-1000), T.Zero),
            ],
            _ =>
            [
                (T.PositiveInfinity, T.NegativeZero), (T.NegativeInfinity, T.NegativeInfinity), (largest, T.NegativeZero),
                (-largest, -largest),
                (T.CreateChecked(1000), T.NegativeZero), (T.CreateChecked(-1000), T.CreateChecked(-1000)),
            ],
        };
        return [.. exact, (T.NaN, T.NaN), (-T.NaN, T.NaN)];
    }
}
