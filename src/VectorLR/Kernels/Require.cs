using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace VectorLR;

/// <summary>The argument checks that operations share. Each throws before anything is written.</summary>
/// <remarks>Where an operation may be a single row, inlined but for the throw: a call would cost as much as the row.</remarks>
internal static class Require
{
    [MethodImpl(AggressiveInlining)]
    public static void SameLength<TX, TY>(ReadOnlySpan<TX> x, string xName, ReadOnlySpan<TY> y, string yName)
    {
        if (x.Length != y.Length)
        {
            ThrowLengths(x.Length, xName, y.Length, yName);
        }
    }

    [MethodImpl(AggressiveInlining)]
    public static void Length<T>(ReadOnlySpan<T> span, string name, int expected, string meaning)
    {
        if (span.Length != expected)
        {
            ThrowLength(span.Length, name, expected, meaning);
        }
    }

    /// <summary>A destination may be exactly an elementwise input, and may not overlap one otherwise.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void SameOrDisjoint<T>(ReadOnlySpan<T> input, string inputName, ReadOnlySpan<T> destination, string destinationName)
    {
        if (!Unsafe.AreSame(ref MemoryMarshal.GetReference(input), ref MemoryMarshal.GetReference(destination)))
        {
            ThrowIfOverlapping(input, inputName, destination, destinationName);
        }
    }

    [MethodImpl(AggressiveInlining)]
    public static void Disjoint<TInput, T>(
        ReadOnlySpan<TInput> input, string inputName, ReadOnlySpan<T> destination, string destinationName)
        where TInput : unmanaged where T : unmanaged
    {
        // AsBytes().Overlaps, in half the time.
        ref byte first = ref Unsafe.As<TInput, byte>(ref MemoryMarshal.GetReference(input));
        nint apart = Unsafe.ByteOffset(ref first, ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(destination)));
        bool isInside = (nuint)apart < (nuint)input.Length * (nuint)Unsafe.SizeOf<TInput>();
        bool isAround = (nuint)(-apart) < (nuint)destination.Length * (nuint)Unsafe.SizeOf<T>();
        if ((isInside || isAround) && !input.IsEmpty && !destination.IsEmpty)
        {
            ThrowOverlapping(inputName, destinationName);
        }
    }

    public static void Finite<T>(T value, string name)
        where T : IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "must be finite");
        }
    }

    /// <summary>Labels are probabilities: 0, 1 or between, never NaN.</summary>
    public static void Labels<T>(ReadOnlySpan<T> labels, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = CountUpTo(labels, T.One);
        if (i < labels.Length)
        {
            throw new ArgumentOutOfRangeException(name, labels[i], $"the label at index {i} is not between 0 and 1");
        }
    }

    /// <summary>Sample weights are finite and not negative.</summary>
    public static void SampleWeights<T>(ReadOnlySpan<T> weights, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = CountUpTo(weights, T.BitDecrement(T.PositiveInfinity));
        if (i < weights.Length)
        {
            throw new ArgumentOutOfRangeException(
                name, weights[i], $"the sample weight at index {i} is not a finite number that is not negative");
        }
    }

    /// <summary>How many leading values are in [0, limit]. One by one it would cost as much as a step with few features.</summary>
    private static int CountUpTo<T>(ReadOnlySpan<T> values, T limit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        Vector<T> limits = Vector.Create(limit);
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> some = new(values[i..]);
            if (!Vector.GreaterThanOrEqualAll(some, Vector<T>.Zero) || !Vector.LessThanOrEqualAll(some, limits))
            {
                break;
            }
        }

        while (i < values.Length && values[i] >= T.Zero && values[i] <= limit)
        {
            i++;
        }

        return i;
    }

    public static void NotEmpty(int count, string name)
    {
        if (count == 0)
        {
            throw new ArgumentException("a mean needs at least one example", name);
        }
    }

    private static void ThrowIfOverlapping<T>(ReadOnlySpan<T> input, string inputName, ReadOnlySpan<T> destination, string destinationName)
    {
        if (input.Overlaps(destination, out int offset))
        {
            throw new ArgumentException(
                $"{destinationName} overlaps {inputName}, {offset} elements apart; it must be {inputName} itself or apart from it",
                destinationName);
        }
    }

    [DoesNotReturn]
    private static void ThrowOverlapping(string inputName, string destinationName) =>
        throw new ArgumentException($"{destinationName} overlaps {inputName}; it must be apart from it", destinationName);

    [DoesNotReturn]
    private static void ThrowLength(int length, string name, int expected, string meaning) =>
        throw new ArgumentException($"{name} has length {length}, but {meaning} is {expected}", name);

    [DoesNotReturn]
    private static void ThrowLengths(int xLength, string xName, int yLength, string yName) =>
        throw new ArgumentException($"{yName} has length {yLength}, but {xName} has length {xLength}", yName);
}
