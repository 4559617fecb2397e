using System.Runtime.InteropServices;

namespace VectorLR.Benchmarks;

/// <summary>OpenBLAS as Debian's libopenblas0 has it. A peer, called from here only.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    // Up to this length a product is over sooner than the runtime has announced that it leaves managed code, so it is not announced.
    private const int ShortDot = 4096;

    /// <summary>What is printed where the library is missing.</summary>
    public const string Absence = "OpenBLAS (libopenblas.so.0; on Debian libopenblas0) is not installed: its rows are missing";

    private static int s_threads;

    /// <summary>Whether the library is installed; then it is set to one thread.</summary>
    public static bool IsAvailable { get; } = Load();

    /// <summary>The library's own description: version and the kernels it chose.</summary>
    public static string Description => Marshal.PtrToStringUTF8(GetConfig())?.Trim() ?? "OpenBLAS";

    /// <summary>How many threads the library may use from now on.</summary>
    public static int Threads
    {
        get => s_threads;
        set
        {
            if (value != s_threads)
            {
                SetThreads(value);
                s_threads = value;
            }
        }
    }

    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        fixed (float* px = x, py = y)
        {
            return x.Length <= ShortDot ? SdotShort(x.Length, px, 1, py, 1) : Sdot(x.Length, px, 1, py, 1);
        }
    }

    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        fixed (double* px = x, py = y)
        {
            return x.Length <= ShortDot ? DdotShort(x.Length, px, 1, py, 1) : Ddot(x.Length, px, 1, py, 1);
        }
    }

    /// <summary>y = scale A x for a row-major A of y.Length x x.Length.</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> x, float scale, Span<float> y) =>
        Gemv(NoTranspose, y.Length, x.Length, scale, a, x, y);

    /// <inheritdoc cref="Multiply(ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> x, double scale, Span<double> y) =>
        Gemv(NoTranspose, y.Length, x.Length, scale, a, x, y);

    /// <summary>y = scale A^T x for a row-major A of x.Length x y.Length.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<float> a, ReadOnlySpan<float> x, float scale, Span<float> y) =>
        Gemv(Transpose, x.Length, y.Length, scale, a, x, y);

    /// <inheritdoc cref="MultiplyTransposed(ReadOnlySpan{float}, ReadOnlySpan{float}, float, Span{float})"/>
    public static void MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> x, double scale, Span<double> y) =>
        Gemv(Transpose, x.Length, y.Length, scale, a, x, y);

    private static void Gemv(int transpose, int rows, int columns, float scale, ReadOnlySpan<float> a, ReadOnlySpan<float> x, Span<float> y)
    {
        fixed (float* pa = a, px = x, py = y)
        {
            Sgemv(RowMajor, transpose, rows, columns, scale, pa, columns, px, 1, 0, py, 1);
        }
    }

    private static void Gemv(
        int transpose, int rows, int columns, double scale, ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> y)
    {
        fixed (double* pa = a, px = x, py = y)
        {
            Dgemv(RowMajor, transpose, rows, columns, scale, pa, columns, px, 1, 0, py, 1);
        }
    }

    private static bool Load()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            return false;
        }

        SetThreads(1);
        s_threads = 1;
        return true;
    }

    [LibraryImport(Library, EntryPoint = "cblas_sdot")]
    private static partial float Sdot(int n, float* x, int strideX, float* y, int strideY);

    [LibraryImport(Library, EntryPoint = "cblas_sdot")]
    [SuppressGCTransition]
    private static partial float SdotShort(int n, float* x, int strideX, float* y, int strideY);

    [LibraryImport(Library, EntryPoint = "cblas_ddot")]
    private static partial double Ddot(int n, double* x, int strideX, double* y, int strideY);

    [LibraryImport(Library, EntryPoint = "cblas_ddot")]
    [SuppressGCTransition]
    private static partial double DdotShort(int n, double* x, int strideX, double* y, int strideY);

    [LibraryImport(Library, EntryPoint = "cblas_sgemv")]
    private static partial void Sgemv(
        int order, int transpose, int m, int n, float alpha, float* a, int lda, float* x, int strideX, float beta, float* y, int strideY);

    [LibraryImport(Library, EntryPoint = "cblas_dgemv")]
    private static partial void Dgemv(
        int order, int transpose, int m, int n, double alpha, double* a, int lda, double* x, int strideX, double beta, double* y,
        int strideY);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint GetConfig();
}
