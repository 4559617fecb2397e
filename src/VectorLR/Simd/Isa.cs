namespace VectorLR;

/// <summary>The instruction sets the kernels are written for, from the narrowest to the widest.</summary>
public enum Isa
{
    /// <summary>Plain C#, one element at a time; also what x86 without AVX2 gets, since it has no fused multiply-add in .NET.</summary>
    Scalar,

    /// <summary>ARM64 Advanced SIMD: four 128-bit registers make one logical register.</summary>
    Neon,

    /// <summary>x86-64 AVX2 and FMA: two 256-bit registers make one logical register.</summary>
    Avx2,

    /// <summary>x86-64 AVX-512: one 512-bit register is the logical register.</summary>
    Avx512,
}
