using System.Numerics;

namespace VectorLR;

/// <summary>
/// The logical 512-bit register: 16 float or 8 double lanes on every CPU, so that lane k of a register holds the same
/// element everywhere, sums are taken in the same order, and results have the same bits.
/// </summary>
/// <remarks>
/// Memory is passed by pointer because masked loads take one; a kernel pins its spans once, at its entry.
/// Full loads and stores touch exactly one register's worth, partial ones exactly <c>count</c> elements.
/// NaN payloads are not part of the contract.
/// </remarks>
internal unsafe interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>Bit by bit; with <see cref="Lanes.Mask{T}"/> it leaves the first lanes and +0 in the others, whatever they hold.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf Broadcast(T value);

    static abstract TSelf Load(T* source);

    /// <summary>Loads <paramref name="count"/> elements, 0 to the register's width, into the first lanes; the others are +0.</summary>
    static abstract TSelf LoadPartial(T* source, int count);

    /// <summary>Loads one byte for each lane, from <c>source + at</c> on, and converts it exactly. The JIT computes an address in one part first, and in two as it loads.</summary>
    static abstract TSelf Widen(byte* source, nint at);

    static abstract TSelf WidenPartial(byte* source, int count);

    /// <summary>Loads one float for each lane and converts it exactly; for registers of floats, a plain load.</summary>
    static abstract TSelf Widen(float* source);

    static abstract TSelf WidenPartial(float* source, int count);

    static abstract void Store(TSelf value, T* destination);

    static abstract void StorePartial(TSelf value, T* destination, int count);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// sum += a * b with one rounding, half by half where a register has halves: of sum = MultiplyAdd(a, b, sum) the JIT makes a move for each half, which together
    /// with the additions that <see cref="Widen(byte*, nint)"/> saves are a fifth of a loop's instructions (209 x 12288 bytes, Zen 3: a step took 1.02 times as
    /// long where a core was free, 1.09 to 1.12 times where its other half was at work).
    /// </summary>
    static abstract void AddProduct(ref TSelf sum, TSelf a, TSelf b);

    /// <summary>sum += a * b with one rounding, b from memory: one instruction where the CPU has it, which the JIT does not find by itself.</summary>
    static abstract void AddProduct(ref TSelf sum, TSelf a, T* b);

    /// <summary>c - a * b with one rounding.</summary>
    static abstract TSelf MultiplyAddNegated(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Abs(TSelf value);

    /// <summary>The smaller of a value and a limit that is not zero; NaN where the value is NaN.</summary>
    static abstract TSelf Min(TSelf value, TSelf limit);

    /// <summary>a &gt; b ? a : b, lane by lane; so b where either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>a &lt; b ? whenTrue : whenFalse, lane by lane; false where a or b is NaN.</summary>
    static abstract TSelf SelectLess(TSelf a, TSelf b, TSelf whenTrue, TSelf whenFalse);

    /// <summary>Chooses by the sign bit, lane by lane.</summary>
    static abstract TSelf SelectNegative(TSelf sign, TSelf whenNegative, TSelf otherwise);

    /// <summary>Whether a &lt; b in every lane; false if any is NaN.</summary>
    static abstract bool LessThanAll(TSelf a, TSelf b);

    /// <summary>
    /// 2^n for n = <paramref name="shifted"/> - <see cref="Lanes.RoundingMagic{T}"/>, where n is an integer in the range of normal exponents.
    /// </summary>
    /// <remarks>Adding the magic leaves n in the low bits of the significand; moved up to the exponent they are a power of two.</remarks>
    static abstract TSelf PowerOfTwo(TSelf shifted);

    /// <summary>The k for which a positive normal number is 2^k times one between the roots of 1/2 and 2.</summary>
    /// <remarks>As <see cref="PowerOfTwo"/> backwards: the exponent's bits, moved down, become the low bits of the magic.</remarks>
    static abstract TSelf Exponent(TSelf value);

    /// <summary>Lane 0. What computes the other lanes alone, the JIT leaves out.</summary>
    static abstract T ToScalar(TSelf value);

    /// <summary>The sum of the lanes in the library's one order: 16 -> 8 -> 4 -> 2 -> 1, lane k with lane k + half.</summary>
    static abstract T Sum(TSelf value);

    /// <summary>sums[i] += the sum of the i-th register, as <see cref="Sum"/> takes it.</summary>
    static abstract void AddSums(TSelf first, TSelf second, TSelf third, TSelf fourth, T* sums);

    /// <summary>As <see cref="Sum"/>, with every lane converted to double first and every addition in double.</summary>
    static abstract double SumInDouble(TSelf value);
}
