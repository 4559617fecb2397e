using System.Runtime.InteropServices;

namespace VectorLR.Benchmarks;

/// <summary>OpenBLAS as Debian's libopenblas0 has it, on one thread. A peer, called from here only.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    /// <summary>Whether the library is installed; then it is set to one thread.</summary>
    public static bool IsAvailable { get; } = Load();

    /// <summary>The library's own description: version and the kernels it chose.</summary>
    public static string Description => Marshal.PtrToStringUTF8(GetConfig()) ?? "OpenBLAS";

    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        fixed (float* px = x, py = y)
        {
            return Sdot(x.Length, px, 1, py, 1);
        }
    }

    /// <summary>y = A x for a row-major A of y.Length x x.Length.</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> x, Span<float> y) =>
        Gemv(NoTranspose, y.Length, x.Length, 1, a, x, y);

    /// <summary>y = scale A^T x for a row-major A of x.Length x y.Length.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<float> a, ReadOnlySpan<float> x, float scale, Span<float> y) =>
        Gemv(Transpose, x.Length, y.Length, scale, a, x, y);

    private static void Gemv(int transpose, int rows, int columns, float scale, ReadOnlySpan<float> a, ReadOnlySpan<float> x, Span<float> y)
    {
        fixed (float* pa = a, px = x, py = y)
        {
            Sgemv(RowMajor, transpose, rows, columns, scale, pa, columns, px, 1, 0, py, 1);
        }
    }

    private static bool Load()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            return false;
        }

        SetThreads(1);
        return true;
    }

    [LibraryImport(Library, EntryPoint = "cblas_sdot")]
    private static partial float Sdot(int n, float* x, int strideX, float* y, int strideY);

    [LibraryImport(Library, EntryPoint = "cblas_sgemv")]
    private static partial void Sgemv(
        int order, int transpose, int m, int n, float alpha, float* a, int lda, float* x, int strideX, float beta, float* y, int strideY);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint GetConfig();
}
