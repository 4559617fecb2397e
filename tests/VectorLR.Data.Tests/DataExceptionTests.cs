namespace VectorLR.Data.Tests;

public class DataExceptionTests
{
    [Theory]
    [InlineData("a\nb", "a\\nb")]
    [InlineData("a\r\nb\tc", "a\\r\\nb\\tc")]
    [InlineData("a\u001b[31mb\u0085\u2028\u2029\0", "a\\u001b[31mb\\u0085\\u2028\\u2029\\u0000")]
    [InlineData("größe 'x' \\n", "größe 'x' \\n")]
    public void A_message_is_one_line_without_control_characters(string message, string shown)
    {
        Assert.Equal(shown, new DataException(message).Message);
        Assert.Equal(shown, new DataException(message, new IOException()).Message);
    }

    [Fact]
    public void The_cause_is_kept()
    {
        IOException cause = new();
        Assert.Same(cause, new DataException("x", cause).InnerException);
    }
}
