using System.Numerics;
using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Kernels allocate nothing on the heap.</summary>
public abstract class AllocationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 600;
    private const int Features = 37;

    private readonly T[] _x = Samples.Wide<T>(Count * Features, 1);
    private readonly byte[] _bytes = Samples.Stored<byte>(Count * Features, 2);
    private readonly T[] _y = Samples.Labels<T>(Count, 3);
    private readonly T[] _z = Samples.Uniform<T>(Count, 4);
    private readonly T[] _weights = Samples.Uniform<T>(Features, 5);
    private readonly T[] _perExample = new T[Count];
    private readonly T[] _perFeature = new T[Features];
    private readonly T[] _all = new T[Count * Features];

    [Fact]
    public void Dot_allocates_nothing() => AllocatesNothing(() => Entry.Dot<T>(_y, _z));

    [Fact]
    public void DotAccurate_allocates_nothing() => AllocatesNothing(() => Entry.DotAccurate<T>(_y, _z));

    [Theory]
    [MemberData(nameof(Functions.Each), MemberType = typeof(Functions))]
    public void Elementwise_functions_allocate_nothing(Function function) =>
        AllocatesNothing(() => Entry.Map<T>(function, _z, _perExample));

    [Fact]
    public void LogLoss_allocates_nothing() => AllocatesNothing(() => Entry.LogLoss<T>(_z, _y));

    [Fact]
    public void Residual_allocates_nothing() => AllocatesNothing(() => Entry.Residual<T>(_z, _y, _perExample));

    [Fact]
    public void BiasGradient_allocates_nothing() => AllocatesNothing(() => Entry.BiasGradient<T>(_z));

    [Fact]
    public void MatrixVector_allocates_nothing() =>
        AllocatesNothing(() => Entry.MatrixVector<T>(new ReadOnlySpan2D<T>(_x, Count, Features), _weights, _perExample));

    [Theory]
    [InlineData(Layout.ExampleRows)]
    [InlineData(Layout.FeatureRows)]
    public void Products_with_X_allocate_nothing(Layout layout)
    {
        AllocatesNothing(() => Entry.Affine<T, T>(new(_x, Count, Features, layout), _weights, T.One, _perExample));
        AllocatesNothing(() => Entry.WeightGradient<T, T>(new(_x, Count, Features, layout), _y, _perFeature));
        AllocatesNothing(() => Entry.LogisticGradient<T, T>(new(_x, Count, Features, layout), _y, _weights, T.One, _perFeature));
        AllocatesNothing(() => Entry.Affine<byte, T>(new(_bytes, Count, Features, layout), _weights, T.One, _perExample));
        AllocatesNothing(() => Entry.WeightGradient<byte, T>(new(_bytes, Count, Features, layout), _y, _perFeature));
        AllocatesNothing(() => Entry.LogisticGradient<byte, T>(new(_bytes, Count, Features, layout), _y, _weights, T.One, _perFeature));
    }

    [Theory]
    [InlineData(Operation.Add)]
    [InlineData(Operation.Subtract)]
    [InlineData(Operation.Multiply)]
    [InlineData(Operation.Divide)]
    public void Broadcasting_allocates_nothing(Operation operation) => AllocatesNothing(() => Entry.Broadcast<T>(
        operation, new(_x, 0, Count, Features, 0), new(_weights, 0, 1, Features, 0), new(_all, 0, Count, Features, 0)));

    private static void AllocatesNothing(Action use)
    {
        // The first run compiles the code and initialises its statics.
        use();

        // Code that allocates does so in every run. A collection caused by another thread charges this thread once, with the rest of its
        // buffer.
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            use();
            use();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}

public sealed class AllocationOfFloats : AllocationTests<float>;

public sealed class AllocationOfDoubles : AllocationTests<double>;
