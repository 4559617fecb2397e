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
    public static void Sigmoid(ReadOnlySpan<float> z, Span<float> a) => RunSigmoid(z, a);

    /// <inheritdoc cref="Sigmoid(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<double> z, Span<double> a) => RunSigmoid(z, a);

    private static void RunSigmoid<T>(ReadOnlySpan<T> z, Span<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength<T, T>(z, nameof(z), a, nameof(a));
        Require.SameOrApart<T>(z, nameof(z), a, nameof(a));
        Dispatch.Run<SigmoidKernel<T>, T, Nothing>(new(z, a));
    }
}

internal readonly unsafe ref struct SigmoidKernel<T>(ReadOnlySpan<T> z, Span<T> a) : IKernel<T, Nothing>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Registers that go from one half of the function to the other at a time: 4 KiB on the stack.</summary>
    private const int Stage = 32;

    private readonly ReadOnlySpan<T> _z = z;
    private readonly Span<T> _a = a;

    public Nothing Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        fixed (T* z = _z, a = _a)
        {
            Apply<TLanes>(z, a, _z.Length);
        }

        return default;
    }

    /// <summary>Writes sigmoid of every element; the destination may be the source itself.</summary>
    /// <remarks>
    /// In two halves, some registers at a time: from end to end the function is one chain of some eighty cycles, of which a CPU's window
    /// holds less than two, while half the chain fits three times. Doubles gain most.
    /// </remarks>
    [SkipLocalsInit]
    public static void Apply<TLanes>(T* z, T* a, int length)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int lanes = Lanes.Count<T>();
        TLanes* tails = stackalloc TLanes[Stage];
        TLanes* shifts = stackalloc TLanes[Stage];
        TLanes limit = Exponential<T, TLanes>.NormalLimit;
        while (length >= lanes)
        {
            int registers = Math.Min(Stage, length / lanes);
            for (int k = 0; k < registers; k++)
            {
                tails[k] = Logistic.SigmoidStart<T, TLanes>(TLanes.Abs(TLanes.Load(z + (k * lanes))), out shifts[k]);
            }

            for (int k = 0; k < registers; k++)
            {
                // Registers with a subnormal power of two, which are rare, go the long way.
                TLanes x = TLanes.Load(z + (k * lanes));
                TLanes.Store(
                    TLanes.AllLess(TLanes.Abs(x), limit)
                        ? Logistic.SigmoidEnd<T, TLanes>(x, tails[k], shifts[k])
                        : Logistic.Sigmoid<T, TLanes>(x),
                    a + (k * lanes));
            }

            z += registers * lanes;
            a += registers * lanes;
            length -= registers * lanes;
        }

        if (length > 0)
        {
            TLanes.StorePartial(Logistic.Sigmoid<T, TLanes>(TLanes.LoadPartial(z, length)), a, length);
        }
    }
}
