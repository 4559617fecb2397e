namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes a = 1 / (1 + e^-z) for every element.</summary>
    /// <param name="z">Logits, any length.</param> <example><code>Kernels.Sigmoid(logits, probabilities);</code></example>
    /// <param name="a">Receives the probabilities, the same length. May be <paramref name="z"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths differ or the spans overlap in part; the message names both.</exception>
    /// <remarks>
    /// Within 1 unit in the last place, subnormal results included. Exactly 0, 1/2 and 1 at -infinity, 0 and +infinity; NaN for NaN.
    /// Non-decreasing (tested on all neighbouring floats and a dense set of doubles).
    /// The value of an element depends on nothing but that element: not on its place, the span's length or the CPU.
    /// </remarks>
    public static void Sigmoid(ReadOnlySpan<float> z, Span<float> a) => Sigmoid(Cpu.Chosen, z, a);

    /// <inheritdoc cref="Sigmoid(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<double> z, Span<double> a) => Sigmoid(Cpu.Chosen, z, a);

    /// <summary>Computes a = 1 / (1 + e^-z) of one number: what the span's element would be.</summary>
    /// <param name="z">The logit.</param>
    /// <returns>The probability, within 1 unit in the last place.</returns>
    public static float Sigmoid(float z) => Dispatch.Run<SigmoidOfOneKernel<float>, float, float>(new(z));

    /// <inheritdoc cref="Sigmoid(float)"/>
    public static double Sigmoid(double z) => Dispatch.Run<SigmoidOfOneKernel<double>, double, double>(new(z));

    /// <summary>Computes a = 1 / (1 + e^-z) for every element, less exactly and about twice as fast.</summary>
    /// <param name="z">Logits, any length.</param>
    /// <param name="a">Receives the probabilities, the same length. May be <paramref name="z"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths differ or the spans overlap in part; the message names both.</exception>
    /// <remarks>
    /// |error| is at most 2^-13 a (1 - a) and two units in the last place for |z| up to 87 (float) or 708 (double): small probabilities
    /// keep four digits, and so do their complements. Below that range a and the result are at most 2^-125 (2^-1020); above it the result
    /// is 1. 0.50002 at 0; NaN for NaN. Of two neighbouring z the larger may have the value that is smaller by one unit in the last place.
    /// The value of an element depends on nothing but that element: not on its place, the span's length or the CPU.
    /// </remarks>
    public static void SigmoidFast(ReadOnlySpan<float> z, Span<float> a) => RunMap<SigmoidFastOperator, float>(z, a);

    /// <inheritdoc cref="SigmoidFast(ReadOnlySpan{float}, Span{float})"/>
    public static void SigmoidFast(ReadOnlySpan<double> z, Span<double> a) => RunMap<SigmoidFastOperator, double>(z, a);

    /// <summary>The same on an instruction set that the caller names.</summary>
    internal static void Sigmoid<T>(Isa isa, ReadOnlySpan<T> z, Span<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength<T, T>(z, nameof(z), a, nameof(a));
        Require.SameOrDisjoint<T>(z, nameof(z), a, nameof(a));
        Dispatch.Run<SigmoidKernel<T>, T, Unit>(isa, new(z, a));
    }
}

