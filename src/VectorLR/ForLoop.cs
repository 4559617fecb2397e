namespace VectorLR;

/// <summary>
/// The notes' pseudocode, loop for loop, in plain C#: the baseline that the kernels are measured against, and an oracle that can be read.
/// </summary>
/// <remarks>
/// No vectors, no blocking, one running sum. Matrices are arrays of rows of an (m, n_x) row-major X unless said. Lengths are the
/// caller's business here: an array that is too short fails with <see cref="IndexOutOfRangeException"/>.
/// </remarks>
public static class ForLoop
{
    /// <summary>z = 0; for i in 1..n: z += w_i x_i.</summary>
    /// <param name="w">Length n.</param>
    /// <param name="x">Length n.</param>
    /// <returns>The dot product.</returns>
    public static float Dot(ReadOnlySpan<float> w, ReadOnlySpan<float> x)
    {
        float z = 0;
        for (int i = 0; i < w.Length; i++)
        {
            z += w[i] * x[i];
        }

        return z;
    }

    /// <inheritdoc cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double Dot(ReadOnlySpan<double> w, ReadOnlySpan<double> x)
    {
        double z = 0;
        for (int i = 0; i < w.Length; i++)
        {
            z += w[i] * x[i];
        }

        return z;
    }

    /// <summary>u = zeros; for i: for j: u_i += A_ij v_j.</summary>
    /// <param name="a">A, row-major, shape (u.Length, v.Length).</param>
    /// <param name="v">Length columns.</param>
    /// <param name="u">Receives the products, length rows.</param>
    public static void MatrixVector(ReadOnlySpan<float> a, ReadOnlySpan<float> v, Span<float> u)
    {
        for (int i = 0; i < u.Length; i++)
        {
            u[i] = 0;
            for (int j = 0; j < v.Length; j++)
            {
                u[i] += a[(i * v.Length) + j] * v[j];
            }
        }
    }

    /// <inheritdoc cref="MatrixVector(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void MatrixVector(ReadOnlySpan<double> a, ReadOnlySpan<double> v, Span<double> u)
    {
        for (int i = 0; i < u.Length; i++)
        {
            u[i] = 0;
            for (int j = 0; j < v.Length; j++)
            {
                u[i] += a[(i * v.Length) + j] * v[j];
            }
        }
    }

    /// <summary>for i: a_i = 1 / (1 + exp(-z_i)).</summary>
    /// <param name="z">Logits.</param>
    /// <param name="a">Receives the probabilities.</param>
    public static void Sigmoid(ReadOnlySpan<float> z, Span<float> a)
    {
        for (int i = 0; i < z.Length; i++)
        {
            a[i] = 1 / (1 + MathF.Exp(-z[i]));
        }
    }

    /// <inheritdoc cref="Sigmoid(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<double> z, Span<double> a)
    {
        for (int i = 0; i < z.Length; i++)
        {
            a[i] = 1 / (1 + Math.Exp(-z[i]));
        }
    }

    /// <summary>The notes' gradient with its two loops: over the examples, and inside it over the features.</summary>
    /// <param name="x">X, (m, n_x) row-major.</param>
    /// <param name="y">The labels, length m, 0 or 1.</param>
    /// <param name="w">The weights, length n_x.</param>
    /// <param name="b">The bias.</param>
    /// <param name="dw">Receives the gradient, length n_x.</param>
    /// <returns>J and db. J is the notes' -(y log a + (1 - y) log(1 - a)), infinite or NaN where a rounds to 0 or 1.</returns>
    public static LogisticGradientResult LogisticGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> w, float b, Span<float> dw)
    {
        int m = y.Length;
        int features = w.Length;
        double cost = 0;
        float db = 0;
        for (int j = 0; j < features; j++)
        {
            dw[j] = 0;
        }

        for (int i = 0; i < m; i++)
        {
            float z = b;
            for (int j = 0; j < features; j++)
            {
                z += w[j] * x[(i * features) + j];
            }

            float a = 1 / (1 + MathF.Exp(-z));
            cost += -((y[i] * MathF.Log(a)) + ((1 - y[i]) * MathF.Log(1 - a)));
            float dz = a - y[i];
            for (int j = 0; j < features; j++)
            {
                dw[j] += x[(i * features) + j] * dz;
            }

            db += dz;
        }

        for (int j = 0; j < features; j++)
        {
            dw[j] /= m;
        }

        return new(cost / m, db / m);
    }

    /// <inheritdoc cref="LogisticGradient(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static LogisticGradientResult LogisticGradient(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> w, double b, Span<double> dw)
    {
        int m = y.Length;
        int features = w.Length;
        double cost = 0;
        double db = 0;
        for (int j = 0; j < features; j++)
        {
            dw[j] = 0;
        }

        for (int i = 0; i < m; i++)
        {
            double z = b;
            for (int j = 0; j < features; j++)
            {
                z += w[j] * x[(i * features) + j];
            }

            double a = 1 / (1 + Math.Exp(-z));
            cost += -((y[i] * Math.Log(a)) + ((1 - y[i]) * Math.Log(1 - a)));
            double dz = a - y[i];
            for (int j = 0; j < features; j++)
            {
                dw[j] += x[(i * features) + j] * dz;
            }

            db += dz;
        }

        for (int j = 0; j < features; j++)
        {
            dw[j] /= m;
        }

        return new(cost / m, db / m);
    }

    /// <summary>The notes' training: from w, repeat the gradient and w := w - alpha dw, b := b - alpha db.</summary>
    /// <param name="x">X, (m, n_x) row-major.</param>
    /// <param name="y">The labels, length m, 0 or 1.</param>
    /// <param name="w">The starting weights, length n_x; receives the trained ones.</param>
    /// <param name="b">The starting bias; receives the trained one.</param>
    /// <param name="learningRate">alpha.</param>
    /// <param name="costs">Receives J before each update; its length is the number of iterations.</param>
    public static void Train(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> w, ref double b, double learningRate, Span<double> costs)
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
