namespace VectorLR.Tests;

/// <summary>Guarded memory for each argument of one operation, mapped once and used for many runs.</summary>
internal sealed class Operands(int matrixBytes, int vectorBytes) : IDisposable
{
    public GuardedMemory Matrix { get; } = new(matrixBytes);

    public GuardedMemory First { get; } = new(vectorBytes);

    public GuardedMemory Second { get; } = new(vectorBytes);

    public GuardedMemory Destination { get; } = new(vectorBytes);

    /// <summary>Enough for every shape of 0..9 x 0..67, in either layout, with gaps.</summary>
    public static Operands ForShapes() => new(12 * 1024, 1024);

    /// <summary>Enough for the shapes that cross the kernels' tiles.</summary>
    public static Operands ForLargeShapes() => new(1200 * 1024, 160 * 1024);

    public void Dispose()
    {
        Matrix.Dispose();
        First.Dispose();
        Second.Dispose();
        Destination.Dispose();
    }
}
