namespace VectorLR.Tests;

/// <summary>Exponential, logarithm, sigmoid and log loss to at least 96 bits, from definitions that src does not use.</summary>
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

    /// <summary>e^x for |x| up to 1e5, relative error below 2^-98: x - n ln 2 is within 2^-104 of itself and 2^-142 absolute, the series within 2^-99.</summary>
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

    /// <summary>log(1 + t) for t in [0, 1], relative error below 2^-98: one Newton step on e^y - 1 = t from a double, which leaves q^3 / 3 with q near 2^-53.</summary>
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

    /// <summary>1 / (1 + e^-x).</summary>
    public static Real Sigmoid(DoubleDouble x)
    {
        Real tail = Exp(x.High < 0 ? x : -x);
        return x.High < 0 ? tail / (1.0 + tail) : 1.0 / (1.0 + tail);
    }

    /// <summary>-y log sigmoid(z) - (1 - y) log(1 - sigmoid(z)) for finite z, as log(1 + e^-|z|) + weight |z|: both summands positive.</summary>
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
