using System.Runtime.Intrinsics.X86;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Which instruction sets this process can execute: all of them, with Avx2 only where the CPU has AVX2 and FMA.</summary>
/// <remarks>The runtime emulates Vector128 and Vector512 where the hardware lacks them. Lanes256 uses AVX2 instructions directly.</remarks>
public static class InstructionSets
{
    public static IReadOnlyList<Isa> Runnable { get; } =
        [.. Enum.GetValues<Isa>().Where(isa => isa != Isa.Avx2 || (Avx2.IsSupported && Fma.IsSupported))];

    /// <summary>One row for each.</summary>
    public static TheoryData<Isa> Each => [.. Runnable];

    /// <summary>One row for each with each layout of X.</summary>
    public static TheoryData<Isa, Layout> EachWithLayouts
    {
        get
        {
            TheoryData<Isa, Layout> rows = [];
            foreach (Isa isa in Runnable)
            {
                rows.Add(isa, Layout.ExampleRows);
                rows.Add(isa, Layout.FeatureRows);
            }

            return rows;
        }
    }
}
