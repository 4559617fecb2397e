namespace VectorLR;

/// <summary>What elementwise functions are written over: a register of some lanes, or a single lane.</summary>
/// <remarks>
/// Memory is passed by pointer because masked loads take one; a kernel pins its spans once, at its entry. Full loads and stores touch
/// exactly one register's worth, partial ones exactly <c>count</c> elements. NaN payloads are not part of the contract.
/// </remarks>
internal unsafe interface IElementwiseLanes<TSelf, T>
    where TSelf : unmanaged, IElementwiseLanes<TSelf, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Width { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);
    static abstract TSelf operator -(TSelf left, TSelf right);
    static abstract TSelf operator *(TSelf left, TSelf right);
    static abstract TSelf operator /(TSelf left, TSelf right);
    static abstract TSelf Broadcast(T value);
    static abstract TSelf Load(T* source);

    /// <summary>Loads <paramref name="count"/> elements, 0 to the register's width, into the first lanes; the others are +0.</summary>
    static abstract TSelf LoadPartial(T* source, int count);
    static abstract void Store(TSelf value, T* destination);
    static abstract void StorePartial(TSelf value, T* destination, int count);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

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

    /// <summary>2^n for n = <paramref name="shifted"/> - <see cref="Lanes.RoundingMagic{T}"/>, a normal exponent.</summary>
    /// <remarks>Adding the magic number leaves n in the low bits; shifted to the exponent they are a power of two.</remarks>
    static abstract TSelf PowerOfTwo(TSelf shifted);

    /// <summary>The k of x = 2^k m, for a positive normal x and an m from sqrt(1/2) to sqrt(2).</summary>
    /// <remarks>The exponent's bits, shifted down, become the low bits of the magic number.</remarks>
    static abstract TSelf Exponent(TSelf value);

    /// <summary>Lane 0; the JIT drops vectors that only feed other lanes.</summary>
    static abstract T ToScalar(TSelf value);
}
