using System.Numerics;
using Xunit;

namespace VectorLR.Tests;

/// <summary>
/// The documented error of one log-loss term, two units in the last place, over deterministic sweeps; each prints its largest.
/// </summary>
public sealed class LossAccuracyTests(ITestOutputHelper output)
{
    [Fact]
    public void Float_terms_are_within_two_ULP_on_every_instruction_set() => Check(Sweep.Floats(40993));

    [Fact]
    public void Double_terms_are_within_two_ULP_on_every_instruction_set() => Check(Sweep.Doubles());

    /// <summary>
    /// Found by a search over logits where log1p is least accurate, with labels whose rounding adds up in the same binade.
    /// </summary>
    [Theory]
    [InlineData(0.4338595467551032, 0.9998092145702203)]
    [InlineData(-0.4338595467551032, 0d)]
    [InlineData(-0.6839730661560445, 0.027974966868848424)]
    [InlineData(-2.749109089378549, 2.5668698544785803E-05)]
    [InlineData(1.0037237824300416, 0.976073248770788)]
    [InlineData(-0.8344836f, 0.04001034f)]
    [InlineData(0.44934323f, 0.99567556f)]
    [InlineData(-1.2672979f, 0.0005168735f)]
    public void The_hardest_terms_known_are_within_two_ULP<T>(T z, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Isa isa in InstructionSets.Runnable)
        {
            Case run = new(isa, typeof(T), typeof(T)) { Shape = (1, 1), Note = $"z = {z:R}, y = {y:R}" };
            run.WithinUlps("loss", 0, Oracle.Loss(double.CreateChecked(z), double.CreateChecked(y)), Run(isa, [z], [y])[0], 2);
        }
    }

    private void Check<T>(T[] z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // 0 and 1 for every logit in turn, and a label between for each: halves, thirds, tiny ones, and those next to 1.
        T[] fractions = [.. Samples.Labels<T>(z.Length, 1)];
        for (int i = 0; i < fractions.Length; i++)
        {
            fractions[i] = (i % 7) switch
            {
                0 => T.CreateTruncating(0.5),
                1 => T.ScaleB(T.One, -(i % 200)),
                2 => T.One - T.ScaleB(T.One, -(i % 53)),
                3 => T.Epsilon,
                _ => fractions[i],
            };
        }

        T[] zeros = new T[z.Length];
        T[] ones = [.. Enumerable.Repeat(T.One, z.Length)];
        double largest = 0;
        string at = "";
        foreach (T[] y in (T[][])[zeros, ones, fractions])
        {
            T[] losses = Run(Isa.Scalar, z, y);
            foreach (Isa isa in InstructionSets.Runnable)
            {
                new Case(isa, typeof(T), typeof(T)) { Shape = (1, z.Length) }.SameBits<T>("loss", losses, Run(isa, z, y));
            }

            for (int i = 0; i < z.Length; i++)
            {
                Real expected = Oracle.Loss(double.CreateChecked(z[i]), double.CreateChecked(y[i]));
                double ulps = Bound.Ulps(expected, losses[i]);
                (largest, at) = ulps > largest ? (ulps, $"z = {z[i]:R}, y = {y[i]:R}") : (largest, at);
                Assert.True(
                    ulps <= 2,
                    $"{Isa.Scalar} {typeof(T).Name}: loss({z[i]:R}, {y[i]:R}) expected {expected}, got {losses[i]:R}, "
                    + $"error {ulps} ULP, bound 2 ULP");
            }
        }

        output.WriteLine($"{typeof(T).Name}: largest error {largest:F6} ULP at {at}, {3 * z.Length} terms");
    }

    private static T[] Run<T>(Isa isa, T[] z, T[] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] losses = new T[z.Length];
        Dispatch.Run<LossTermsKernel<T>, T, Unit>(isa, new(z, y, losses));
        return losses;
    }
}
