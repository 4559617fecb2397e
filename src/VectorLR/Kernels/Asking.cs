using System.Runtime.CompilerServices;

namespace VectorLR;

/// <summary>What a loop over four rows of X asks of memory ahead of its own loads, into the second-level cache. No result depends on it.</summary>
internal enum Asking
{
    /// <summary>Nothing: X is in a cache, or its rows are so long that the CPU's own prefetchers follow all four.</summary>
    Nothing,

    /// <summary>What lies further on in memory, in order, whichever row it belongs to: for rows that follow each other without a gap.</summary>
    Onward,

    /// <summary>The same columns of the four rows after these: for parts of longer rows.</summary>
    NextRows,

    /// <summary>Half of the rows after all of these, which the forward and the backward product over a group ask for between them.</summary>
    NextGroup,
}

/// <summary>An <see cref="Asking"/> as a type, so that each has a loop of its own.</summary>
internal unsafe interface IAsking
{
    /// <summary>What to ask of a matrix that is far, by what the loop takes of each row.</summary>
    /// <remarks>
    /// In order onward: 60000 x 784 bytes take 6.2 ms a step, 8.0 when each row's own columns were asked for, and more unasked; floats 1.05 times as long
    /// in either case. From a page's worth on asking only costs (8192 x 12288 floats: 27 ms without, 31 with either), but for bytes, whose loads are a
    /// quarter as wide (2048 and 4096 of them: a seventh more without). All of Zen 3. On Zen 4 asking for columns halved the step at 60000 x 784
    /// floats, and saved a tenth at 8192 x 12288; into the first-level cache it was no help on either, nor were distances beyond 8 KiB.
    /// A step of bytes computes for as long as memory takes, and onward only its forward product has memory at work. With half of the next group asked for in
    /// either product it is 1.17 times as fast at 8192 x 12288, 1.14 at 60000 x 784, 20000 x 2048 and 100000 x 256, and two groups on or eight rows at a
    /// time no more. Floats have less to compute: 0.87 times at 8192 x 12288, 1.0 at 60000 x 784, 0.83 at 1000000 x 8. Zen 3.
    /// </remarks>
    static Asking For<TX>(int length, nint stride, bool isFar, bool isGroup)
        where TX : unmanaged =>
        !isFar || (sizeof(TX) > 1 && length * (long)sizeof(TX) >= 4096) ? Asking.Nothing
        : stride > length ? Asking.NextRows
        : isGroup && sizeof(TX) == 1 ? Asking.NextGroup
        : Asking.Onward;

    /// <summary>Where to ask while four rows are gone through.</summary>
    /// <param name="rows">The first of all rows.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="row">The first of the four.</param>
    /// <param name="count">All rows.</param>
    /// <param name="isBackward">Whether the rows are gone through for the second time.</param>
    static abstract byte* Ahead(byte* rows, nint stride, int row, int count, bool isBackward);

    /// <summary>Asks for what is to be loaded in place of as much of four rows.</summary>
    /// <param name="ahead">Where to ask, from <see cref="Ahead"/>.</param>
    /// <param name="done">Bytes of each row before the loads.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="width">Bytes that are loaded of each row: 16, 32 or 64.</param>
    static abstract void Ask(byte* ahead, nint done, nint stride, int width);
}

internal readonly unsafe struct AskNothing : IAsking
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ahead(byte* rows, nint stride, int row, int count, bool isBackward) => rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* ahead, nint done, nint stride, int width)
    {
    }
}

internal readonly unsafe struct AskOnward : IAsking
{
    /// <summary>From the fourth row's load on, which is the furthest, in bytes.</summary>
    private const int Distance = 4096;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ahead(byte* rows, nint stride, int row, int count, bool isBackward) => rows + ((row + 3) * stride) + Distance;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* ahead, nint done, nint stride, int width) => Lanes.Prefetch(ahead + (4 * done), 4 * width);
}

internal readonly unsafe struct AskNextGroup : IAsking
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ahead(byte* rows, nint stride, int row, int count, bool isBackward) =>
        rows + (count * stride) + (((isBackward ? count : 0) + row) * stride / 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* ahead, nint done, nint stride, int width) => Lanes.Prefetch(ahead + (2 * done), 2 * width);
}

internal readonly unsafe struct AskNextRows : IAsking
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ahead(byte* rows, nint stride, int row, int count, bool isBackward) => rows + ((row + 4) * stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* ahead, nint done, nint stride, int width)
    {
        byte* next = ahead + done;
        Lanes.Prefetch(next);
        Lanes.Prefetch(next + stride);
        Lanes.Prefetch(next + (2 * stride));
        Lanes.Prefetch(next + (3 * stride));
    }
}
