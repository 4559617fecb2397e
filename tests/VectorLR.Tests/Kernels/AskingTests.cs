using Xunit;

namespace VectorLR.Tests;

/// <summary>Where the loops over four rows ask memory for what comes next: a line that is left out costs time, and shows in no result.</summary>
public sealed unsafe class AskingTests
{
    private const int Line = 64;

    /// <summary>Groups as they come: a power of two of rows, 16 KiB or four rows of bytes; the bytes that a loop takes of each row at a time.</summary>
    public static TheoryData<int, int, int> Groups => new()
    {
        { 4, 12288, 16 }, { 4, 4099, 16 }, { 16, 784, 16 }, { 16, 784, 8 }, { 64, 256, 16 }, { 256, 48, 16 }, { 256, 64, 8 }, { 512, 33, 16 },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public void The_two_products_over_a_group_ask_for_all_of_the_next(int rows, int stride, int width)
    {
        HashSet<long> asked = [];
        foreach (bool isBackward in (bool[])[false, true])
        {
            Add<AskNextGroup>(asked, rows, stride, width, AskNextGroup.Share, isBackward);
        }

        RequireLines(asked, (long)rows * stride, 2L * rows * stride, slack: 2 * AskNextGroup.Share * width);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Onward_asks_for_as_much_as_is_loaded(int rows, int stride, int width)
    {
        HashSet<long> asked = [];
        Add<AskOnward>(asked, rows, stride, width, AskOnward.Share, isBackward: false);
        long first = (3L * stride) + AskOnward.Distance;

        // A line that is begun at the end is left to the rows after these.
        RequireLines(asked, first, first + ((long)rows * stride) - Line, slack: Line + (2 * AskOnward.Share * width));
    }

    [Fact]
    public void Groups_divide_a_batch()
    {
        for (int features = 1; features < 20_000; features = (features * 5 / 4) + 1)
        {
            int rows = LogisticStep<float>.GroupSize(new Examples<byte>(new byte[features], 1, features), granularity: 4);
            Assert.True(512 % rows == 0, $"{features} features: {rows} rows");
            Assert.True(rows == 4 || rows * features <= 16 * 1024, $"{features} features: {rows} rows");
            Assert.True(rows == 512 || 2 * rows * features > 16 * 1024, $"{features} features: {rows} rows");
        }
    }

    /// <summary>The lines, counted from the group's first byte, that a loop over its rows asks for.</summary>
    private static void Add<TAsking>(HashSet<long> asked, int rows, int stride, int width, int share, bool isBackward)
        where TAsking : IAsking
    {
        for (int row = 0; row <= rows - 4; row += 4)
        {
            long ahead = (long)TAsking.Ahead((byte*)(row * (nint)stride), stride, row, rows, isBackward);
            for (long done = 0; done < stride; done += width)
            {
                for (long address = ahead + (share * done); address < ahead + (share * (done + width)); address += Line)
                {
                    asked.Add(address / Line);
                }
            }
        }
    }

    private static void RequireLines(HashSet<long> asked, long first, long end, int slack)
    {
        for (long line = first / Line; line <= (end - 1) / Line; line++)
        {
            Assert.True(asked.Contains(line), $"the line at {line * Line} of {first} to {end} is not asked for");
        }

        Assert.InRange(asked.Min(), (first - slack) / Line, long.MaxValue);
        Assert.InRange(asked.Max(), 0, (end + slack) / Line);
    }
}
