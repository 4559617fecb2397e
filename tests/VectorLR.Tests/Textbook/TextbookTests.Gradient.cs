using Xunit;

namespace VectorLR.Tests.Textbook;

public sealed partial class TextbookTests
{
    private static readonly (int Count, int Features)[] s_shapes =
        [(1, 1), (1, 7), (2, 2), (3, 1), (4, 5), (5, 3), (7, 6), (8, 4), (9, 7), (9, 0)];

    [Theory]
    [MemberData(nameof(Isas))]
    public void The_graph_of_J_gives_the_dz_dw_and_db_of_the_kernels(Isa isa)
    {
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            foreach ((int count, int features) in s_shapes)
            {
                for (int seed = 1; seed <= 8; seed++)
                {
                    Problem problem = new(count, features, seed);
                    CompareWithGraph(isa, layout, problem, $"{isa} double {layout} {count} x {features} seed {seed}");
                }
            }
        }
    }

    [Fact]
    public void The_textbook_loops_and_one_pass_of_the_kernel_give_the_same_step()
    {
        foreach ((int count, int features) in s_shapes)
        {
            Problem problem = new(count, features, seed: 11);
            double[] looped = new double[features];
            double[] fused = new double[features];
            LogisticGradientResult loop = ForLoop.LogisticGradient(problem.X, problem.Y, problem.Weights, problem.Bias, looped);
            LogisticGradientResult kernel = Kernels.LogisticGradient(
                new Examples<double>(problem.X, count, features), problem.Y, problem.Weights, problem.Bias, fused);
            Compare($"double {count} x {features}", problem.Bounds(Agreement.DoubleRoundoff), loop, looped, kernel, fused);
        }
    }

    [Fact]
    public void The_textbook_loops_and_one_pass_of_the_kernel_give_the_same_step_in_float()
    {
        foreach ((int count, int features) in s_shapes)
        {
            Problem problem = new(count, features, seed: 13);
            float[] x = Singles(problem.X);
            float[] y = Singles(problem.Y);
            float[] weights = Singles(problem.Weights);
            float[] looped = new float[features];
            float[] fused = new float[features];
            LogisticGradientResult loop = ForLoop.LogisticGradient(x, y, weights, (float)problem.Bias, looped);
            LogisticGradientResult kernel = Kernels.LogisticGradient(
                new Examples<float>(x, count, features), y, weights, (float)problem.Bias, fused);
            Compare($"float {count} x {features}", problem.Bounds(Agreement.SingleRoundoff), loop, Doubles(looped), kernel, Doubles(fused));
        }
    }

    private static void CompareWithGraph(Isa isa, Layout layout, Problem problem, string what)
    {
        (int count, int features) = (problem.Count, problem.Features);
        (double cost, double[] dz, double[] dw, double db) = DifferentiateByGraph(problem);
        LogisticBounds bounds = problem.Bounds(Agreement.DoubleRoundoff);
        Examples<double> examples = new(layout == Layout.ExampleRows ? problem.X : problem.TransposedX(), count, features, layout);

        double[] a = new double[count];
        double[] residual = new double[count];
        double[] gradient = new double[features];
        Dispatch.Run<AffineKernel<double, double>, double, Unit>(isa, new(examples, problem.Weights, problem.Bias, a));
        double loss = Dispatch.Run<LossSumKernel<double>, double, double>(isa, new(a, problem.Y)) / count;
        Dispatch.Run<SigmoidKernel<double>, double, Unit>(isa, new(a, a));
        Dispatch.Run<BroadcastKernel<ResidualOperator, double>, double, Unit>(isa, new(a, problem.Y, residual));
        Dispatch.Run<WeightGradientKernel<double, double>, double, Unit>(isa, new(examples, residual, gradient));
        double biasGradient = Dispatch.Run<SumKernel<double>, double, double>(isa, new(residual)) / count;
        for (int i = 0; i < count; i++)
        {
            Agreement.Within($"{what}, dz at index {i}", dz[i], residual[i], bounds.Residual[i]);
        }

        Compare($"{what}, one by one", bounds, new(cost, db), dw, new(loss, biasGradient), gradient);

        double[] fused = new double[features];
        LogisticGradientResult means = Kernels.MeanLogisticGradient<double, double>(
            isa, examples, problem.Y, problem.Weights, problem.Bias, fused);
        Compare($"{what}, fused", bounds, new(cost, db), dw, means, fused);

        if (isa == Cpu.Isa)
        {
            double[] entry = new double[features];
            LogisticGradientResult step = Kernels.LogisticGradient(examples, problem.Y, problem.Weights, problem.Bias, entry);
            Compare($"{what}, public entry", bounds, new(cost, db), dw, step, entry);
        }
    }

    /// <summary>Computes J as the textbook does in the forward pass, and m dJ/dz, dJ/dw and dJ/db in the backward pass.</summary>
    private static (double Cost, double[] Dz, double[] Dw, double Db) DifferentiateByGraph(Problem problem)
    {
        ComputationGraph graph = new();
        Node[] w = Array.ConvertAll(problem.Weights, graph.Variable);
        Node b = graph.Variable(problem.Bias);
        Node[] z = new Node[problem.Count];
        Node sum = graph.Variable(0);
        for (int i = 0; i < problem.Count; i++)
        {
            Node logit = b;
            for (int j = 0; j < problem.Features; j++)
            {
                logit += problem.X[(i * problem.Features) + j] * w[j];
            }

            // A node of its own for each example, also where n_x = 0 and every logit is b.
            z[i] = 1 * logit;
            Node a = graph.Variable(1) / (graph.Variable(1) + graph.Exp(-z[i]));
            double y = problem.Y[i];
            sum += -((y * graph.Log(a)) + ((1 - y) * graph.Log(1 - a)));
        }

        Node cost = sum / graph.Variable(problem.Count);
        graph.Backward(cost);
        return (
            cost.Value,
            Array.ConvertAll(z, node => node.Derivative * problem.Count),
            Array.ConvertAll(w, node => node.Derivative),
            b.Derivative);
    }

    private static void Compare(
        string what, LogisticBounds bounds, LogisticGradientResult expected, double[] expectedGradient, LogisticGradientResult got,
        double[] gradient)
    {
        Agreement.Within($"{what}, J", expected.Cost, got.Cost, bounds.Cost);
        Agreement.Within($"{what}, db", expected.BiasGradient, got.BiasGradient, bounds.Bias);
        for (int j = 0; j < gradient.Length; j++)
        {
            Agreement.Within($"{what}, dw at index {j}", expectedGradient[j], gradient[j], bounds.Weight[j]);
        }
    }

    private static float[] Singles(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    /// <summary>A small problem with values in [-1, 1) that are floats, the same for both precisions. One label in four is soft.</summary>
    private sealed class Problem
    {
        public Problem(int count, int features, int seed)
        {
            Random random = new(seed);
            Count = count;
            Features = features;
            X = Fill(random, count * features);
            Weights = Fill(random, features);
            Bias = Fill(random, 1)[0];
            Y = new double[count];
            for (int i = 0; i < count; i++)
            {
                Y[i] = random.Next(4) == 0 ? random.NextSingle() : random.Next(2);
            }
        }

        public int Count { get; }

        public int Features { get; }

        public double[] X { get; }

        public double[] Y { get; }

        public double[] Weights { get; }

        public double Bias { get; }

        public LogisticBounds Bounds(double roundoff) => new(X, Y, Weights, Bias, roundoff);

        public double[] TransposedX() => Transpose(X, Count, Features);

        private static double[] Fill(Random random, int length)
        {
            double[] values = new double[length];
            for (int i = 0; i < length; i++)
            {
                values[i] = (random.NextSingle() * 2) - 1;
            }

            return values;
        }
    }
}
