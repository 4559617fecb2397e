namespace VectorLR.Tests.Textbook;

/// <summary>How far two ways to compute the logistic cost and its gradient may come apart by rounding.</summary>
/// <remarks>
/// Each side computes z_i as one sum of n_x products and b in some order, so its logit is off by at most gamma(n_x + 5) S_i with
/// S_i = |b| + sum_j |w_j x_ij| (5 covers the folding of 16 lanes). With u the unit roundoff:
/// a: the slope of sigmoid is at most 1/4; 1 / (1 + exp(-z)) adds 4 u to a on the plain side, and the kernel 1 ULP = 2 u.
/// dz: a kernel adds u. The graph has y / a and (1 - y) / (1 - a) times a e / (1 + e): 9 roundings, 4 u in each of a and e / (1 + e), and
/// 5 u / (1 - a) from the cancellation in 1 - a; in all below 25 u / (1 - a), and 32 leaves room for products of errors.
/// dw, db: sums of m terms that carry the error of dz; each side rounds at most m + 8 times, scaling and division included.
/// J: the slope of the loss in z is at most 1; log(1 - a) on the plain side has 5 u / (1 - a), log a 4 u, and the logs, the products and
/// the kernel's 2 ULP together at most 12 u of the loss; then sums of m terms.
/// </remarks>
internal sealed class LogisticBounds
{
    private readonly double[] _residual;
    private readonly double[] _weight;

    /// <param name="x">X, (m, n_x) row-major.</param>
    /// <param name="y">The labels.</param>
    /// <param name="weights">w.</param>
    /// <param name="bias">b.</param>
    /// <param name="roundoff">u of the coarser of the two sides.</param>
    /// <param name="extra">Roundings beyond these on the way of one product into a sum: scaling, conversion of the inputs.</param>
    public LogisticBounds(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double bias, double roundoff, int extra = 0)
    {
        int m = y.Length;
        int features = weights.Length;
        double forward = Agreement.Gamma(features + 5 + extra, roundoff);
        double backward = 2 * Agreement.Gamma(m + 8 + extra, roundoff);
        _residual = new double[m];
        _weight = new double[features];
        for (int i = 0; i < m; i++)
        {
            double z = bias;
            double size = Math.Abs(bias);
            for (int j = 0; j < features; j++)
            {
                double product = weights[j] * x[(i * features) + j];
                z += product;
                size += Math.Abs(product);
            }

            double a = 1 / (1 + Math.Exp(-z));
            double other = 1 / (1 + Math.Exp(z));
            double loss = Math.Log(1 + Math.Exp(-Math.Abs(z))) + ((z < 0 ? y[i] : 1 - y[i]) * Math.Abs(z));
            double residual = Math.Abs(a - y[i]);
            _residual[i] = (forward * size / 2) + (32 * roundoff / other);
            Bias += (_residual[i] + (backward * residual)) / m;
            Cost += ((2 * forward * size) + (16 * roundoff / other) + (((12 * roundoff) + backward) * loss)) / m;
            for (int j = 0; j < features; j++)
            {
                _weight[j] += Math.Abs(x[(i * features) + j]) * (_residual[i] + (backward * residual)) / m;
            }
        }
    }

    /// <summary>The bound on each dz_i.</summary>
    public ReadOnlySpan<double> Residual => _residual;

    /// <summary>The bound on each dw_j.</summary>
    public ReadOnlySpan<double> Weight => _weight;

    /// <summary>The bound on db.</summary>
    public double Bias { get; }

    /// <summary>The bound on J.</summary>
    public double Cost { get; }
}
