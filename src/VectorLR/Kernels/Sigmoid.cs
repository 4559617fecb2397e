using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes a = 1 / (1 + e^-z) for every element.</summary>
    /// <param name="z">Logits, any length.</param>
    /// <param name="a">Receives the probabilities, the same length. May be <paramref name="z"/> itself, and may not overlap it otherwise.</param>
    /// <exception cref="ArgumentException">The lengths differ or the spans overlap in part; the message names both.</exception>
    /// <remarks>
    /// Within 1 unit in the last place, subnormal results included. Exactly 0, 1/2 and 1 at -infinity, 0 and +infinity; NaN for NaN.
    /// The value of an element depends on nothing but that element: not on its place, the span's length or the CPU.
    /// </remarks>
    public static void Sigmoid(ReadOnlySpan<float> z, Span<float> a) => RunMap<SigmoidFunction, float>(z, a);

    /// <inheritdoc cref="Sigmoid(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<double> z, Span<double> a) => RunMap<SigmoidFunction, double>(z, a);

    private static void RunMap<TFunction, T>(ReadOnlySpan<T> z, Span<T> a)
        where TFunction : IUnaryFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength<T, T>(z, nameof(z), a, nameof(a));
        Require.SameOrApart<T>(z, nameof(z), a, nameof(a));
        Dispatch.Run<MapKernel<TFunction, T>, T, Nothing>(new(z, a));
    }
}

internal readonly struct SigmoidFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<T, TLanes>(TLanes x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T> => Logistic.Sigmoid<T, TLanes>(x);
}

internal readonly unsafe ref struct MapKernel<TFunction, T>(ReadOnlySpan<T> x, Span<T> destination) : IKernel<T, Nothing>
    where TFunction : IUnaryFunction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly Span<T> _destination = destination;

    public Nothing Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        fixed (T* x = _x, destination = _destination)
        {
            Elementwise.Map<TFunction, T, TLanes>(x, destination, _x.Length);
        }

        return default;
    }
}
