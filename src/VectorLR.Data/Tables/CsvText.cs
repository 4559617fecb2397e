using System.Text;

namespace VectorLR.Data;

/// <summary>Finds lines and delimiters in CSV text by the same quoting rule as the parser: a quote opens at the start of a field.</summary>
internal static class CsvText
{
    private const string Delimiters = ",;\t";

    /// <summary>How many line ends there are: CR LF, LF or CR, each one.</summary>
    public static int LineEnds(ReadOnlySpan<char> text) =>
        text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    /// <summary>The delimiter that is most frequent outside quotes; the comma wins ties, and when there is none.</summary>
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

    /// <summary>How many lines below its record's first line a field starts.</summary>
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

    /// <summary>Reads one record, without its line end, from a reader; the rest of the text stays in it.</summary>
    /// <returns>The record, or null when it is longer than <paramref name="longest"/>. Empty at the end of the text.</returns>
    public static string? ReadRecord(TextReader reader, int longest)
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
            if (record.Length > longest)
            {
                return null;
            }
        }

        return record.ToString();
    }

    private enum Place
    {
        FieldStart,
        Plain,
        Quoted,

        // A second quote here is a doubled one, and the field goes on.
        AfterQuoted,
    }

    /// <summary>Follows the quotes through a text, one character at a time.</summary>
    private struct QuoteState
    {
        private Place _place;

        /// <summary>Takes the next character; true when it belongs to a quoted field.</summary>
        public bool Inside(char c, bool isDelimiter)
        {
            bool inside = _place == Place.Quoted || (c == '"' && _place != Place.Plain);
            _place = inside
                ? (_place == Place.Quoted && c == '"' ? Place.AfterQuoted : Place.Quoted)
                : (isDelimiter ? Place.FieldStart : Place.Plain);
            return inside;
        }
    }
}
