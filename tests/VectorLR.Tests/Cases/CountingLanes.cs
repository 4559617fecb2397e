using System.Numerics;

namespace VectorLR.Tests;

/// <summary>
/// A register that holds no numbers, but how many were loaded into it: a kernel's sums over it are the numbers of its elements. It computes
/// nothing, so the longest spans take a second where a kernel takes ten.
/// </summary>
/// <remarks>Nothing is read or written. A load of bytes beside X throws.</remarks>
internal readonly unsafe struct CountingLanes<T>(long count) : ILanes<CountingLanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static byte* s_first;
    private static byte* s_end;

    private readonly long _count = count;

    public static int Width => Lanes.Count<T>();

    /// <summary>Runs a kernel over an X that does not move.</summary>
    public static TResult Run<TKernel, TResult>(scoped in TKernel kernel, ReadOnlySpan<byte> x)
        where TKernel : struct, IKernel<T, TResult>, allows ref struct
    {
        fixed (byte* first = x)
        {
            s_first = first;
            s_end = first + x.Length;
            return kernel.Run<CountingLanes<T>>();
        }
    }

    public static CountingLanes<T> operator +(CountingLanes<T> left, CountingLanes<T> right) => new(left._count + right._count);
    public static CountingLanes<T> operator -(CountingLanes<T> left, CountingLanes<T> right) => left;
    public static CountingLanes<T> operator *(CountingLanes<T> left, CountingLanes<T> right) => left;
    public static CountingLanes<T> operator /(CountingLanes<T> left, CountingLanes<T> right) => left;
    public static CountingLanes<T> operator &(CountingLanes<T> left, CountingLanes<T> right) => left;
    public static CountingLanes<T> Broadcast(T value) => default;
    public static CountingLanes<T> Load(T* source) => new(Width);
    public static CountingLanes<T> LoadPartial(T* source, int count) => new(count);
    public static CountingLanes<T> Widen(byte* source, nint at) => Touch(source + at, Width);
    public static CountingLanes<T> WidenPartial(byte* source, int count) => Touch(source, count);
    public static CountingLanes<T> Widen(float* source) => new(Width);
    public static CountingLanes<T> WidenPartial(float* source, int count) => new(count);

    public static void Store(CountingLanes<T> value, T* destination)
    {
    }

    public static void StorePartial(CountingLanes<T> value, T* destination, int count)
    {
    }

    public static CountingLanes<T> MultiplyAdd(CountingLanes<T> a, CountingLanes<T> b, CountingLanes<T> c) => c + a;
    public static CountingLanes<T> MultiplyAddNegated(CountingLanes<T> a, CountingLanes<T> b, CountingLanes<T> c) => c + a;
    public static void AddProduct(ref CountingLanes<T> sum, CountingLanes<T> a, CountingLanes<T> b) => sum += a;
    public static void AddProduct(ref CountingLanes<T> sum, CountingLanes<T> a, T* b) => sum += a;
    public static CountingLanes<T> Abs(CountingLanes<T> value) => value;
    public static CountingLanes<T> Min(CountingLanes<T> value, CountingLanes<T> limit) => value;
    public static CountingLanes<T> Max(CountingLanes<T> a, CountingLanes<T> b) => a;
    public static bool LessThanAll(CountingLanes<T> a, CountingLanes<T> b) => true;
    public static CountingLanes<T> PowerOfTwo(CountingLanes<T> shifted) => shifted;
    public static CountingLanes<T> Exponent(CountingLanes<T> value) => value;
    public static T ToScalar(CountingLanes<T> value) => T.CreateTruncating(value._count);
    public static T Sum(CountingLanes<T> value) => T.CreateTruncating(value._count);
    public static double SumInDouble(CountingLanes<T> value) => value._count;

    public static CountingLanes<T> SelectLess(
        CountingLanes<T> a, CountingLanes<T> b, CountingLanes<T> whenTrue, CountingLanes<T> whenFalse) => whenTrue;

    public static CountingLanes<T> SelectNegative(
        CountingLanes<T> sign, CountingLanes<T> whenNegative, CountingLanes<T> otherwise) => otherwise;

    public static void AddSums(
        CountingLanes<T> first, CountingLanes<T> second, CountingLanes<T> third, CountingLanes<T> fourth, T* sums) =>
        Lanes.AddSums(first, second, third, fourth, sums);

    private static CountingLanes<T> Touch(byte* source, int count)
    {
        if (source < s_first || source + count > s_end)
        {
            throw new InvalidOperationException($"{count} bytes are read {source - s_first} from the start of X");
        }

        return new(count);
    }
}
