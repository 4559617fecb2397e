namespace VectorLR;

/// <summary>The textbook's pseudocode, loop for loop, in plain C#: the baseline of the benchmarks.</summary>
/// <remarks>
/// No vectors, no blocking, one running sum. Matrices are row-major; X is (m, n_x). Lengths are not checked: an array that is too short
/// fails with <see cref="IndexOutOfRangeException"/>.
/// </remarks>
public static class ForLoop
{
    /// <summary>z = 0; for i in 1..n: z += w_i x_i.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="w">Length n.</param>
    /// <param name="x">Length n.</param>
    /// <returns>The dot product.</returns>
    public static T Dot<T>(ReadOnlySpan<T> w, ReadOnlySpan<T> x)
        where T : INumber<T>
    {
        T z = T.Zero;
        for (int i = 0; i < w.Length; i++)
        {
            z += w[i] * x[i];
        }

        return z;
    }

    /// <summary>for i: sum = 0; for j: sum += A_ij v_j; u_i = sum.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">A, row-major, shape (u.Length, v.Length).</param>
    /// <param name="v">Length columns.</param>
    /// <param name="u">Receives the products, length rows.</param>
    public static void MatrixVector<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> v, Span<T> u)
        where T : INumber<T>
    {
        for (int i = 0; i < u.Length; i++)
        {
            T sum = T.Zero;
            for (int j = 0; j < v.Length; j++)
            {
                sum += a[(i * v.Length) + j] * v[j];
            }

            u[i] = sum;
        }
    }

    /// <summary>for i: a_i = 1 / (1 + exp(-z_i)).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="z">Logits.</param>
    /// <param name="a">Receives the probabilities.</param>
    public static void Sigmoid<T>(ReadOnlySpan<T> z, Span<T> a)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < z.Length; i++)
        {
            a[i] = T.One / (T.One + T.Exp(-z[i]));
        }
    }

    /// <summary>The textbook's gradient with its two loops: over the examples, and inside it over the features.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">X, (m, n_x) row-major.</param>
    /// <param name="y">The labels, length m, 0 or 1.</param>
    /// <param name="w">The weights, length n_x.</param>
    /// <param name="b">The bias.</param>
    /// <param name="dw">Receives the gradient, length n_x.</param>
    /// <returns>J and db. J is -(y log a + (1 - y) log(1 - a)) as written, infinite or NaN where a rounds to 0 or 1.</returns>
    public static LogisticGradientResult LogisticGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> w, T b, Span<T> dw)
        where T : IFloatingPointIeee754<T>
    {
        int m = y.Length;
        int features = w.Length;
        double cost = 0;
        T db = T.Zero;
        for (int j = 0; j < features; j++)
        {
            dw[j] = T.Zero;
        }

        for (int i = 0; i < m; i++)
        {
            T z = b;
            for (int j = 0; j < features; j++)
            {
                z += w[j] * x[(i * features) + j];
            }

            T a = T.One / (T.One + T.Exp(-z));
            cost += double.CreateTruncating(-((y[i] * T.Log(a)) + ((T.One - y[i]) * T.Log(T.One - a))));
            T dz = a - y[i];
            for (int j = 0; j < features; j++)
            {
                dw[j] += x[(i * features) + j] * dz;
            }

            db += dz;
        }

        for (int j = 0; j < features; j++)
        {
            dw[j] /= T.CreateTruncating(m);
        }

        return new(cost / m, double.CreateTruncating(db / T.CreateTruncating(m)));
    }

    /// <summary>The textbook's training: from w, repeat the gradient and w := w - alpha dw, b := b - alpha db.</summary>
    /// <param name="x">X, (m, n_x) row-major.</param>
    /// <param name="y">The labels, length m, 0 or 1.</param>
    /// <param name="w">The starting weights, length n_x; receives the trained ones.</param>
    /// <param name="b">The starting bias; receives the trained one.</param>
    /// <param name="learningRate">alpha.</param>
    /// <param name="costs">Receives J before each update; its length is the number of iterations.</param>
    public static void Train(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> w, ref double b, double learningRate, Span<double> costs)
    {
        double[] dw = new double[w.Length];
        for (int k = 0; k < costs.Length; k++)
        {
            LogisticGradientResult step = LogisticGradient(x, y, w, b, dw);
            costs[k] = step.Cost;
            for (int j = 0; j < w.Length; j++)
            {
                w[j] -= learningRate * dw[j];
            }

            b -= learningRate * step.BiasGradient;
        }
    }
}
