namespace VectorLR.Data;

/// <summary>
/// Gives a parser a text that was read ahead, then the rest. The parser pairs quotes wherever they stand, so a quote inside a field that
/// is not quoted becomes <see cref="LiteralQuote"/>. A CR before a CR becomes LF, so that CR CR LF ends a line and an empty one.
/// </summary>
/// <exception cref="InvalidDataException">The text contains <see cref="LiteralQuote"/> itself.</exception>
internal sealed class CsvInput(string ahead, TextReader rest, char delimiter) : TextReader
{
    /// <summary>Stands for a quote that neither opens nor closes a field. It is no character, so text does not contain it.</summary>
    public const char LiteralQuote = '\uffff';

    private int _position;
    private QuoteState _quotes;

    public override int Peek() => _position < ahead.Length ? ahead[_position] : rest.Peek();

    public override int Read(Span<char> buffer)
    {
        int count = Math.Min(buffer.Length, ahead.Length - _position);
        if (count > 0)
        {
            ahead.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
        }
        else
        {
            count = rest.Read(buffer);
        }

        Span<char> text = buffer[..count];
        EndLines(text);
        MarkLiteralQuotes(text);
        return count;
    }

    private void EndLines(Span<char> text)
    {
        if (text is [.., '\r'] && Peek() == '\r')
        {
            text[^1] = '\n';
        }

        for (int next = text.IndexOf("\r\r"); next >= 0; next = text.IndexOf("\r\r"))
        {
            text[next] = '\n';
            text = text[(next + 1)..];
        }
    }

    private void MarkLiteralQuotes(Span<char> text)
    {
        for (int quote = text.IndexOfAny('"', LiteralQuote); quote >= 0; quote = text.IndexOfAny('"', LiteralQuote))
        {
            Skip(text[..quote]);
            if (text[quote] == LiteralQuote)
            {
                throw new InvalidDataException();
            }

            if (!_quotes.Inside('"', endsField: false))
            {
                text[quote] = LiteralQuote;
            }

            text = text[(quote + 1)..];
        }

        Skip(text);
    }

    // Between quotes, only the last character tells what a quote means.
    private void Skip(ReadOnlySpan<char> text)
    {
        if (text is [.., char last])
        {
            _quotes.Inside(last, last == delimiter || last is '\r' or '\n');
        }
    }
}
