using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>Transposes 4 x 4 floats or doubles. It only moves numbers, so it follows the CPU, not the chosen Isa.</summary>
internal static unsafe class Transposition
{
    public const int Size = 4;

    [MethodImpl(AggressiveInlining)]
    public static void Transpose<T>(T* source, nint sourceStride, T* destination, nint destinationStride)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Transpose((float*)source, sourceStride, (float*)destination, destinationStride);
        }
        else
        {
            double* from = (double*)source;
            double* to = (double*)destination;
            TransposeTwo(from, sourceStride, to, destinationStride);
            TransposeTwo(from + 2, sourceStride, to + (2 * destinationStride), destinationStride);
            TransposeTwo(from + (2 * sourceStride), sourceStride, to + 2, destinationStride);
            TransposeTwo(from + (2 * sourceStride) + 2, sourceStride, to + (2 * destinationStride) + 2, destinationStride);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Transpose(float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        Vector128<float> row0 = Vector128.Load(source);
        Vector128<float> row1 = Vector128.Load(source + sourceStride);
        Vector128<float> row2 = Vector128.Load(source + (2 * sourceStride));
        Vector128<float> row3 = Vector128.Load(source + (3 * sourceStride));
        Vector128<float> even = ZipLower(row0, row2);
        Vector128<float> odd = ZipLower(row1, row3);
        ZipLower(even, odd).Store(destination);
        ZipUpper(even, odd).Store(destination + destinationStride);
        even = ZipUpper(row0, row2);
        odd = ZipUpper(row1, row3);
        ZipLower(even, odd).Store(destination + (2 * destinationStride));
        ZipUpper(even, odd).Store(destination + (3 * destinationStride));
    }

    [MethodImpl(AggressiveInlining)]
    private static void TransposeTwo(double* source, nint sourceStride, double* destination, nint destinationStride)
    {
        Vector128<double> upper = Vector128.Load(source);
        Vector128<double> lower = Vector128.Load(source + sourceStride);
        if (Sse2.IsSupported)
        {
            Sse2.UnpackLow(upper, lower).Store(destination);
            Sse2.UnpackHigh(upper, lower).Store(destination + destinationStride);
        }
        else
        {
            Vector128.Create(upper[0], lower[0]).Store(destination);
            Vector128.Create(upper[1], lower[1]).Store(destination + destinationStride);
        }
    }

    /// <summary>The lower halves, element by element in turns.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector128<float> ZipLower(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>The upper halves, element by element in turns.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector128<float> ZipUpper(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