internal readonly unsafe ref struct SigmoidKernel<T>(ReadOnlySpan<T> z, Span<T> a) : IKernel<T, Unit>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Registers that go from one half of the function to the other at a time: 2 KiB for each of the two buffers.</summary>
    private const int StageRegisters = 32;

    private readonly ReadOnlySpan<T> _z = z;
    private readonly Span<T> _a = a;

    Unit IKernel<T, Unit>.Run<TLanes>()
    {
        fixed (T* z = _z, a = _a)
        {
            if (typeof(TLanes) == typeof(LanesScalar<T>))
            {
                Apply<Lane<T>>(z, a, _z.Length);
            }
            else if (_z.Length < TLanes.Width)
            {
                ApplyPartial<TLanes>(z, a, _z.Length);
            }
            else
            {
                Apply<TLanes>(z, a, _z.Length);
            }
        }

        return default;
    }

    /// <summary>Writes sigmoid of every element; the destination may be the source itself.</summary>
    /// <remarks>
    /// In two halves, some registers at a time: the function is a chain of some ninety cycles, of which a CPU's window holds less than two,
    /// but three of a half. Buffers are aligned since a stack frame is aligned to 16 bytes only and stores across cache lines are slow.
    /// </remarks>
    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Apply<TLanes>(T* z, T* a, int length)
        where TLanes : unmanaged, IElementwiseLanes<TLanes, T>
    {
        int lanes = TLanes.Width;
        byte* buffer = stackalloc byte[(2 * StageRegisters * sizeof(TLanes)) + sizeof(TLanes)];
        T* em1 = (T*)((nint)(buffer + sizeof(TLanes) - 1) & -sizeof(TLanes));
        T* powers = em1 + (StageRegisters * lanes);
        TLanes limit = Exponential<T, TLanes>.NormalLimit;
        while (length >= lanes)
        {
            nint end = Math.Min(StageRegisters * lanes, length & -lanes);
            TLanes largest = TLanes.Broadcast(T.Zero);
            for (nint i = 0; i < end; i += lanes)
            {
                TLanes magnitude = TLanes.Abs(TLanes.Load(z + i));
                largest = TLanes.Max(magnitude, largest);
                TLanes.Store(Logistic<T, TLanes>.SigmoidStart(magnitude, out TLanes power), em1 + i);
                TLanes.Store(power, powers + i);
            }

            // A magnitude at or over the limit, which is rare, sends these registers the long way; the others get the same bits there.
            if (TLanes.LessThanAll(largest, limit))
            {
                for (nint i = 0; i < end; i += lanes)
                {
                    TLanes result = Logistic<T, TLanes>.SigmoidEnd(TLanes.Load(z + i), TLanes.Load(em1 + i), TLanes.Load(powers + i));
                    TLanes.Store(result, a + i);
                }
            }
            else
            {
                for (nint i = 0; i < end; i += lanes)
                {
                    TLanes.Store(Logistic<T, TLanes>.Sigmoid(TLanes.Load(z + i)), a + i);
                }
            }

            z += end;
            a += end;
            length -= (int)end;
        }

        if (length > 0)
        {
            ApplyPartial<TLanes>(z, a, length);
        }
    }

    /// <summary>Less than a register.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void ApplyPartial<TLanes>(T* z, T* a, int length)
        where TLanes : unmanaged, IElementwiseLanes<TLanes, T> =>
        TLanes.StorePartial(Apply<TLanes>(TLanes.LoadPartial(z, length)), a, length);

    [MethodImpl(AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IElementwiseLanes<TLanes, T>
    {
        TLanes magnitude = TLanes.Abs(x);
        return TLanes.LessThanAll(magnitude, Exponential<T, TLanes>.NormalLimit)
            ? Logistic<T, TLanes>.SigmoidEnd(x, Logistic<T, TLanes>.SigmoidStart(magnitude, out TLanes power), power)
            : Logistic<T, TLanes>.Sigmoid(x);
    }
}

/// <summary>One number, in every lane: a masked load would wait for the number to leave the store buffer.</summary>
internal readonly struct SigmoidOfOneKernel<T>(T z) : IKernel<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(NoInlining)]
    T IKernel<T, T>.Run<TLanes>() => typeof(TLanes) == typeof(LanesScalar<T>)
        ? Lane<T>.ToScalar(SigmoidKernel<T>.Apply(Lane<T>.Broadcast(z)))
        : TLanes.ToScalar(SigmoidKernel<T>.Apply(TLanes.Broadcast(z)));
}

internal readonly struct SigmoidFastOperator : IUnaryOperator
{
    [MethodImpl(AggressiveInlining)] static TLanes IUnaryOperator.Apply<T, TLanes>(TLanes x) => Logistic<T, TLanes>.SigmoidFast(x);
}
