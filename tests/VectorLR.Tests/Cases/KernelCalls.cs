using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance;

namespace VectorLR.Tests;

/// <summary>A call of every public kernel on data of one shape, in both layouts and, where there are any, with sample weights.</summary>
/// <remarks>The numbers go beyond where e^x leaves the normal numbers, so that the rare ways through a kernel are taken too.</remarks>
internal sealed class KernelCalls
{
    private readonly List<(string Name, Action Run)> _calls = [];

    public KernelCalls(int count, int features)
    {
        Data<byte> bytes = new(count, features);
        Data<float> floats = new(count, features);
        Data<double> doubles = new(count, features);
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            AddProducts(bytes, floats, doubles, layout);
        }

        AddVectors(floats);
        AddVectors(doubles);
        AddOneExample(bytes, floats, doubles);
    }

    public IReadOnlyList<(string Name, Action Run)> All => _calls;

    /// <summary>The kernels that the calls make, found in their code.</summary>
    public IEnumerable<MethodBase> Called => _calls.Select(call => call.Run.Method).Distinct().SelectMany(FindCalls);

    private void Add(Action run, [CallerArgumentExpression(nameof(run))] string name = "") => _calls.Add((name, run));

    private void AddProducts(Data<byte> b, Data<float> f, Data<double> d, Layout layout)
    {
        Add(() => Kernels.Affine(b.X(layout), f.Weights, 1, f.PerExample));
        Add(() => Kernels.Affine(b.X(layout), d.Weights, 1, d.PerExample));
        Add(() => Kernels.Affine(f.X(layout), f.Weights, 1, f.PerExample));
        Add(() => Kernels.Affine(d.X(layout), d.Weights, 1, d.PerExample));
        Add(() => Kernels.PredictProbability(b.X(layout), f.Weights, 1, f.PerExample));
        Add(() => Kernels.PredictProbability(b.X(layout), d.Weights, 1, d.PerExample));
        Add(() => Kernels.PredictProbability(f.X(layout), f.Weights, 1, f.PerExample));
        Add(() => Kernels.PredictProbability(d.X(layout), d.Weights, 1, d.PerExample));
        Add(() => Kernels.WeightGradient(b.X(layout), f.Z, f.PerFeature));
        Add(() => Kernels.WeightGradient(b.X(layout), d.Z, d.PerFeature));
        Add(() => Kernels.WeightGradient(f.X(layout), f.Z, f.PerFeature));
        Add(() => Kernels.WeightGradient(d.X(layout), d.Z, d.PerFeature));
        Add(() => Kernels.LogisticGradient(b.X(layout), f.Y, f.Weights, 1, f.PerFeature));
        Add(() => Kernels.LogisticGradient(b.X(layout), d.Y, d.Weights, 1, d.PerFeature));
        Add(() => Kernels.LogisticGradient(f.X(layout), f.Y, f.Weights, 1, f.PerFeature));
        Add(() => Kernels.LogisticGradient(d.X(layout), d.Y, d.Weights, 1, d.PerFeature));
        Add(() => Kernels.LogisticGradient(b.X(layout), f.Y, f.Weights, 1, f.PerFeature, f.SampleWeights));
        Add(() => Kernels.LogisticGradient(b.X(layout), d.Y, d.Weights, 1, d.PerFeature, d.SampleWeights));
        Add(() => Kernels.LogisticGradient(f.X(layout), f.Y, f.Weights, 1, f.PerFeature, f.SampleWeights));
        Add(() => Kernels.LogisticGradient(d.X(layout), d.Y, d.Weights, 1, d.PerFeature, d.SampleWeights));
        Add(() => Kernels.LogisticGradientSum(b.X(layout), f.Y, f.Weights, 1, f.PerFeature, f.SampleWeights));
        Add(() => Kernels.LogisticGradientSum(b.X(layout), d.Y, d.Weights, 1, d.PerFeature, d.SampleWeights));
        Add(() => Kernels.LogisticGradientSum(f.X(layout), f.Y, f.Weights, 1, f.PerFeature, f.SampleWeights));
        Add(() => Kernels.LogisticGradientSum(d.X(layout), d.Y, d.Weights, 1, d.PerFeature, d.SampleWeights));
        Add(() => Kernels.WeightedGram(b.FewFeatures(layout), d.Y, d.Gram));
        Add(() => Kernels.WeightedGram(f.FewFeatures(layout), d.Y, d.Gram));
        Add(() => Kernels.WeightedGram(d.FewFeatures(layout), d.Y, d.Gram));
    }

    private void AddVectors(Data<float> f)
    {
        Add(() => Kernels.Dot(f.Vector, f.Results));
        Add(() => Kernels.DotAccurate(f.Vector, f.Results));
        Add(() => Kernels.Sum(f.Vector));
        Add(() => Kernels.Norm(f.Vector));
        Add(() => Kernels.BiasGradient(f.Vector));
        Add(() => Kernels.LogLoss(f.Z, f.Y));
        Add(() => Kernels.Axpy(2, f.Vector, f.Results));
        Add(() => Kernels.Scale(2, f.Vector, f.Results));
        Add(() => Kernels.Residual(f.Z, f.Y, f.PerExample));
        Add(() => Kernels.Sigmoid(f.Vector, f.Results));
        Add(() => Kernels.SigmoidFast(f.Vector, f.Results));
        Add(() => Kernels.Exp(f.Vector, f.Results));
        Add(() => Kernels.LogP1(f.Vector, f.Results));
        Add(() => Kernels.Softplus(f.Vector, f.Results));
        Add(() => Kernels.LogSigmoid(f.Vector, f.Results));
        Add(() => Kernels.Sigmoid(f.Z[0]));
        Add(() => Kernels.MatrixVector(f.Matrix, f.Weights, f.PerExample));
        Add(() => Kernels.Add(f.Matrix, f.Row, f.Sums));
        Add(() => Kernels.Subtract(f.Column, f.Row, f.Sums));
        Add(() => Kernels.Multiply(f.Matrix, f.Column, f.Sums));
        Add(() => Kernels.Divide(f.Matrix, f.Row, f.Sums));
    }

    private void AddVectors(Data<double> d)
    {
        Add(() => Kernels.Dot(d.Vector, d.Results));
        Add(() => Kernels.DotAccurate(d.Vector, d.Results));
        Add(() => Kernels.Sum(d.Vector));
        Add(() => Kernels.Norm(d.Vector));
        Add(() => Kernels.Norm(d.Tiny));
        Add(() => Kernels.BiasGradient(d.Vector));
        Add(() => Kernels.LogLoss(d.Z, d.Y));
        Add(() => Kernels.Axpy(2, d.Vector, d.Results));
        Add(() => Kernels.Scale(2, d.Vector, d.Results));
        Add(() => Kernels.Residual(d.Z, d.Y, d.PerExample));
        Add(() => Kernels.Sigmoid(d.Vector, d.Results));
        Add(() => Kernels.SigmoidFast(d.Vector, d.Results));
        Add(() => Kernels.Exp(d.Vector, d.Results));
        Add(() => Kernels.LogP1(d.Vector, d.Results));
        Add(() => Kernels.Softplus(d.Vector, d.Results));
        Add(() => Kernels.LogSigmoid(d.Vector, d.Results));
        Add(() => Kernels.Sigmoid(d.Z[0]));
        Add(() => Kernels.MatrixVector(d.Matrix, d.Weights, d.PerExample));
        Add(() => Kernels.Add(d.Matrix, d.Row, d.Sums));
        Add(() => Kernels.Subtract(d.Column, d.Row, d.Sums));
        Add(() => Kernels.Multiply(d.Matrix, d.Column, d.Sums));
        Add(() => Kernels.Divide(d.Matrix, d.Row, d.Sums));
    }

    private void AddOneExample(Data<byte> b, Data<float> f, Data<double> d)
    {
        Add(() => Kernels.Affine(b.First, f.Weights, 1));
        Add(() => Kernels.Affine(b.First, d.Weights, 1));
        Add(() => Kernels.Affine(f.First, f.Weights, 1));
        Add(() => Kernels.Affine(d.First, d.Weights, 1));
    }

    /// <summary>Every call instruction, which is 0x28 and a token, that names a kernel.</summary>
    private static IEnumerable<MethodBase> FindCalls(MethodInfo caller)
    {
        byte[] code = caller.GetMethodBody()!.GetILAsByteArray()!;
        for (int i = 0; i + sizeof(int) < code.Length; i++)
        {
            // A token of a method defined elsewhere, without type arguments.
            int token = BitConverter.ToInt32(code, i + 1);
            if (code[i] == 0x28 && token >>> 24 == 0x0A && caller.Module.ResolveMethod(token) is { } method
                && method.DeclaringType == typeof(Kernels))
            {
                yield return method;
            }
        }
    }

    /// <summary>Arrays of one type, and the views of them that the calls take.</summary>
    private sealed class Data<T>(int count, int features)
        where T : unmanaged, INumberBase<T>
    {
        private readonly int _fewFeatures = FewOf(count, features);
        private readonly T[] _x = Make(count * features, 2001);
        private readonly T[] _sums = typeof(T) == typeof(byte) ? [] : new T[count * features];
        private readonly T[] _gram = new T[FewOf(count, features) * FewOf(count, features)];

        public T[] Z { get; } = Make(count, 1997);

        public T[] Y { get; } = Make(count, 2);

        public T[] SampleWeights { get; } = [.. Enumerable.Repeat(T.One, count)];

        public T[] Weights { get; } = Make(features, 3);

        public T[] PerExample { get; } = new T[count];

        public T[] PerFeature { get; } = new T[features];

        public T[] Vector { get; } = Make(Math.Max(count, features), 2001);

        public T[] Results { get; } = Make(Math.Max(count, features), 1999);

        /// <summary>Numbers whose squares are 0.</summary>
        public T[] Tiny { get; } = [.. Enumerable.Repeat(T.CreateTruncating(1e-200), count)];

        public ReadOnlySpan<T> First => _x.AsSpan(0, features);

        public ReadOnlySpan2D<T> Matrix => new(_x, count, features);

        public ReadOnlySpan2D<T> Row => new(Weights, 1, features);

        public ReadOnlySpan2D<T> Column => new(Z, count, 1);

        public Span2D<T> Sums => new(_sums, count, features);

        public Span2D<T> Gram => new(_gram, _fewFeatures, _fewFeatures);

        public Examples<T> X(Layout layout) => new(_x, count, features, layout);

        public Examples<T> FewFeatures(Layout layout) => new(_x, count, _fewFeatures, layout);

        /// <summary>So many features that their matrix takes no longer than other kernels do.</summary>
        private static int FewOf(int count, int features) => count * (long)features * features > 10_000_000 ? 3 : features;

        /// <summary>Numbers from 0 on, of which every other is negative where there are more than labels.</summary>
        private static T[] Make(int length, int modulus)
        {
            T[] values = new T[length];
            for (int i = 0; i < length; i++)
            {
                int value = i % modulus;
                values[i] = T.CreateTruncating(modulus > 2 && i % 2 == 1 ? -value : value);
            }

            return values;
        }
    }
}
