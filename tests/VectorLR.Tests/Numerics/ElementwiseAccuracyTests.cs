using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>The documented error of every function of one variable, over deterministic sweeps; each prints its largest.</summary>
/// <remarks>bench/VectorLR.Accuracy takes all floats.</remarks>
public sealed class ElementwiseAccuracyTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Functions.Each), MemberType = typeof(Functions))]
    public void Floats_are_within_the_bound_on_every_instruction_set(Function function) => Check(function, Sweep.Floats(16411));

    [Theory]
    [MemberData(nameof(Functions.Each), MemberType = typeof(Functions))]
    public void Doubles_are_within_the_bound_on_every_instruction_set(Function function) => Check(function, Sweep.Doubles());

    [Theory]
    [InlineData(Function.Sigmoid)]
    [InlineData(Function.Exp)]
    [InlineData(Function.LogP1)]
    [InlineData(Function.Softplus)]
    [InlineData(Function.LogSigmoid)]
    public void Consecutive_numbers_have_results_that_never_fall(Function function)
    {
        CheckOrder<float>(function, 104);
        CheckOrder<double>(function, 746);
    }

    private static void CheckOrder<T>(Function function, double farthest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] centres =
        [
            .. Samples.Uniform<T>(60, 1, farthest), .. Samples.Uniform<T>(60, 2, 2), .. Samples.Wide<T>(60, 3),
            .. Sweep.Neighbours<T>(1), .. Sweep.ReductionSteps<T>(1),
        ];
        foreach (T centre in centres)
        {
            T[] x = [.. Sweep.Window(centre, 200).Where(value => function.IsDefinedAt(double.CreateChecked(value)))];
            T[] results = function.Run<T>(Cpu.Isa, x);
            for (int i = 1; i < results.Length; i++)
            {
                Assert.True(
                    results[i] >= results[i - 1],
                    $"{Cpu.Isa} {typeof(T).Name}: {function}({x[i]:R}) = {results[i]:R} is below "
                    + $"{function}({x[i - 1]:R}) = {results[i - 1]:R}");
            }
        }
    }

    private void Check<T>(Function function, T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] results = function.Run<T>(Isa.Scalar, x);
        foreach (Isa isa in InstructionSets.Runnable)
        {
            (new Case(isa, typeof(T), typeof(T)) { Shape = (1, x.Length), Note = $"{function}" }).SameBits<T>(
                "result", results, function.Run<T>(isa, x));
        }

        double bound = function.Bound<T>();
        double largest = 0;
        T at = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            double argument = double.CreateChecked(x[i]);
            if (!function.IsDefinedAt(argument))
            {
                if (function == Function.LogP1)
                {
                    Assert.Equal(argument == -1 ? T.NegativeInfinity : T.NaN, results[i]);
                }

                continue;
            }

            Real expected = function.Expected(argument);
            double ulps = Bound.Ulps(expected, results[i]);
            (largest, at) = ulps > largest ? (ulps, x[i]) : (largest, at);
            Assert.True(
                ulps <= bound,
                $"{Isa.Scalar} {typeof(T).Name}: {function}({x[i]:R}) expected {expected}, got {results[i]:R}, "
                + $"error {ulps} ULP, bound {bound} ULP");
        }

        output.WriteLine($"{function} {typeof(T).Name}: largest error {largest:F6} ULP at {at:R}, {x.Length} values");
    }
}
