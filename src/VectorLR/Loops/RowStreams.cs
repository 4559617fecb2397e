namespace VectorLR;

/// <summary>Rows of a matrix in fours: the i-th four are the i-th rows of four streams, each of which reads memory in order.</summary>
internal readonly unsafe struct RowStreams<TX>(TX* origin, nint apart, nint stride, int count, bool hasSlack)
    where TX : unmanaged
{
    /// <summary>The first row of the first stream.</summary>
    public TX* Origin => origin;

    /// <summary>Elements from a row to the row of the same four in the next stream.</summary>
    public nint Apart => apart;

    /// <summary>Elements from a row to the next row of its stream.</summary>
    public nint Stride => stride;

    /// <summary>Rows of each stream.</summary>
    public int Count => count;

    /// <summary>Whether rows may be read to the end of their last register. Bytes are, and narrow rows in dot products.</summary>
    public bool HasSlack => hasSlack;

    /// <summary>The rows from this column on.</summary>
    public RowStreams<TX> From(nint column) => new(origin + column, apart, stride, count, hasSlack);
}
