namespace VectorLR.Data;

/// <summary>
/// Reads a text that was read ahead, then the rest. A CR before a CR becomes LF, so that CR CR LF ends a line and an empty one.
/// </summary>
internal sealed class PrefixedReader(string prefix, TextReader rest) : TextReader
{
    private int _position;

    public override int Peek() => _position < prefix.Length ? prefix[_position] : rest.Peek();

    public override int Read()
    {
        int next = _position < prefix.Length ? prefix[_position++] : rest.Read();
        return next == '\r' && Peek() == '\r' ? '\n' : next;
    }

    public override int Read(Span<char> buffer)
    {
        int count = Math.Min(buffer.Length, prefix.Length - _position);
        if (count > 0)
        {
            prefix.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
        }
        else
        {
            count = rest.Read(buffer);
        }

        Span<char> text = buffer[..count];
        if (text is [.., '\r'] && Peek() == '\r')
        {
            text[^1] = '\n';
        }

        for (int next = text.IndexOf("\r\r"); next >= 0; next = text.IndexOf("\r\r"))
        {
            text[next] = '\n';
            text = text[(next + 1)..];
        }

        return count;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));
}
