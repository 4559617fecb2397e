using System.Text;

namespace VectorLR.Data;

/// <summary>Finds lines and delimiters in CSV text. As in the parser, a quote opens only at the start of a field.</summary>
internal static class CsvText
{
    private const string Delimiters = ",;\t";

    /// <summary>Returns the number of line ends. CR LF, LF and CR each count as one.</summary>
    public static int LineEnds(ReadOnlySpan<char> text) =>
        text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    /// <summary>Returns the most frequent delimiter outside quotes. The comma wins ties and is the default.</summary>
    public static char Delimiter(ReadOnlySpan<char> header)
    {
        Span<int> counts = stackalloc int[Delimiters.Length];
        QuoteState quotes = new();
        foreach (char c in header)
        {
            int kind = Delimiters.IndexOf(c);
            if (!quotes.Inside(c, kind >= 0) && kind >= 0)
            {
                counts[kind]++;
            }
        }

        int most = 0;
        for (int kind = 1; kind < counts.Length; kind++)
        {
            most = counts[kind] > counts[most] ? kind : most;
        }

        return Delimiters[most];
    }

    /// <summary>Returns the number of lines between the start of a record and the start of a field.</summary>
    public static int LinesBefore(ReadOnlySpan<char> record, char delimiter, int field)
    {
        QuoteState quotes = new();
        for (int i = 0; i < record.Length && field > 0; i++)
        {
            bool isDelimiter = record[i] == delimiter;
            if (!quotes.Inside(record[i], isDelimiter) && isDelimiter && --field == 0)
            {
                return LineEnds(record[..i]);
            }
        }

        return 0;
    }

    /// <summary>Reads one record from a reader, without its line end, and nothing beyond it.</summary>
    /// <returns>The record, or null when it is longer than <paramref name="maxLength"/>. Empty at the end of the text.</returns>
    public static string? ReadRecord(TextReader reader, int maxLength)
    {
        StringBuilder record = new();
        QuoteState quotes = new();
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            char c = (char)next;
            bool inside = quotes.Inside(c, Delimiters.Contains(c));
            if (!inside && c is '\n' or '\r')
            {
                if (c == '\r' && reader.Peek() == '\n')
                {
                    reader.Read();
                }

                break;
            }

            record.Append(c);
            if (record.Length > maxLength)
            {
                return null;
            }
        }

        return record.ToString();
    }

    private enum FieldState
    {
        FieldStart,
        Plain,
        Quoted,

        // Another quote here is an escaped quote, and the field continues.
        AfterQuoted,
    }

    /// <summary>Tracks quoting through a text, one character at a time.</summary>
    private struct QuoteState
    {
        private FieldState _state;

        /// <summary>Takes the next character. Returns true when it belongs to a quoted field.</summary>
        public bool Inside(char c, bool isDelimiter)
        {
            bool inside = _state == FieldState.Quoted || (c == '"' && _state != FieldState.Plain);
            _state = inside
                ? (_state == FieldState.Quoted && c == '"' ? FieldState.AfterQuoted : FieldState.Quoted)
                : (isDelimiter ? FieldState.FieldStart : FieldState.Plain);
            return inside;
        }
    }
}
