using System.Numerics;

namespace VectorLR.Cli.Verification;

/// <summary>The entries of the suite for the products with X, for one storage type, one precision and both layouts.</summary>
/// <typeparam name="TX">The storage type of X: float, double or byte.</typeparam>
/// <typeparam name="T">The arithmetic: float or double.</typeparam>
internal sealed class ProductEntries<TX, T>(string type, ProductOperations<TX, T> operations)
    where TX : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The index of X in its array, so that no row is aligned.</summary>
    private const int Offset = 1;

    /// <summary>The number of values between two rows.</summary>
    private const int Gap = 3;

    private static readonly int[] s_counts = [1, 2, 3, 4, 5, 8, 9, 17, 31];

    private static readonly int[] s_features = [0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 67];

    /// <summary>Shapes larger than the tiles of the kernels: 1024 or 2048 rows, 32 KiB, and 512 to 4096 columns.</summary>
    private static readonly (int Count, int Features)[] s_largeShapes =
        [(511, 3), (512, 2), (513, 17), (1030, 9), (9, 1030), (37, 513), (6, 4111), (5, 17001), (2051, 5), (4201, 3), (7, 2055)];

    private static readonly T s_bias = T.CreateTruncating(0.3);

    public IEnumerable<VerificationEntry> All()
    {
        foreach (Layout layout in (Layout[])[Layout.ExampleRows, Layout.FeatureRows])
        {
            yield return VerificationEntry.Of(
                $"{nameof(Kernels.Affine)}/{type}/{layout}",
                hash => ForEachCase(layout, (in Case x) => AddAffine(x, hash)));
            yield return VerificationEntry.Of(
                $"{nameof(Kernels.WeightGradient)}/{type}/{layout}",
                hash => ForEachCase(layout, (in Case x) => AddWeightGradient(x, hash)));
            yield return VerificationEntry.Of(
                $"{nameof(Kernels.PredictProbability)}/{type}/{layout}",
                hash => ForEachCase(layout, (in Case x) => AddPredictProbability(x, hash)));
            yield return VerificationEntry.Of(
                $"{nameof(Kernels.LogisticGradient)}/{type}/{layout}",
                hash => ForEachCase(layout, (in Case x) => AddLogisticGradient(x, hash)));
            yield return VerificationEntry.Of(
                $"{nameof(Kernels.LogisticGradientSum)}/{type}/{layout}",
                hash => ForEachCase(layout, (in Case x) => AddLogisticGradientSum(x, hash)));
        }
    }

    private delegate void Use(in Case inputs);

    private static void ForEachCase(Layout layout, Use use)
    {
        TX[] stored = TestVectors.Stored<TX>(Offset + (17001 * (5 + Gap)), 31);
        IEnumerable<(int Count, int Features)> smallShapes =
            s_counts.SelectMany(count => s_features.Select(features => (count, features)));
        foreach ((int count, int features) in smallShapes.Concat(s_largeShapes))
        {
            int columns = layout == Layout.ExampleRows ? features : count;
            use(new Case(
                new Examples<TX>(stored.AsSpan(Offset), count, features, layout, columns + Gap),
                TestVectors.Uniform<T>(features, 32, bound: 0.05),
                TestVectors.Uniform<T>(count, 33, bound: 1),
                TestVectors.Labels<T>(count, 34),
                s_bias));
        }

        foreach (T value in TestVectors.Special<T>())
        {
            UseSpecial(layout, stored, value, use);
        }
    }

    /// <summary>Runs cases with one special value: in X if X can hold it, in the weights and residuals, and as the bias.</summary>
    private static void UseSpecial(Layout layout, TX[] stored, T value, Use use)
    {
        const int Count = 9;
        const int Features = 35;
        T[] weights = TestVectors.Uniform<T>(Features, 35, bound: 0.05);
        T[] residuals = TestVectors.Uniform<T>(Count, 36, bound: 1);
        T[] labels = TestVectors.Labels<T>(Count, 37);
        use(new Case(new(stored, Count, Features, layout), weights, residuals, labels, value));

        // In a tile of four rows and after the last one; in whole registers and in the partial register.
        foreach (int index in (int[])[0, 2, 8])
        {
            if (value is TX special)
            {
                TX[] x = stored[..(Count * Features)];
                x[(Features * index) + (4 * index)] = special;
                use(new Case(new(x, Count, Features, layout), weights, residuals, labels, s_bias));
            }

            T[] specialWeights = [.. weights];
            specialWeights[4 * index] = value;
            T[] specialResiduals = [.. residuals];
            specialResiduals[index] = value;
            use(new Case(new(stored, Count, Features, layout), specialWeights, specialResiduals, labels, s_bias));
        }
    }

    private void AddAffine(in Case inputs, ResultHash hash)
    {
        T[] z = new T[inputs.X.Count + 2];
        operations.Affine(inputs.X, inputs.Weights, inputs.Bias, z.AsSpan(1, inputs.X.Count));
        hash.Add<T>(z);
    }

    private void AddPredictProbability(in Case inputs, ResultHash hash)
    {
        T[] a = new T[inputs.X.Count + 2];
        operations.PredictProbability(inputs.X, inputs.Weights, inputs.Bias, a.AsSpan(1, inputs.X.Count));
        hash.Add<T>(a);
    }

    private void AddWeightGradient(in Case inputs, ResultHash hash)
    {
        T[] dw = new T[inputs.X.Features + 2];
        operations.WeightGradient(inputs.X, inputs.Residuals, dw.AsSpan(1, inputs.X.Features));
        hash.Add<T>(dw);
    }

    private void AddLogisticGradient(in Case inputs, ResultHash hash) => AddGradient(operations.LogisticGradient, inputs, [], hash);

    private void AddLogisticGradientSum(in Case inputs, ResultHash hash)
    {
        T[] sampleWeights = TestVectors.Uniform<T>(inputs.X.Count, 38, bound: 2);
        for (int i = 0; i < sampleWeights.Length; i++)
        {
            sampleWeights[i] = i % 3 == 1 ? T.Zero : T.Abs(sampleWeights[i]);
        }

        AddGradient(operations.LogisticGradientSum, inputs, sampleWeights, hash);
    }

    private static void AddGradient(LogisticGradient<TX, T> step, in Case inputs, ReadOnlySpan<T> sampleWeights, ResultHash hash)
    {
        T[] dw = new T[inputs.X.Features + 2];
        LogisticGradientResult result = step(
            inputs.X, inputs.Labels, inputs.Weights, inputs.Bias, dw.AsSpan(1, inputs.X.Features), sampleWeights);
        hash.Add<T>(dw);
        hash.Add(result.Cost);
        hash.Add(result.BiasGradient);
    }

    private readonly ref struct Case(Examples<TX> x, ReadOnlySpan<T> weights, ReadOnlySpan<T> residuals, ReadOnlySpan<T> labels, T bias)
    {
        public readonly Examples<TX> X = x;
        public readonly ReadOnlySpan<T> Weights = weights;
        public readonly ReadOnlySpan<T> Residuals = residuals;
        public readonly ReadOnlySpan<T> Labels = labels;
        public readonly T Bias = bias;
    }
}
