using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>What the implementations of the logical register share.</summary>
internal static unsafe class Lanes
{
    /// <summary>16 set words, then 16 clear ones: a mask with n set words starts n before the middle.</summary>
    private static ReadOnlySpan<int> MaskWords =>
    [
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The number of lanes: 16 for float, 8 for double.</summary>
    [MethodImpl(AggressiveInlining)]
    public static int Count<T>()
        where T : unmanaged => 64 / sizeof(T);

    /// <summary>1.5 * 2^(significand bits): adding it rounds to the nearest integer, which then stands in the low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T RoundingMagic<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? (T)(object)12582912f : (T)(object)6755399441055744d;

    /// <summary>Added to a number's bits, they carry into the exponent where its significand is sqrt(2) or more.</summary>
    public const int Sqrt2ExponentCarry = 0x004AFB0D;
    public const long Sqrt2ExponentCarryDouble = 0x00095F619980C433;

    /// <summary>RoundingMagic plus the exponent's bias: subtracted, it leaves the exponent.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T BiasedRoundingMagic<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? (T)(object)(12582912f + 127) : (T)(object)(6755399441055744d + 1023);

    /// <summary>The address of 64 bytes that are a mask of the first <paramref name="count"/> lanes of <typeparamref name="T"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T* Mask<T>(int count)
        where T : unmanaged
    {
        // A span over a constant blob lies in the image and never moves, so its address needs no pin.
        int* middle = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(MaskWords)) + 16;
        return (T*)(middle - (count * (sizeof(T) / sizeof(int))));
    }

    /// <summary>The first address from here on at which a cache line begins. Stack frames are aligned to 16 bytes only.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T* Align<T>(T* address)
        where T : unmanaged => (T*)(((nint)address + 63) & ~63);

    /// <summary>a * b as fma(a, b, -0), the same bits: some CPUs are slow at subnormal products but not at subnormal sums.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TLanes Product<T, TLanes>(TLanes a, TLanes b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, IElementwiseLanes<TLanes, T> => TLanes.MultiplyAdd(a, b, TLanes.Broadcast(T.NegativeZero));

    /// <summary>Loads <paramref name="count"/> bytes, 0 to 16, without touching the byte after them.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector128<byte> LoadBytes(byte* source, int count)
    {
        if (count >= 16)
        {
            return Vector128.Load(source);
        }

        if (count > 8)
        {
            // The upper half is read so that it ends at the last byte, and shifted down over what the lower half has already.
            ulong upper = Unsafe.ReadUnaligned<ulong>(source + count - 8) >> (8 * (16 - count));
            return Vector128.Create(Unsafe.ReadUnaligned<ulong>(source), upper).AsByte();
        }

        return Vector128.CreateScalar(LoadUpToEight(source, count)).AsByte();
    }

    /// <summary>Loads <paramref name="count"/> bytes, 0 to 8, as the low bytes of an integer.</summary>
    /// <remarks>Without a call, across which a loop's sums would live in memory: bytes in float took twice as long with AVX-512.</remarks>
    [MethodImpl(AggressiveInlining)]
    private static ulong LoadUpToEight(byte* source, int count)
    {
        if (count >= 4)
        {
            ulong lower = Unsafe.ReadUnaligned<uint>(source);
            ulong upper = Unsafe.ReadUnaligned<uint>(source + count - 4);
            return lower | (upper << (8 * (count - 4)));
        }

        if (count <= 0)
        {
            return 0;
        }

        // The first, the middle and the last of up to three, which may be the same.
        int middle = count >> 1;
        return source[0] | ((ulong)source[middle] << (8 * middle)) | ((ulong)source[count - 1] << (8 * (count - 1)));
    }

    /// <summary>Four sums one by one.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void AddSums<T, TLanes>(TLanes first, TLanes second, TLanes third, TLanes fourth, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where TLanes : unmanaged, ILanes<TLanes, T>
    {
        sums[0] += TLanes.Sum(first);
        sums[1] += TLanes.Sum(second);
        sums[2] += TLanes.Sum(third);
        sums[3] += TLanes.Sum(fourth);
    }

    [MethodImpl(AggressiveInlining)]
    public static T Sum<T>(Vector128<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<float> four = value.AsSingle();
            Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
            return (T)(object)(two.GetElement(0) + two.GetElement(1));
        }

        return value.GetElement(0) + value.GetElement(1);
    }
}
