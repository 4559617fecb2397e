namespace VectorLR;

/// <summary>
/// The logical 512-bit register: 16 float or 8 double lanes on every CPU, so that lane k of a register holds the same
/// element everywhere, sums are taken in the same order, and results have the same bits.
/// </summary>
internal unsafe interface ILanes<TSelf, T> : IElementwiseLanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bit by bit. With <see cref="Lanes.Mask{T}"/> it keeps the first lanes and leaves +0 in the others.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>Loads a byte for each lane, from <c>source + at</c> on, and converts it exactly.</summary>
    static abstract TSelf Widen(byte* source, nint at);
    static abstract TSelf WidenPartial(byte* source, int count);

    /// <summary>Loads one float for each lane and converts it exactly; for registers of floats, a plain load.</summary>
    static abstract TSelf Widen(float* source);
    static abstract TSelf WidenPartial(float* source, int count);

    /// <summary>sum += a * b with one rounding. In place: returning a struct of several vectors costs a register move for each.</summary>
    static abstract void AddProduct(ref TSelf sum, TSelf a, TSelf b);

    /// <summary>sum += a * b with one rounding, b from memory: one instruction where the CPU has it.</summary>
    static abstract void AddProduct(ref TSelf sum, TSelf a, T* b);

    /// <summary>The lanes' sum: 16 -> 8 -> 4 -> 2 -> 1, lane k with lane k + half. Only DotAccurate has another order.</summary>
    static abstract T Sum(TSelf value);

    /// <summary>sums[i] += the sum of the i-th register, in the order of <see cref="Sum"/>.</summary>
    static abstract void AddSums(TSelf first, TSelf second, TSelf third, TSelf fourth, T* sums);

    /// <summary>As <see cref="Sum"/>, with every lane converted to double first and every addition in double.</summary>
    static abstract double SumInDouble(TSelf value);
}
