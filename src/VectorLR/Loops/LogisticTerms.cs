namespace VectorLR;

/// <summary>Residuals and losses of examples from their logits: dz = s (sigmoid(z) - y) and -s (y log a + (1 - y) log(1 - a)).</summary>
/// <remarks>
/// In three loops, some registers at a time: each function is a chain of some ninety cycles, of which a CPU's window holds less than
/// two, but several of a third. The exponential is reduced once for both. An e^-|z| below the normal numbers counts as 0.
/// </remarks>
internal static unsafe class LogisticTerms<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>Registers that go from one loop to the next at a time.</summary>
    private const int StageRegisters = 32;

    private static int StageLength => StageRegisters * Lanes.Count<T>();

    /// <summary>Writes the residuals and losses of the elements from start to end; dz may be z, and losses may be y.</summary>
    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void ResidualsAndLosses(T* z, T* y, T* sampleWeights, T* dz, T* losses, int start, int end)
    {
        int lanes = Lanes.Count<T>();
        T* buffer = stackalloc T[(3 * StageLength) + (4 * lanes)];
        T* stage = Lanes.Align(buffer);
        int i = start;
        for (int length; i <= end - lanes; i += length)
        {
            length = Math.Min(StageLength, (end - i) & -lanes);
            Run(z + i, y + i, sampleWeights is null ? null : sampleWeights + i, dz + i, losses + i, length, stage);
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

            Run(logits, labels, weights, logits, labels, lanes, stage);
            TLanes.StorePartial(TLanes.Load(logits), dz + i, rest);
            TLanes.StorePartial(TLanes.Load(labels), losses + i, rest);
        }
    }

    /// <summary>Adds the losses to a sum, register by register: calls with whole registers add up as one call does.</summary>
    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static double AddLosses(double sum, T* z, T* y, nint count)
    {
        int lanes = Lanes.Count<T>();
        T* buffer = stackalloc T[(3 * StageLength) + (3 * lanes)];
        T* stage = Lanes.Align(buffer);
        T* losses = stage + (2 * StageLength);
        while (count >= lanes)
        {
            int length = (int)Math.Min(StageLength, count & -lanes);
            Run(z, y, null, null, losses, length, stage);
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
            Run(logits, labels, null, null, losses, lanes, stage);
            sum += TLanes.SumInDouble(TLanes.LoadPartial(losses, (int)count));
        }

        return sum;
    }

    /// <summary>In registers, or single lanes on Scalar. With dz null, losses only, left in the stage's third part.</summary>
    private static void Run(T* z, T* y, T* sampleWeights, T* dz, T* losses, nint length, T* stage)
    {
        if (typeof(TLanes) == typeof(LanesScalar<T>))
        {
            Run<Lane<T>>(z, y, sampleWeights, dz, losses, length, stage);
        }
        else
        {
            Run<TLanes>(z, y, sampleWeights, dz, losses, length, stage);
        }
    }

    private static void Run<TElements>(T* z, T* y, T* sampleWeights, T* dz, T* losses, nint length, T* stage)
        where TElements : unmanaged, IElementwiseLanes<TElements, T>
    {
        Reduce<TElements>(z, length, stage);
        Losses<TElements>(z, y, length, stage);
        if (dz != null)
        {
            Residuals<TElements>(z, y, sampleWeights, dz, losses, length, stage);
        }
    }

    /// <summary>With |z| = n ln 2 + r, the stage's parts are n (shifted), e^r - 1 for the residuals and e^-r - 1 for the losses.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Reduce<TElements>(T* z, nint length, T* stage)
        where TElements : unmanaged, IElementwiseLanes<TElements, T>
    {
        TElements limit = Exponential<T, TElements>.NormalLimit;
        for (nint i = 0; i < length; i += TElements.Width)
        {
            TElements magnitude = TElements.Min(TElements.Abs(TElements.Load(z + i)), limit);
            TElements r = Exponential<T, TElements>.Reduce(magnitude, out TElements shifted);
            TElements.Store(shifted, stage + i);
            TElements.Store(Exponential<T, TElements>.ExpM1(r), stage + StageLength + i);
            TElements.Store(Exponential<T, TElements>.ExpM1(TElements.Broadcast(T.Zero) - r), stage + (2 * StageLength) + i);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Losses<TElements>(T* z, T* y, nint length, T* stage)
        where TElements : unmanaged, IElementwiseLanes<TElements, T>
    {
        T* third = stage + (2 * StageLength);
        for (nint i = 0; i < length; i += TElements.Width)
        {
            TElements loss = Logistic<T, TElements>.LossFromParts(
                TElements.Load(z + i), TElements.Load(y + i), TElements.Load(stage + i), TElements.Load(third + i));
            TElements.Store(loss, third + i);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Residuals<TElements>(T* z, T* y, T* sampleWeights, T* dz, T* losses, nint length, T* stage)
        where TElements : unmanaged, IElementwiseLanes<TElements, T>
    {
        for (nint i = 0; i < length; i += TElements.Width)
        {
            TElements em1 = TElements.Load(stage + StageLength + i);
            TElements a = Logistic<T, TElements>.SigmoidEnd(TElements.Load(z + i), em1, TElements.PowerOfTwo(TElements.Load(stage + i)));
            TElements residual = Logistic<T, TElements>.Residual(a, TElements.Load(y + i));
            TElements loss = TElements.Load(stage + (2 * StageLength) + i);
            if (sampleWeights != null)
            {
                // A weight of 0 leaves out even an infinite loss.
                TElements zero = TElements.Broadcast(T.Zero);
                TElements weight = TElements.Load(sampleWeights + i);
                residual = TElements.SelectLess(zero, weight, residual * weight, zero);
                loss = TElements.SelectLess(zero, weight, loss * weight, zero);
            }

            TElements.Store(residual, dz + i);
            TElements.Store(loss, losses + i);
        }
    }
}
