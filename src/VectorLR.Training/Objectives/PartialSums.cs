using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VectorLR.Training;

/// <summary>Adds the partial sums of the chunks of X as a binary tree over chunk numbers, in double.</summary>
/// <remarks>
/// Node i of level l is the sum of up to 2^l chunks from chunk i 2^l on: its left child plus its right child. A thread or a machine that
/// has all chunks of a node can add them independently, and the root has the same bits. The additions are elementwise, so the vector width
/// changes no bit.
/// </remarks>
internal static unsafe class PartialSums
{
    /// <summary>An upper bound on the levels of a tree over 2^31 - 1 chunks.</summary>
    private const int MaxLevels = 32;

    /// <summary>The sums of the chunks' losses and residuals.</summary>
    public static LogisticGradientResult Add(ReadOnlySpan<LogisticGradientResult> chunks)
    {
        Span<LogisticGradientResult> nodes = stackalloc LogisticGradientResult[MaxLevels];
        int open = 0;
        for (int chunk = 0; chunk < chunks.Length; chunk++)
        {
            LogisticGradientResult sum = chunks[chunk];
            for (int number = chunk; (number & 1) != 0; number >>= 1)
            {
                sum = Add(nodes[--open], sum);
            }

            nodes[open++] = sum;
        }

        LogisticGradientResult total = nodes[--open];
        while (open > 0)
        {
            total = Add(nodes[--open], total);
        }

        return total;
    }

    /// <summary>The sum of the chunks' vectors over the divisor. Each vector is readable to the end of its last cache line.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mean<T>(ReadOnlySpan<AlignedArray<T>> chunks, double divisor, Span<double> mean)
        where T : unmanaged
    {
        // Eight elements, a cache line of doubles, stay in registers during the loop over chunks.
        Vector256<double>* nodes = stackalloc Vector256<double>[2 * MaxLevels];
        Vector256<double> divisors = Vector256.Create(divisor);
        for (int j = 0; j < mean.Length; j += 8)
        {
            Vector256<double> lower = Vector256<double>.Zero;
            Vector256<double> upper = lower;
            int open = 0;
            for (int chunk = 0; chunk < chunks.Length; chunk++)
            {
                (lower, upper) = Load(chunks[chunk].Pointer + j);
                for (int number = chunk; (number & 1) != 0; number >>= 1)
                {
                    open -= 2;
                    lower = nodes[open] + lower;
                    upper = nodes[open + 1] + upper;
                }

                nodes[open] = lower;
                nodes[open + 1] = upper;
                open += 2;
            }

            for (open -= 2; open > 0;)
            {
                open -= 2;
                lower = nodes[open] + lower;
                upper = nodes[open + 1] + upper;
            }

            nodes[0] = lower / divisors;
            nodes[1] = upper / divisors;
            new ReadOnlySpan<double>(nodes, Math.Min(8, mean.Length - j)).CopyTo(mean[j..]);
        }
    }

    private static LogisticGradientResult Add(LogisticGradientResult left, LogisticGradientResult right) =>
        new(left.Cost + right.Cost, left.BiasGradient + right.BiasGradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Lower, Vector256<double> Upper) Load<T>(T* values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            return (Vector256.Load((double*)values), Vector256.Load((double*)values + 4));
        }

        Vector256<float> floats = Vector256.Load((float*)values);
        return (Vector256.WidenLower(floats), Vector256.WidenUpper(floats));
    }
}
