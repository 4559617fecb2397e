using System.Numerics;
using VectorLR.Cli.Verification;

namespace VectorLR.Benchmarks;

/// <summary>Every instruction set that the process can run, and the operations on one of them.</summary>
internal static class IsaSource
{
    public static VectorOperations<T> Vectors<T>(Isa isa)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (VectorOperations<T>)(typeof(T) == typeof(float) ? IsaOperations.Single(isa) : (object)IsaOperations.Double(isa));

    public static TOperation Named<TOperation>(this IEnumerable<Named<TOperation>> operations, string name) =>
        operations.Single(operation => operation.Name == name).Run;
}

/// <summary>A class of benchmarks whose own kernels run on every instruction set.</summary>
public abstract class IsaBenchmarks
{
    /// <summary>The instruction sets, as BenchmarkDotNet's argument.</summary>
    public static IEnumerable<Isa> Isas => Cpu.Supported.ToArray();
}
