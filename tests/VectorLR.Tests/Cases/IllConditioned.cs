using System.Numerics;

namespace VectorLR.Tests;

/// <summary>Two vectors whose dot product has a given condition number: nearly all of it cancels.</summary>
/// <remarks>
/// GenDot of Ogita, Rump and Oishi, "Accurate sum and dot product" (2005), algorithm 6.1: half of the products have random sizes up to the
/// condition number, and each of the others brings the exact sum down another step. Then the products are shuffled. The algorithm ends at a
/// sum of about 1, and a condition that grows with the length; here the last product makes the sum what the condition asks for.
/// </remarks>
internal static class IllConditioned
{
    public static (T[] X, T[] Y) Make<T>(int length, double condition, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double half = Math.Log2(condition) / 2;
        int free = length / 2;
        T[] first = Samples.Uniform<T>(length, seed);
        T[] second = Samples.Uniform<T>(length, seed + 1);
        T[] x = new T[length];
        T[] y = new T[length];
        ExactDot sum = default;
        for (int i = 0; i < length; i++)
        {
            ulong random = Samples.Mix(((ulong)(seed + 2) << 32) + (ulong)i);
            double share = i == 0 ? 1 : i < free ? (random >> 11) * (1.0 / (1L << 53)) : (length - 1 - i) / (double)(length - free - 1);
            int exponent = (int)Math.Round(share * half) + (i == 0 ? 1 : 0);
            x[i] = T.ScaleB(first[i], exponent);
            double next = i < length - 1 ? Math.ScaleB(double.CreateChecked(second[i]), exponent) : 2 * sum.Magnitude / condition;
            y[i] = T.CreateTruncating(i < free ? next : (next - sum.Value) / double.CreateChecked(x[i]));
            sum = sum.Plus(double.CreateChecked(x[i]), double.CreateChecked(y[i]));
        }

        for (int i = length - 1; i > 0; i--)
        {
            int other = (int)(Samples.Mix(((ulong)(seed + 3) << 32) + (ulong)i) % (ulong)(i + 1));
            (x[i], x[other]) = (x[other], x[i]);
            (y[i], y[other]) = (y[other], y[i]);
        }

        return (x, y);
    }
}
