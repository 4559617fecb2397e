namespace VectorLR.Images;

/// <summary>The end of the pixels of a BMP file, which are stored as they are: zeros there are black pixels or lost ones.</summary>
/// <remarks>
/// Zeros are taken for lost pixels if they begin inside a row and cut what the rows show. That is: most pixels after that place were not
/// zero in the row before, most pixels before it are zero in the row after, and both are more than twice as many as change between any two
/// of the rows before. The border of a black part of a picture changes a few pixels from row to row, or all of them at the end of a row. A
/// border that falls by less than a pixel over the width of the picture looks like lost pixels.
/// </remarks>
internal static class BmpTail
{
    // The rows that show how much a row changes.
    private const int RowsBefore = 8;

    /// <summary>Whether the pixels end in zeros that look lost.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="pixels">Where the pixels begin.</param>
    /// <param name="row">The bytes of a row. Rows are in the order of the file.</param>
    /// <param name="used">The bytes of a row without padding.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="bits">The bits of a pixel. Pixels of less than a byte are taken together.</param>
    public static bool IsLost(PictureReader reader, long pixels, long row, long used, long height, int bits)
    {
        int width = (int)(used / Math.Max(1, bits / 8));
        byte[] values = new byte[used];
        bool[] after = new bool[width];
        long y = height;
        do
        {
            y--;
            Read(reader, pixels + (row * y), values, after);
        }
        while (y > 0 && !after.Contains(true));

        // Row y is the last one with a pixel that is not zero.
        int place = Array.LastIndexOf(after, true) + 1;
        if (y == 0 || y == height - 1 || place == width)
        {
            return false;
        }

        bool[] before = new bool[width];
        Read(reader, pixels + (row * (y - 1)), values, before);
        int change = Changes(before.AsSpan(0, place), after);
        int right = before.AsSpan(place).Count(true);
        int left = after.AsSpan(0, place).Count(true);
        for (long above = y - 2; above >= 0 && above >= y - RowsBefore; above--)
        {
            (before, after) = (after, before);
            Read(reader, pixels + (row * above), values, before);
            change = Math.Max(change, Changes(before, after));
        }

        return right > 2 * change && 2 * right >= width - place && left > 2 * change && 2 * left >= place;
    }

    /// <summary>Reads which pixels of a row are not zero.</summary>
    private static void Read(PictureReader reader, long at, byte[] values, bool[] isSet)
    {
        int pixelBytes = values.Length / isSet.Length;
        reader.Position = at;
        reader.Bytes(values);
        for (int x = 0; x < isSet.Length; x++)
        {
            isSet[x] = values.AsSpan(x * pixelBytes, pixelBytes).ContainsAnyExcept((byte)0);
        }
    }

    private static int Changes(ReadOnlySpan<bool> row, ReadOnlySpan<bool> other)
    {
        int changes = 0;
        for (int x = 0; x < row.Length; x++)
        {
            changes += row[x] == other[x] ? 0 : 1;
        }

        return changes;
    }
}
