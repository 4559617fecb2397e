namespace VectorLR.Data.Tests;

/// <summary>Asserts the message for a refused input.</summary>
internal static class Refusal
{
    /// <summary>The message is <paramref name="path"/> followed by exactly <paramref name="rest"/>, on one line.</summary>
    public static void Is(string path, string rest, Action load)
    {
        DataException refused = Assert.Throws<DataException>(load);
        Assert.Equal(path + rest, refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }
}
