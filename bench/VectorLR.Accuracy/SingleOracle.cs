using System.Runtime.CompilerServices;
using VectorLR.Tests;

namespace VectorLR.Accuracy;

/// <summary>
/// The functions of a float, in double arithmetic: fast and far more accurate than a float. Errors near the largest are measured again with
/// the double-double oracle.
/// </summary>
/// <remarks>
/// From E = e^-|x| alone, and without cancellation: with the platform's Exp and Log within 2^-52, sums, quotients and products leave each
/// value within 2^-49 of itself; <see cref="Verify"/> measures it on every run. That is 2^-25 of a float's unit in the last place, 3e-8.
/// </remarks>
internal static class SingleOracle
{
    /// <summary>
    /// Errors within this distance of the largest, in units in the last place, need the double-double oracle. The margin is wide.
    /// </summary>
    public const double Near = 1e-6;

    private const double LargestError = 1.0 / (1L << 45);

    /// <summary>
    /// log(1 + t): the logarithm of the rounded sum, corrected by what the rounding did to t (Hewlett-Packard's formula).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LogOnePlus(double t)
    {
        double sum = 1 + t;
        return sum == 1 ? t : Math.Log(sum) * (t / (sum - 1));
    }

    /// <summary>The value for a finite argument at which there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Expected(Function function, double x, double tail, double logOfTail) => function switch
    {
        Function.Sigmoid => x < 0 ? tail / (1 + tail) : 1 / (1 + tail),
        Function.Exp => x < 0 ? tail : 1 / tail,
        Function.LogP1 => LogOnePlus(x),
        Function.Softplus => x > 0 ? logOfTail + x : logOfTail,
        _ => x < 0 ? x - logOfTail : -logOfTail,
    };

    /// <summary>e^-|x|, kept above 0: from 150 on both are 0 and infinite to a float.</summary>
    public static double Tail(double x) => Math.Exp(-Math.Min(Math.Abs(x), 150));

    /// <summary>The largest relative error found on 200,000 floats; an exception where it is too large to sieve with.</summary>
    public static double Verify()
    {
        double largest = 0;
        for (uint i = 0; i < 200_000; i++)
        {
            float x = BitConverter.UInt32BitsToSingle(i * 21473u);
            if (!float.IsFinite(x) || Math.Abs(x) >= 150)
            {
                continue;
            }

            double tail = Tail(x);
            double logOfTail = LogOnePlus(tail);
            foreach (Function function in Functions.All)
            {
                if (!Functions.IsExact(function, x, out _))
                {
                    Real expected = Functions.Expected(function, x);
                    Real error = (new Real(Expected(function, x, tail, logOfTail)) - expected) / expected;
                    largest = Math.Max(largest, expected.IsZero ? 0 : Math.Abs(error.ToDoubleDouble().High));
                }
            }
        }

        return largest <= LargestError
            ? largest
            : throw new InvalidOperationException($"this platform's Math.Exp or Math.Log is off by {largest:E2}, too much to sieve with");
    }
}
