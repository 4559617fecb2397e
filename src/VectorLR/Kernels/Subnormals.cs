using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VectorLR;

/// <summary>Bytes as floats without a conversion: widened to 32 bits, a byte x is the float x 2^-149; the second and the third byte of 32 bits are, where they stand, that times 2^8 and 2^16.</summary>
/// <remarks>
/// These are subnormal numbers, and a CPU that multiplies them as fast as others is spared one instruction of three. Others take a hundred cycles for
/// one; which it is, is measured once.
/// <para>
/// The other factors, weights or residuals, are multiplied by 2^110 before, and sums by 2^39 after. No bit is another for it: every number on the way is the
/// ordinary one times a power of two, and rounded alike unless one of the two overflows or has bits below the smallest subnormal number. Neither does.
/// Sums of multiples of a power of two stay such multiples when they are rounded, so that with factors that are 0 or at least 2^-87, whose last place
/// is 2^-110, all numbers on the way are multiples of 2^-149. And with factors below 2^17, 2^31 products are far from overflow. Factors beyond these
/// bounds take the ordinary way.
/// </para>
/// </remarks>
internal static unsafe class Subnormals
{
    /// <summary>2^110, which a factor is multiplied by.</summary>
    public const float Up = (float)(1L << 55) * (1L << 55);

    /// <summary>2^39, which a sum of products with such factors is multiplied by.</summary>
    public const float Down = 1L << 39;

    private const float Least = 1 / ((float)(1L << 43) * (1L << 44));

    private const float Beyond = 1 << 17;

    /// <summary>Whether this CPU multiplies and adds subnormal numbers as fast as others.</summary>
    public static bool AreFast { get; } = Measure();

    /// <summary>Multiplies factors by <see cref="Up"/>, unless one is beyond the bounds, or this thread takes subnormal numbers for 0, as native libraries may have told it.</summary>
    /// <returns>Whether the result is to be used.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool TryScale(float* factors, int count, float* scaled)
    {
        // As integers, magnitudes have the order that they have as floats. One less, 0 is the largest, and no reason to refuse.
        Vector256<int> largest = Vector256<int>.Zero;
        Vector256<uint> smallest = Vector256<uint>.AllBitsSet;
        int i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector256<float> some = Vector256.Load(factors + i);
            Vector256<int> magnitudes = some.AsInt32() & Vector256.Create(int.MaxValue);
            largest = Vector256.Max(largest, magnitudes);
            smallest = Vector256.Min(smallest, (magnitudes - Vector256<int>.One).AsUInt32());
            (some * Up).Store(scaled + i);
        }

        int most = 0;
        uint least = uint.MaxValue;
        for (int k = 0; k < 8; k++)
        {
            most = Math.Max(most, largest[k]);
            least = Math.Min(least, smallest[k]);
        }

        for (; i < count; i++)
        {
            int magnitude = BitConverter.SingleToInt32Bits(factors[i]) & int.MaxValue;
            most = Math.Max(most, magnitude);
            least = Math.Min(least, (uint)magnitude - 1);
            scaled[i] = factors[i] * Up;
        }

        // Half of the smallest normal number, in a way that no compiler sees through: 0 where results or operands that are subnormal become 0.
        bool hasSubnormals = BitConverter.Int32BitsToSingle(0x00800000 | (count & 1)) * 0.5f > 0;
        return hasSubnormals && most < BitConverter.SingleToInt32Bits(Beyond) && least >= BitConverter.SingleToUInt32Bits(Least) - 1;
    }

    private static bool Measure()
    {
        long subnormal = long.MaxValue;
        long normal = long.MaxValue;
        for (int k = 0; k < 8; k++)
        {
            subnormal = Math.Min(subnormal, Time(BitConverter.Int32BitsToSingle(255)));
            normal = Math.Min(normal, Time(1 / 255f));
        }

        return subnormal <= 1.25 * normal;
    }

    /// <summary>How long a thousand multiply-adds with a factor take, each of which needs the one before it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static long Time(float factor)
    {
        long start = Stopwatch.GetTimestamp();
        float sum = 0;
        for (int k = 0; k < 1000; k++)
        {
            sum = MathF.FusedMultiplyAdd(factor, Up, sum);
        }

        long end = Stopwatch.GetTimestamp();
        return sum > 0 ? end - start : long.MaxValue;
    }
}
