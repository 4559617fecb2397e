namespace VectorLR.Tests;

/// <summary>Exponential, logarithm, sigmoid and log loss to at least 100 bits, from definitions that src does not use.</summary>
/// <remarks>
/// Errors are in v = 2^-106, DoubleDouble's unit: 3 v for a sum, 5 v for a product, 9.8 v for a quotient, each of its result.
/// Horner's rule for (e^r - 1) / r = 1 + r/2 + ..., with |r| at most ln 2, leaves 3 v for its last sum, at most 0.39 of 10 v for all before
/// it and 2 v for the rounded factorials; times r makes it 14 v.
/// </remarks>
internal static class Oracle
{
    // ln 2 to 160 bits.
    private const double Ln2High = 0.6931471805599453;
    private const double Ln2Middle = 2.3190468138462996e-17;
    private const double Ln2Low = 5.707708438416212e-34;

    // |r|^n / n! for |r| at most ln 2 falls below 2^-110 of r at n = 30.
    private const int Terms = 30;

    // e^-x is below 2^-140000 from here on: 0 to every format, and far from every rounding boundary.
    private const double Farthest = 1e5;

    private static readonly DoubleDouble[] s_inverseFactorials = InverseFactorials();

    /// <summary>e^x for |x| up to 1e5, relative error below 2^-101.</summary>
    /// <remarks>
    /// In v: r = x - n ln 2 with |r| up to 0.35 comes from three sums, the last two of which are within 3 of about r, and the first within
    /// 3 of n 2^-55, so e^r is off by 3; e^r - 1, at most 0.42, by 14 of itself, which is 6 of e^r; the last sum adds 3. Together below 12
    /// v, 2^-102.4.
    /// </remarks>
    public static Real Exp(DoubleDouble x)
    {
        if (Math.Abs(x.High) >= Farthest)
        {
            x = Math.CopySign(Farthest, x.High);
        }

        double n = Math.Round(x.High / Ln2High);
        DoubleDouble r = x - DoubleDouble.TwoProduct(n, Ln2High) - DoubleDouble.TwoProduct(n, Ln2Middle) - (n * Ln2Low);
        return new(DoubleDouble.One + ExpMinusOne(r), (int)n);
    }

    /// <summary>
    /// log(1 + t) for t in [-1/2, 1], relative error below 2^-101: one Newton step on e^y - 1 = t from a double, which leaves q^3 / 3 with
    /// q near 2^-53.
    /// </summary>
    /// <remarks>
    /// In v: e^y - 1 is off by 14 of itself, which through (e^y - 1) / e^y, at most 1.45 y for y from -ln 2 on, is 21 of y; q's own
    /// arithmetic counts for 2^-3 of its 15 at the most, where t is near 2^-50, and the last sum is 3. Together below 26 v, 2^-101.2.
    /// </remarks>
    public static Real LogOnePlus(Real t)
    {
        if (t.IsZero || t.Exponent < -50)
        {
            // The next term, t^3 / 3, is below 2^-101 of t.
            return t - (t * t * 0.5);
        }

        DoubleDouble exact = t.ToDoubleDouble();
        double first = double.LogP1(exact.High);
        DoubleDouble reached = ExpMinusOne(first);
        DoubleDouble q = (exact - reached) / (DoubleDouble.One + reached);
        return new(first + (q - (q * q * 0.5)));
    }

    /// <summary>
    /// log(1 + x) for finite x > -1, relative error below 2^-100: k ln 2 + log(1 + t) with 1 + t between the roots of 1/2 and 2.
    /// </summary>
    /// <remarks>
    /// In v, where k is not 0: |k ln 2| is at most twice the result and off by 6 of itself, log(1 + t) at most the result; the sum is 3.
    /// Below 41 v, 2^-100.6.
    /// </remarks>
    public static Real LogP1(double x)
    {
        if (Math.Abs(x) < 0.25)
        {
            return LogOnePlus(x);
        }

        DoubleDouble sum = DoubleDouble.TwoSum(x, 1);
        int k = Math.ILogB(sum.High * Math.Sqrt(0.5)) + 1;
        DoubleDouble t = new Real(sum, -k).ToDoubleDouble() - DoubleDouble.One;
        DoubleDouble whole = DoubleDouble.TwoProduct(k, Ln2High) + DoubleDouble.TwoProduct(k, Ln2Middle) + (k * Ln2Low);
        return LogOnePlus(new(t)) + new Real(whole);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static Real Sigmoid(DoubleDouble x)
    {
        Real tail = Exp(x.High < 0 ? x : -x);
        return x.High < 0 ? tail / (1.0 + tail) : 1.0 / (1.0 + tail);
    }

    /// <summary>
    /// -y log sigmoid(z) - (1 - y) log(1 - sigmoid(z)) for finite z, as log(1 + e^-|z|) + weight |z|: both summands positive.
    /// </summary>
    public static Real Loss(DoubleDouble z, double y)
    {
        DoubleDouble magnitude = z.High < 0 ? -z : z;
        DoubleDouble weight = z.High < 0 ? y : DoubleDouble.TwoSum(1, -y);
        return LogOnePlus(Exp(-magnitude)) + (new Real(weight) * new Real(magnitude));
    }

    /// <summary>sum_i x_i y_i, and the sum of the magnitudes that bounds are relative to.</summary>
    public static DoubleDouble Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y, out double magnitude)
    {
        DoubleDouble sum = DoubleDouble.Zero;
        magnitude = 0;
        for (int i = 0; i < x.Length; i++)
        {
            DoubleDouble product = DoubleDouble.TwoProduct(x[i], y[i]);
            sum += product;
            magnitude += Math.Abs(product.High);
        }

        return sum;
    }

    /// <summary>e^r - 1 for |r| at most ln 2, by Horner's rule on Taylor's series.</summary>
    private static DoubleDouble ExpMinusOne(DoubleDouble r)
    {
        DoubleDouble sum = s_inverseFactorials[Terms];
        for (int k = Terms - 1; k >= 1; k--)
        {
            sum = (sum * r) + s_inverseFactorials[k];
        }

        return sum * r;
    }

    private static DoubleDouble[] InverseFactorials()
    {
        DoubleDouble[] inverse = new DoubleDouble[Terms + 1];
        inverse[0] = DoubleDouble.One;
        for (int k = 1; k <= Terms; k++)
        {
            inverse[k] = inverse[k - 1] / k;
        }

        return inverse;
    }
}
