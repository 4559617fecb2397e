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

    /// <summary>The next group's bytes: the first half in the forward product over a group, the second in the backward one.</summary>
    NextGroup,
}

/// <summary>An <see cref="Asking"/> as a type, so that each has a loop of its own.</summary>
internal unsafe interface IAsking
{
    /// <summary>Values of a row that two registers hold: over so narrow rows the backward product has a loop that asks in its own way.</summary>
    private const int Narrow = 32;

    /// <summary>What to ask of a matrix that is far, by what the loop takes of each row.</summary>
    /// <remarks>
    /// On Zen 3, unless it says otherwise:
    /// <list type="bullet">
    /// <item>Floats in order onward take 0.95 of the time that they take if each row's own columns are asked for, or nothing (60000 x 784).</item>
    /// <item>From a page's worth of floats on, asking only costs (8192 x 12288: 27 ms without, 31 with either).</item>
    /// <item>Bytes are a quarter as wide, and gain at any length. Onward they took 6.2 ms at 60000 x 784, by columns 8.0.</item>
    /// <item>
    /// But a step of bytes computes for as long as memory takes, and onward memory is at work in the forward product only. With half of the next group asked for in each
    /// product it is 1.17 times as fast at 8192 x 12288, and 1.14 at 60000 x 784, 20000 x 2048 and 100000 x 256. Two groups ahead, or eight rows in a group,
    /// gained nothing more, and a line is asked for twice. Not measured on Zen 4.
    /// </item>
    /// <item>Floats have less to compute; the next group made them slower: 0.87 times at 8192 x 12288, 1.0 at 60000 x 784, 0.83 at 1000000 x 8.</item>
    /// <item>On Zen 4 asking for columns halved the step at 60000 x 784 floats, and saved a tenth at 8192 x 12288.</item>
    /// <item>Into the first-level cache it was no help on either, nor were distances onward beyond 8 KiB.</item>
    /// </list>
    /// </remarks>
    static Asking For<TX>(int length, nint stride, bool isFar, bool isGroup)
        where TX : unmanaged =>
        !isFar || (sizeof(TX) > 1 && length * (long)sizeof(TX) >= 4096) ? Asking.Nothing
        : stride > length ? Asking.NextRows
        : isGroup && sizeof(TX) == 1 && length > Narrow ? Asking.NextGroup
        : Asking.Onward;

    /// <summary>Where to ask while four rows are gone through.</summary>
    /// <param name="four">The first of the four.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="row">Its number.</param>
    /// <param name="count">All rows.</param>
    /// <param name="isBackward">Whether the rows are gone through for the second time.</param>
    static abstract byte* Ahead(byte* four, nint stride, int row, int count, bool isBackward);

    /// <summary>Asks for what is to be loaded in place of as much of four rows.</summary>
    /// <param name="ahead">Where to ask, from <see cref="Ahead"/>.</param>
    /// <param name="done">Bytes of each row before the loads.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="width">Bytes that are loaded of each row: 8 to 64.</param>
    static abstract void Ask(byte* ahead, nint done, nint stride, int width);
}

internal readonly unsafe struct AskNothing : IAsking
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ahead(byte* four, nint stride, int row, int count, bool isBackward) => four;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* ahead, nint done, nint stride, int width)
    {
    }
}

internal readonly unsafe struct AskOnward : IAsking
{
    /// <summary>From the fourth row's load on, which is the furthest, in bytes.</summary>
    public const int Distance = 4096;

    /// <summary>Bytes to ask for, for each that is loaded of a row.</summary>
    public const int Share = 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ahead(byte* four, nint stride, int row, int count, bool isBackward) => four + (3 * stride) + Distance;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* ahead, nint done, nint stride, int width) => Lanes.Prefetch(ahead + (Share * done), Share * width);
}

internal readonly unsafe struct AskNextGroup : IAsking
{
    /// <summary>Bytes to ask for, for each that is loaded of a row.</summary>
    public const int Share = 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ahead(byte* four, nint stride, int row, int count, bool isBackward) =>
        four + ((count - row) * stride) + (((isBackward ? count : 0) + row) * stride / 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* ahead, nint done, nint stride, int width) => Lanes.Prefetch(ahead + (Share * done), Share * width);
}

internal readonly unsafe struct AskNextRows : IAsking
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ahead(byte* four, nint stride, int row, int count, bool isBackward) => four + (4 * stride);

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
