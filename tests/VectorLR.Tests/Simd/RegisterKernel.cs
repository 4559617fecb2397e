using System.Numerics;

namespace VectorLR.Tests;

/// <summary>One operation of the logical register.</summary>
internal enum RegisterOperation
{
    Copy,
    LoadPartial,
    StorePartial,
    Widen,
    WidenPartial,
    WidenFloats,
    WidenFloatsPartial,
    Add,
    Subtract,
    Multiply,
    Divide,
    MultiplyAdd,
    AddProduct,
    AddProductFromMemory,
    SubtractProduct,
    Abs,
    Min,
    Larger,
    SelectLess,
    SelectNegative,
    LessThanAll,
    PowerOfTwo,
    Exponent,
}

/// <summary>Applies one operation to one register.</summary>
internal readonly unsafe ref struct RegisterKernel<T>(
    RegisterOperation operation,
    ReadOnlySpan<T> a,
    ReadOnlySpan<T> b,
    ReadOnlySpan<T> c,
    ReadOnlySpan<T> d,
    ReadOnlySpan<byte> bytes,
    Span<T> destination,
    int count) : IKernel<T, Unit>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _a = a;
    private readonly ReadOnlySpan<T> _b = b;
    private readonly ReadOnlySpan<T> _c = c;
    private readonly ReadOnlySpan<T> _d = d;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly Span<T> _destination = destination;

    public Unit Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        fixed (T* a = _a, b = _b, c = _c, d = _d, destination = _destination)
        fixed (byte* bytes = _bytes)
        {
            if (operation == RegisterOperation.StorePartial)
            {
                TLanes.StorePartial(TLanes.Load(a), destination, count);
                return default;
            }

            TLanes result = operation switch
            {
                RegisterOperation.Copy => TLanes.Load(a),
                RegisterOperation.LoadPartial => TLanes.LoadPartial(a, count),
                RegisterOperation.Widen => TLanes.Widen(bytes - 7, 7),
                RegisterOperation.WidenPartial => TLanes.WidenPartial(bytes, count),
                RegisterOperation.WidenFloats => TLanes.Widen((float*)bytes),
                RegisterOperation.WidenFloatsPartial => TLanes.WidenPartial((float*)bytes, count),
                RegisterOperation.Add => TLanes.Load(a) + TLanes.Load(b),
                RegisterOperation.Subtract => TLanes.Load(a) - TLanes.Load(b),
                RegisterOperation.Multiply => TLanes.Load(a) * TLanes.Load(b),
                RegisterOperation.Divide => TLanes.Load(a) / TLanes.Load(b),
                RegisterOperation.MultiplyAdd => TLanes.MultiplyAdd(TLanes.Load(a), TLanes.Load(b), TLanes.Load(c)),
                RegisterOperation.AddProduct => AddProduct<TLanes>(TLanes.Load(a), TLanes.Load(b), TLanes.Load(c)),
                RegisterOperation.AddProductFromMemory => AddProductFromMemory<TLanes>(TLanes.Load(a), b, TLanes.Load(c)),
                RegisterOperation.SubtractProduct => TLanes.MultiplyAddNegated(TLanes.Load(b), TLanes.Load(c), TLanes.Load(a)),
                RegisterOperation.Abs => TLanes.Abs(TLanes.Load(a)),
                RegisterOperation.Min => TLanes.Min(TLanes.Load(a), TLanes.Load(b)),
                RegisterOperation.Larger => TLanes.Max(TLanes.Load(a), TLanes.Load(b)),
                RegisterOperation.SelectLess => TLanes.SelectLess(TLanes.Load(a), TLanes.Load(b), TLanes.Load(c), TLanes.Load(d)),
                RegisterOperation.SelectNegative => TLanes.SelectNegative(TLanes.Load(a), TLanes.Load(b), TLanes.Load(c)),
                RegisterOperation.LessThanAll => TLanes.Broadcast(TLanes.LessThanAll(TLanes.Load(a), TLanes.Load(b)) ? T.One : T.Zero),
                RegisterOperation.PowerOfTwo => TLanes.PowerOfTwo(TLanes.Load(a)),
                RegisterOperation.Exponent => TLanes.Exponent(TLanes.Load(a)),
                _ => throw new InvalidOperationException(operation.ToString()),
            };
            TLanes.Store(result, destination);
        }

        return default;
    }

    private static TLanes AddProduct<TLanes>(TLanes a, TLanes b, TLanes sum)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes.AddProduct(ref sum, a, b);
        return sum;
    }

    private static TLanes AddProductFromMemory<TLanes>(TLanes a, T* b, TLanes sum)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes.AddProduct(ref sum, a, b);
        return sum;
    }
}

/// <summary>The sums of one register, in its own type and in double.</summary>
internal readonly unsafe ref struct RegisterSumKernel<T>(ReadOnlySpan<T> values) : IKernel<T, (T Sum, double InDouble)>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _values = values;

    public (T Sum, double InDouble) Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        fixed (T* values = _values)
        {
            return (TLanes.Sum(TLanes.Load(values)), TLanes.SumInDouble(TLanes.Load(values)));
        }
    }
}
