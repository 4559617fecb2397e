using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Stored floats and bytes in any unit and with any offset: as near the optimum as the arithmetic allows, or in double.</summary>
public sealed class SinglePrecisionTests
{
    /// <summary>Of one evenly spaced column, whatever its unit and offset; see <see cref="OrdinaryTablesTests"/>.</summary>
    private const double Optimum = 0.5338272529684743;

    /// <summary>Its weight for a step of 1.</summary>
    private const double Weight = 0.36965;

    private static readonly StopReason[] s_converged = [StopReason.Converged];
    private static readonly StopReason[] s_convergedOrNot = [StopReason.Converged, StopReason.PrecisionLimit];
    private static readonly double[] s_labels = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1];

    public static TheoryData<string, double, double, Precision> Columns
    {
        get
        {
            TheoryData<string, double, double, Precision> data = [];
            foreach (string optimizer in (string[])["lbfgs", "newton"])
            {
                foreach ((double first, double step, Precision precision) in ((double, double, Precision)[])[
                    (1, 1, Precision.Single), (-40, 1, Precision.Single), (0.5, 0.125, Precision.Single), (1e4, 1e4, Precision.Single),
                    (2000, 1, Precision.Double), (-8000, 0.5, Precision.Double), (1_000_000, 1, Precision.Double),
                    (1.5e7, 1, Precision.Double), (1e30, 1e30, Precision.Double), (2.8e37, 2.8e37, Precision.Double),
                    (1e-30, 1e-30, Precision.Double), (Math.ScaleB(1, -140), Math.ScaleB(1, -140), Precision.Double)])
                {
                    data.Add(optimizer, first, step, precision);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Floats(string optimizer, double first, double step, Precision precision)
    {
        float[] x = [.. Enumerable.Range(0, 12).Select(i => (float)(first + (i * step)))];
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            foreach (bool isStandardized in (bool[])[false, true])
            {
                FitResult fit = LogisticRegression.Fit(
                    new Examples<float>(x, 12, 1, layout),
                    s_labels,
                    new() { Optimizer = OptimumTests.Optimizer(optimizer), Standardize = isStandardized },
                    cancellation: TestContext.Current.CancellationToken);
                Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
                Assert.Equal(precision, fit.Model.Precision);
                Agreement.Within("J", Optimum, fit.Optimization.Cost, precision == Precision.Single ? Rounding(first / step) : 2e-7);
            }
        }
    }

    [Theory]
    [InlineData("lbfgs", Precision.Single)]
    [InlineData("newton", Precision.Single)]
    [InlineData("lbfgs", Precision.Double)]
    [InlineData("newton", Precision.Double)]
    public void Bytes(string optimizer, Precision precision)
    {
        foreach (int first in (int[])[0, 100, 244])
        {
            byte[] x = [.. Enumerable.Range(first, 12).Select(value => (byte)value)];
            foreach (Layout layout in Enum.GetValues<Layout>())
            {
                FitResult fit = LogisticRegression.Fit(
                    new Examples<byte>(x, 12, 1, layout),
                    s_labels,
                    new() { Optimizer = OptimumTests.Optimizer(optimizer), Precision = precision, Scale = 255 },
                    cancellation: TestContext.Current.CancellationToken);

                // From 30 deviations on, a logit's rounding in float is about the tolerance.
                bool mustConverge = precision == Precision.Double || first < 100;
                Assert.Contains(fit.Optimization.Stopped, mustConverge ? s_converged : s_convergedOrNot);
                Agreement.Within("J", Optimum, fit.Optimization.Cost, precision == Precision.Double ? 1e-8 : Rounding(first));
            }
        }
    }

    /// <summary>Two columns, of which one is far from 0: the other's weight is the reference's too.</summary>
    [Theory]
    [InlineData("lbfgs")]
    [InlineData("newton")]
    public void A_year_beside_an_ordinary_column(string optimizer)
    {
        const int Count = 80;
        (double[] normal, double[] labels) = OptimumTests.Overlapping(Count, 2, seed: 41);
        float[] x = [.. normal.Select((value, k) => k % 2 == 0 ? (float)value : (float)Math.Round(2010 + (4 * value)))];
        FitResult fit = LogisticRegression.Fit(
            new Examples<float>(x, Count, 2),
            labels,
            new() { Optimizer = OptimumTests.Optimizer(optimizer) },
            cancellation: TestContext.Current.CancellationToken);

        // Around 2010 the reference is better conditioned; the weights are the same.
        ReferenceFit reference = new([.. x.Select((value, k) => (double)value - (k % 2 == 0 ? 0 : 2010))], labels, 0);
        Assert.Equal(StopReason.Converged, fit.Optimization.Stopped);
        Agreement.Within("J", reference.Cost, fit.Optimization.Cost, 1e-10);
        for (int j = 0; j < 2; j++)
        {
            Agreement.Within($"weight {j}", reference.Parameters[j].ToDouble(), fit.Model.Parameters.Weights.Span[j], 1e-5);
        }
    }

    /// <summary>
    /// A bound of the rounding in float of a cost, whose slope along a logit is at most 1: three roundings of the logit's terms (w x and b,
    /// up to 12 steps apart) and the same again for the loss. A float is rounded too.
    /// </summary>
    private static double Rounding(double first) => 6 * Math.ScaleB(2 * Weight * (Math.Abs(first) + 12), -24);
}
