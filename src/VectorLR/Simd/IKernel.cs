namespace VectorLR;

/// <summary>An operation on its spans, ready to run over any implementation of the logical register.</summary>
/// <typeparam name="T">The element type of the arithmetic, float or double.</typeparam>
/// <typeparam name="TResult">What the operation returns; <see cref="Unit"/> if it only writes its destination.</typeparam>
internal interface IKernel<T, TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    TResult Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>;
}

/// <summary>The result of an operation that has none.</summary>
internal readonly struct Unit;
