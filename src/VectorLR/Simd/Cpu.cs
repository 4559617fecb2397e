using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>What this CPU offers, which instruction set the kernels use, and why.</summary>
/// <remarks>
/// The choice is made once per process, on first use: the widest supported, unless the environment variable
/// <c>VECTORLR_ISA</c> (<c>scalar</c>, <c>neon</c>, <c>avx2</c> or <c>avx512</c>) names one.
/// It changes speed only: results have the same bits on every one of them.
/// </remarks>
public static class Cpu
{
    /// <summary>The name of the environment variable that forces an instruction set.</summary>
    public const string IsaVariable = "VECTORLR_ISA";

    private const Isa None = (Isa)(-1);

    // A failed choice is kept as None rather than thrown from the initialiser: the JIT still folds Dispatch's switch,
    // and the caller sees the reason itself instead of a TypeInitializationException around it.
    private static readonly string? s_forced = Environment.GetEnvironmentVariable(IsaVariable);
    private static readonly Isa[] s_supported = FindSupported();
    private static readonly Isa s_isa = Choose(s_forced, s_supported);

    /// <summary>The instruction set the kernels use in this process.</summary>
    /// <exception cref="PlatformNotSupportedException"><c>VECTORLR_ISA</c> names none that this process can run.</exception>
    public static Isa Isa => s_isa == None ? throw Unsupported() : s_isa;

    /// <summary>Every instruction set that this process can run, from the narrowest to the widest.</summary>
    public static ReadOnlySpan<Isa> Supported => s_supported;

    /// <summary>The choice without its check, for Dispatch alone.</summary>
    internal static Isa Chosen { [MethodImpl(AggressiveInlining)] get => s_isa; }

    /// <summary>Whether this is a native binary for CPUs without AVX2 on a CPU that has it.</summary>
    /// <remarks>Compiled for AVX alone it asks the CPU whether it has AVX2, but its Vector256 is emulated all the same.</remarks>
    internal static bool IsBelowHardware => !RuntimeFeature.IsDynamicCodeCompiled && X86Base.IsSupported && !Vector256.IsHardwareAccelerated
        && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ebx & (1 << 5)) != 0;

    /// <summary>Says in one line which instruction set was chosen and why.</summary>
    /// <exception cref="PlatformNotSupportedException"><c>VECTORLR_ISA</c> names none that this process can run.</exception>
    public static string Describe()
    {
        Isa isa = Isa;
        string reason = !string.IsNullOrEmpty(s_forced) ? $"forced by {IsaVariable}={s_forced}"
            : isa != Isa.Scalar ? "the widest this process can run"
            : IsBelowHardware ? "this native binary was compiled without AVX2; publish with IlcInstructionSet=x86-64-v3 to use it"
            : "the runtime reports no AVX2 with FMA, no AVX-512 and no Advanced SIMD";
        return $"{isa}: {reason}";
    }

    internal static PlatformNotSupportedException Unsupported() => new(
        $"{IsaVariable} is '{s_forced}', which "
        + (TryParse(s_forced, out _) ? "this process cannot run; " : "is not the name of an instruction set; ")
        + $"valid here: {string.Join(", ", Array.ConvertAll(s_supported, Name))}");

    /// <summary>The word for an instruction set in environment values, options and result tables.</summary>
    internal static string Name(Isa isa) => isa.ToString().ToLowerInvariant();

    internal static bool TryParse(string? name, out Isa isa)
    {
        foreach (Isa candidate in Enum.GetValues<Isa>())
        {
            if (string.Equals(name, Name(candidate), StringComparison.OrdinalIgnoreCase))
            {
                isa = candidate;
                return true;
            }
        }

        isa = None;
        return false;
    }

    private static Isa Choose(string? forced, Isa[] supported)
    {
        if (string.IsNullOrEmpty(forced))
        {
            return supported[^1];
        }

        return TryParse(forced, out Isa isa) && Array.IndexOf(supported, isa) >= 0 ? isa : None;
    }

    private static Isa[] FindSupported()
    {
        List<Isa> supported = [Isa.Scalar];
        if (AdvSimd.Arm64.IsSupported)
        {
            supported.Add(Isa.Neon);
        }

        if (Avx2.IsSupported && Fma.IsSupported && !IsBelowHardware)
        {
            supported.Add(Isa.Avx2);
        }

        // Vector512.IsHardwareAccelerated rather than Avx512F.IsSupported: the runtime leaves it off on CPUs that slow
        // their clock for 512-bit work (Skylake-X), and there two 256-bit registers are the better choice.
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            supported.Add(Isa.Avx512);
        }

        return [.. supported];
    }
}
