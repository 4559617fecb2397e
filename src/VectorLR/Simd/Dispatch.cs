namespace VectorLR;

/// <summary>The only switch over <see cref="Isa"/>; <see cref="Cpu"/> makes the choice.</summary>
internal static class Dispatch
{
    /// <summary>Runs an operation on the process's instruction set, inlined into the caller: for operations of a few nanoseconds.</summary>
    /// <remarks>The JIT folds the switch and inlines one implementation. Where a caller passes <c>isa</c> it may inline all four.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TResult Run<TKernel, T, TResult>(scoped in TKernel kernel)
        where TKernel : struct, IKernel<T, TResult>, allows ref struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run<TKernel, T, TResult>(Cpu.Chosen, in kernel);

    /// <summary>Runs an operation on one instruction set; what the hardware lacks is emulated by the runtime where it can be.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TResult Run<TKernel, T, TResult>(Isa isa, scoped in TKernel kernel)
        where TKernel : struct, IKernel<T, TResult>, allows ref struct where T : unmanaged, IBinaryFloatingPointIeee754<T> => isa switch
        {
            Isa.Avx512 => kernel.Run<Lanes512<T>>(),
            Isa.Avx2 => kernel.Run<Lanes256<T>>(),
            Isa.Neon => kernel.Run<Lanes128<T>>(),
            Isa.Scalar => kernel.Run<LanesScalar<T>>(),
            _ => throw Cpu.Unsupported(),
        };
}
