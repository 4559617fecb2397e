using System.Numerics;
using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>Residuals and losses of examples from their logits: dz = s (sigmoid(z) - y) and -s (y log a + (1 - y) log(1 - a)).</summary>
/// <remarks>
/// In three loops, some registers at a time: from end to end each function is a chain of some ninety cycles, of which a CPU's window holds less than two, while
/// a part of the chain fits several times. The exponential is reduced once for both. Where e^-|z| is below the normal numbers, it counts as 0.
/// </remarks>
internal static unsafe class LogisticTerms<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>Registers that go from one loop to the next at a time.</summary>
    private const int StageRegisters = 32;

    private static int StageLength => StageRegisters * Lanes.Count<T>();

    /// <summary>Writes the residuals and losses of the elements from start to end; dz may be z, and losses may be y.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void ResidualsAndLosses(T* z, T* y, T* sampleWeights, T* dz, T* losses, int start, int end)
    {
        int lanes = Lanes.Count<T>();
        T* buffer = stackalloc T[(3 * StageLength) + (4 * lanes)];
        T* stage = Lanes.Align(buffer);
        int i = start;
        for (int length; i <= end - lanes; i += length)
        {
            length = Math.Min(StageLength, (end - i) & -lanes);
            Reduce(z + i, length, stage);
            Losses(z + i, y + i, length, stage);
            Residuals(z + i, y + i, sampleWeights is null ? null : sampleWeights + i, dz + i, losses + i, length, stage);
        }

        int rest = end - i;
        if (rest > 0)
        {
            // In whole registers of their own, since there may be nothing to read or write behind the elements.
            T* logits = stage + (3 * StageLength);
            T* labels = logits + lanes;
            T* weights = sampleWeights is null ? null : labels + lanes;
            TLanes.Store(TLanes.LoadPartial(z + i, rest), logits);
            TLanes.Store(TLanes.LoadPartial(y + i, rest), labels);
            if (weights != null)
            {
                TLanes.Store(TLanes.LoadPartial(sampleWeights + i, rest), weights);
            }

            Reduce(logits, lanes, stage);
            Losses(logits, labels, lanes, stage);
            Residuals(logits, labels, weights, logits, labels, lanes, stage);
            TLanes.StorePartial(TLanes.Load(logits), dz + i, rest);
            TLanes.StorePartial(TLanes.Load(labels), losses + i, rest);
        }
    }

    /// <summary>Adds the losses to a sum, register by register, so that whole registers in several calls add up as they do in one.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double AddLosses(double sum, T* z, T* y, nint count)
    {
        int lanes = Lanes.Count<T>();
        T* buffer = stackalloc T[(3 * StageLength) + (3 * lanes)];
        T* stage = Lanes.Align(buffer);
        T* losses = stage + (2 * StageLength);
        while (count >= lanes)
        {
            int length = (int)Math.Min(StageLength, count & -lanes);
            Reduce(z, length, stage);
            Losses(z, y, length, stage);
            for (nint i = 0; i < length; i += lanes)
            {
                sum += TLanes.SumInDouble(TLanes.Load(losses + i));
            }

            z += length;
            y += length;
            count -= length;
        }

        if (count > 0)
        {
            T* logits = stage + (3 * StageLength);
            T* labels = logits + lanes;
            TLanes.Store(TLanes.LoadPartial(z, (int)count), logits);
            TLanes.Store(TLanes.LoadPartial(y, (int)count), labels);
            Reduce(logits, lanes, stage);
            Losses(logits, labels, lanes, stage);
            sum += TLanes.SumInDouble(TLanes.LoadPartial(losses, (int)count));
        }

        return sum;
    }

    /// <summary>e^|z| = 2^n (1 + tail) and e^-|z| = 2^-n (1 + minus), as n (shifted), tail and minus.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Reduce(T* z, nint length, T* stage)
    {
        TLanes limit = Exponential<T, TLanes>.NormalLimit;
        for (nint i = 0; i < length; i += Lanes.Count<T>())
        {
            TLanes magnitude = TLanes.Min(TLanes.Abs(TLanes.Load(z + i)), limit);
            TLanes r = Exponential<T, TLanes>.Reduce(magnitude, out TLanes shifted);
            TLanes.Store(shifted, stage + i);
            TLanes.Store(Exponential<T, TLanes>.MinusOne(r), stage + StageLength + i);
            TLanes.Store(Exponential<T, TLanes>.MinusOne(TLanes.Broadcast(T.Zero) - r), stage + (2 * StageLength) + i);
        }
    }

    /// <summary>Leaves the losses where minus was.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Losses(T* z, T* y, nint length, T* stage)
    {
        T* minus = stage + (2 * StageLength);
        for (nint i = 0; i < length; i += Lanes.Count<T>())
        {
            TLanes loss = Logistic.LossFromParts<T, TLanes>(
                TLanes.Load(z + i), TLanes.Load(y + i), TLanes.Load(stage + i), TLanes.Load(minus + i));
            TLanes.Store(loss, minus + i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Residuals(T* z, T* y, T* sampleWeights, T* dz, T* losses, nint length, T* stage)
    {
        for (nint i = 0; i < length; i += Lanes.Count<T>())
        {
            TLanes tail = TLanes.Load(stage + StageLength + i);
            TLanes a = Logistic.SigmoidEnd<T, TLanes>(TLanes.Load(z + i), tail, TLanes.PowerOfTwo(TLanes.Load(stage + i)));
            TLanes residual = Logistic.Residual<T, TLanes>(a, TLanes.Load(y + i));
            TLanes loss = TLanes.Load(stage + (2 * StageLength) + i);
            if (sampleWeights != null)
            {
                // A weight of 0 leaves out even an infinite loss.
                TLanes zero = TLanes.Broadcast(T.Zero);
                TLanes weight = TLanes.Load(sampleWeights + i);
                residual = TLanes.SelectLess(zero, weight, residual * weight, zero);
                loss = TLanes.SelectLess(zero, weight, loss * weight, zero);
            }

            TLanes.Store(residual, dz + i);
            TLanes.Store(loss, losses + i);
        }
    }
}
