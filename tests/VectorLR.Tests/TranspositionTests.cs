using Xunit;

namespace VectorLR.Tests;

public sealed class TranspositionTests
{
    [Fact]
    public void Rows_become_columns_whatever_the_strides()
    {
        Check<float>(static k => k);
        Check<double>(static k => k);
    }

    private static unsafe void Check<T>(Func<int, T> create)
        where T : unmanaged, IEquatable<T>
    {
        foreach ((int sourceStride, int destinationStride) in ((int, int)[])[(4, 4), (4, 9), (7, 4), (5, 6)])
        {
            T[] source = [.. Enumerable.Range(1, 4 * sourceStride).Select(create)];
            T[] destination = new T[4 * destinationStride];
            fixed (T* from = source, to = destination)
            {
                Transposition.Transpose(from, sourceStride, to, destinationStride);
            }

            for (int i = 0; i < destination.Length; i++)
            {
                (int row, int column) = (i / destinationStride, i % destinationStride);
                Assert.Equal(column < 4 ? source[(column * sourceStride) + row] : default, destination[i]);
            }
        }
    }
}
