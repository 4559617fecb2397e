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
    /// </remarks>
    static Asking For<TX>(int length, nint stride, bool isFar)
        where TX : unmanaged =>
        !isFar || (sizeof(TX) > 1 && length * (long)sizeof(TX) >= 4096) ? Asking.Nothing
        : stride > length ? Asking.NextRows
        : Asking.Onward;

    /// <summary>Asks for as much as is loaded of four rows at once.</summary>
    /// <param name="rows">Where the loop is in the first of the four.</param>
    /// <param name="done">Bytes of each row before that.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="width">Bytes that are loaded of each row: 16, 32 or 64.</param>
    static abstract void Ask(byte* rows, nint done, nint stride, int width);
}

internal readonly unsafe struct AskNothing : IAsking
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* rows, nint done, nint stride, int width)
    {
    }
}

internal readonly unsafe struct AskOnward : IAsking
{
    /// <summary>From the fourth row's load on, which is the furthest, in bytes.</summary>
    private const int Distance = 4096;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* rows, nint done, nint stride, int width)
    {
        // A line for every 64 bytes of the four rows together.
        byte* onward = rows + (3 * (done + stride)) + Distance;
        Lanes.Prefetch(onward);
        if (width >= 32)
        {
            Lanes.Prefetch(onward + 64);
        }

        if (width >= 64)
        {
            Lanes.Prefetch(onward + 128);
            Lanes.Prefetch(onward + 192);
        }
    }
}

internal readonly unsafe struct AskNextRows : IAsking
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(byte* rows, nint done, nint stride, int width)
    {
        byte* next = rows + (4 * stride);
        Lanes.Prefetch(next);
        Lanes.Prefetch(next + stride);
        Lanes.Prefetch(next + (2 * stride));
        Lanes.Prefetch(next + (3 * stride));
    }
}
