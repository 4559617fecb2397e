using System.Text;

namespace VectorLR.Cli;

/// <summary>Standard error that may be closed or full: what cannot be written there is dropped, and the exit code stays right.</summary>
internal sealed class StandardError(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Makes <see cref="Console.Error"/> such a writer.</summary>
    public static void Install() => Console.SetError(new StandardError(Console.Error));

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // There is no other place to report it.
        }
    }
}
